//! A light HTTP/1.1 client that keeps its connection: measuring must not cost more than serving.

use std::net::SocketAddr;

use anyhow::{Context as _, Result, bail};
use bytes::Bytes;
use http_body_util::{BodyExt as _, Full};
use hyper::{
    Method, Request, StatusCode,
    client::conn::http1::{SendRequest, handshake},
    header,
};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

use crate::town::SLUG;

/// One connection.
pub(crate) struct Client {
    send: SendRequest<Full<Bytes>>,
    host: String,
}

/// How a request proves who sends it.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Proof<'a> {
    /// Not at all.
    Nobody,
    /// A token of the API.
    Bearer(&'a str),
    /// A browser's session.
    Session(&'a str),
}

impl Client {
    /// Connects.
    pub(crate) async fn open(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        let (send, connection) = handshake(TokioIo::new(stream)).await?;
        // Its end is seen by the next request.
        tokio::spawn(connection);
        Ok(Self { send, host: format!("{SLUG}.localhost:{}", address.port()) })
    }

    /// Asks for a page.
    pub(crate) async fn get(&mut self, path: &str, proof: Proof<'_>) -> Result<Bytes> {
        self.send(Method::GET, path, proof, Bytes::new(), StatusCode::OK).await
    }

    /// Sends JSON; what it makes is answered with 201.
    pub(crate) async fn post(&mut self, path: &str, proof: Proof<'_>, json: String) -> Result<Bytes> {
        self.send(Method::POST, path, proof, json.into(), StatusCode::CREATED).await
    }

    async fn send(
        &mut self,
        method: Method,
        path: &str,
        proof: Proof<'_>,
        body: Bytes,
        expected: StatusCode,
    ) -> Result<Bytes> {
        let mut request = Request::builder().method(method).uri(path).header(header::HOST, &self.host);
        if !body.is_empty() {
            request = request.header(header::CONTENT_TYPE, "application/json");
        }
        let request = match proof {
            Proof::Nobody => request,
            Proof::Bearer(token) => request.header(header::AUTHORIZATION, format!("Bearer {token}")),
            Proof::Session(token) => request.header(header::COOKIE, format!("session={token}")),
        };
        self.send.ready().await.context("the server closed the connection")?;
        let response = self.send.send_request(request.body(Full::new(body))?).await?;
        let status = response.status();
        let body = response.into_body().collect().await?.to_bytes();
        if status == expected {
            return Ok(body);
        }
        bail!("{path} answered {status}: {}", String::from_utf8_lossy(&body))
    }
}
