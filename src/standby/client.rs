//! The standby's side of the wire: the one place that asks another node.

use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use reqwest::{Method, RequestBuilder, Response, StatusCode, Url, redirect::Policy};
use serde::de::DeserializeOwned;

use super::{
    record::Pairing,
    wire::{self, ROOT, Refusal},
};

/// How long the other side may take to accept a connection.
const CONNECT: Duration = Duration::from_secs(10);

/// How often a silent connection is asked whether it still leads anywhere.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// How long an answer may take, beside the time for which it was asked to wait.
const ANSWER: Duration = Duration::from_secs(30);

/// The largest answer; the log's entries have bounds of their own, imports among them.
const MAX_ANSWER: usize = 256 * 1024 * 1024;

/// Whether books and secrets may travel unencrypted beyond this machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Plain {
    /// Only on this machine.
    Here,
    /// The operator said that the network may be trusted.
    Anywhere,
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum Fault {
    /// The connection failed, or the other side is in trouble: trying again helps.
    #[error("{0}")]
    Lost(String),
    /// The other side does not know our key.
    #[error(
        "The primary does not accept this key. Make a new one there with ayni standby-key, and give it with --key-file."
    )]
    Denied,
    /// The other side has nothing with this name.
    #[error("The primary has nothing with this name.")]
    Missing,
    /// The other side says why it does not answer.
    #[error("{}", sentence(.0))]
    Refused(Refusal),
    /// This side could not do its part.
    #[error("{0}")]
    Here(String),
}

impl From<anyhow::Error> for Fault {
    fn from(error: anyhow::Error) -> Self {
        Self::Here(format!("{error:#}"))
    }
}

impl From<ayni_kernel::Error> for Fault {
    fn from(error: ayni_kernel::Error) -> Self {
        Self::Here(error.to_string())
    }
}

impl From<ayni_storage::Error> for Fault {
    fn from(error: ayni_storage::Error) -> Self {
        Self::Here(error.to_string())
    }
}

impl From<reqwest::Error> for Fault {
    fn from(error: reqwest::Error) -> Self {
        // The innermost cause says most: connection refused, unknown host, certificate not valid.
        let mut cause: &dyn std::error::Error = &error;
        while let Some(inner) = cause.source() {
            cause = inner;
        }
        Self::Lost(format!("The primary cannot be reached: {cause}"))
    }
}

fn sentence(refusal: &Refusal) -> String {
    match refusal {
        Refusal::Trimmed => {
            "The primary's log does not reach back to what this standby has. Fetch everything anew with: ayni standby --anew".to_owned()
        }
        Refusal::Differs => {
            "What this standby has is not the beginning of what the primary has: the two went different ways. Fetch everything anew with: ayni standby --anew (what is here is kept aside)".to_owned()
        }
        Refusal::NotReplaced => {
            "The old primary's address leads to this node now, so the old one cannot be told. Never start it again without --anew".to_owned()
        }
        Refusal::NotPrimary(role) => format!("The node at that address is no primary (it is: {role}). Follow the one that takes changes."),
    }
}

/// An answer: the other side's term, and what it said.
pub(super) struct Answer {
    pub(super) term: u64,
    response: Response,
}

impl Answer {
    /// A number that the answer bears in its head.
    pub(super) fn number(&self, name: &str) -> Option<i64> {
        self.response.headers().get(name)?.to_str().ok()?.parse().ok()
    }

    /// The whole body.
    pub(super) async fn bytes(mut self) -> Result<Vec<u8>, Fault> {
        let mut bytes = Vec::new();
        while let Some(chunk) = self.response.chunk().await? {
            if bytes.len() + chunk.len() > MAX_ANSWER {
                return Err(Fault::Here("The primary's answer is too large.".to_owned()));
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok(bytes)
    }

    /// The body as a message.
    pub(super) async fn message<T: DeserializeOwned>(self) -> Result<T, Fault> {
        let bytes = self.bytes().await?;
        serde_json::from_slice(&bytes)
            .map_err(|_| Fault::Here("The primary's answer is not understood. Update both programs.".to_owned()))
    }
}

/// Asks one other node.
pub(super) struct Client {
    http: reqwest::Client,
    pairing: Pairing,
}

impl Client {
    pub(super) fn new(pairing: Pairing) -> Result<Self> {
        let http = reqwest::Client::builder()
            .connect_timeout(CONNECT)
            .tcp_keepalive(KEEP_ALIVE)
            .redirect(Policy::none())
            .build()?;
        Ok(Self { http, pairing })
    }

    fn request(&self, method: Method, path: &str, term: u64) -> RequestBuilder {
        self.http
            .request(method, format!("{}{ROOT}{path}", self.pairing.url))
            .bearer_auth(self.pairing.key.secret())
            .header(wire::TERM, term)
            .header(wire::STANDBY, &self.pairing.name)
    }

    /// Asks a question.
    pub(super) async fn get(&self, path: &str, term: u64) -> Result<Answer, Fault> {
        answer(self.request(Method::GET, path, term).timeout(ANSWER)).await
    }

    /// Asks a question whose answer may take a while.
    pub(super) async fn wait(&self, path: &str, term: u64, seconds: u64) -> Result<Answer, Fault> {
        answer(self.request(Method::GET, path, term).timeout(ANSWER + Duration::from_secs(seconds))).await
    }

    /// Gives something up that the other side keeps for us.
    pub(super) async fn delete(&self, path: &str, term: u64) -> Result<Answer, Fault> {
        answer(self.request(Method::DELETE, path, term).timeout(ANSWER)).await
    }

    /// Tells something, or asks for something to be done.
    pub(super) async fn post(&self, path: &str, term: u64, message: &impl serde::Serialize) -> Result<Answer, Fault> {
        let body = serde_json::to_vec(message).map_err(anyhow::Error::from)?;
        let request = self.request(Method::POST, path, term).header("content-type", "application/json");
        answer(request.body(body).timeout(ANSWER)).await
    }
}

async fn answer(request: RequestBuilder) -> Result<Answer, Fault> {
    let response = request.send().await?;
    let status = response.status();
    let term = response.headers().get(wire::TERM).and_then(|term| term.to_str().ok()?.parse().ok());
    let answer = Answer { term: term.unwrap_or_default(), response };
    match status {
        status if status.is_success() => Ok(answer),
        StatusCode::UNAUTHORIZED => Err(Fault::Denied),
        StatusCode::NOT_FOUND => Err(Fault::Missing),
        StatusCode::CONFLICT => Err(Fault::Refused(answer.message().await?)),
        status => Err(Fault::Lost(format!("The primary answered {status}."))),
    }
}

/// Reads the address of a primary: encrypted, or on this machine, unless the operator trusts the network.
pub(super) fn address(text: &str, plain: Plain) -> Result<String> {
    let url =
        Url::parse(text).with_context(|| format!("\"{text}\" is no address, such as https://community.example.org"))?;
    let host = url.host_str().unwrap_or_default();
    let here =
        host == "localhost" || host.trim_matches(['[', ']']).parse().is_ok_and(|ip: std::net::IpAddr| ip.is_loopback());
    match url.scheme() {
        "https" => {}
        "http" if here || plain == Plain::Anywhere => {}
        "http" => anyhow::bail!(
            "With {text} the books and the key would travel where others can read them. Use https, or a tunnel to this machine. If the network between the two is yours alone, say so with --plain-http-on-a-trusted-network."
        ),
        other => anyhow::bail!("An address begins with https, not with {other}."),
    }
    ensure!(!host.is_empty(), "\"{text}\" names no host.");
    Ok(text.trim_end_matches('/').to_owned())
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn secrets_travel_encrypted_unless_told_otherwise_in_so_many_words() {
        for good in ["https://a.example", "http://localhost:8080/", "http://127.0.0.1:1", "http://[::1]:8080"] {
            assert_eq!(address(good, Plain::Here).unwrap(), good.trim_end_matches('/'));
        }
        let refused = address("http://192.168.1.9:8080", Plain::Here).unwrap_err().to_string();
        assert!(refused.contains("--plain-http-on-a-trusted-network"), "{refused}");
        address("http://192.168.1.9:8080", Plain::Anywhere).unwrap();
        for bad in ["", "a.example", "ftp://a.example", "http://127.0.0.1.example.org"] {
            assert!(address(bad, Plain::Here).is_err(), "{bad}");
        }
    }
}
