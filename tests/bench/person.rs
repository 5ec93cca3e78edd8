//! Somebody who uses the site as a program: signs in, makes a token, and pays with it.

use reqwest::{Client, Method, StatusCode, multipart, redirect::Policy};
use serde_json::{Value, json};

use super::{PATIENCE, bundle::PASSWORD};

/// A member's program with its token.
#[derive(Clone)]
pub(crate) struct Person {
    http: Client,
    url: String,
    token: String,
}

impl Person {
    /// Signs in and makes a token that may pay.
    pub(crate) async fn sign_in(url: &str, email: &str) -> Self {
        Self::sign_in_for(url, email, "pay").await.unwrap()
    }

    /// A browser that is signed in; `Err` when no answer came.
    pub(crate) async fn browser(url: &str, email: &str) -> reqwest::Result<Client> {
        let client = Client::builder().cookie_store(true).redirect(Policy::none()).timeout(PATIENCE);
        let http = client.build()?;
        let form = [("email", email), ("password", PASSWORD)];
        let answer = http.post(format!("{url}/sign-in")).form(&form).send().await?;
        assert_eq!(answer.status(), StatusCode::SEE_OTHER, "{}", answer.text().await?);
        Ok(http)
    }

    /// Signs in and makes a token with this scope; `Err` when no answer came.
    pub(crate) async fn sign_in_for(url: &str, email: &str, scope: &str) -> reqwest::Result<Self> {
        let http = Self::browser(url, email).await?;
        let form = [("name", "test"), ("scope", scope), ("days", "30")];
        let answer = http.post(format!("{url}/profile/tokens")).form(&form).send().await?;
        let page = answer.text().await?;
        let secret = page.split_once("id=\"token\">").and_then(|(_, rest)| rest.split_once('<'));
        let token = secret.unwrap_or_else(|| panic!("no token on {page}")).0.to_owned();
        // From here on only the token counts: a client without the cookie.
        let http = Client::builder().timeout(PATIENCE).build()?;
        Ok(Self { http, url: url.to_owned(), token })
    }

    /// The token that it shows.
    pub(crate) fn token(&self) -> &str {
        &self.token
    }

    /// The same person after the program came up at another address.
    pub(crate) fn at(&self, url: &str) -> Self {
        Self { url: url.to_owned(), ..self.clone() }
    }

    /// Asks the API.
    pub(crate) async fn ask(
        &self,
        method: Method,
        path: &str,
        body: Option<Value>,
    ) -> reqwest::Result<(StatusCode, Value)> {
        let mut request = self.http.request(method, format!("{}/api/v1{path}", self.url)).bearer_auth(&self.token);
        if let Some(body) = body {
            request = request.json(&body);
        }
        let answer = request.send().await?;
        let status = answer.status();
        Ok((status, answer.json().await?))
    }

    /// Reads what must be there.
    pub(crate) async fn read(&self, path: &str) -> Value {
        let (status, data) = self.ask(Method::GET, path, None).await.unwrap();
        assert_eq!(status, StatusCode::OK, "{path}: {data}");
        data
    }

    /// Takes a file away.
    pub(crate) async fn file(&self, path: &str) -> Vec<u8> {
        let request = self.http.get(format!("{}/api/v1{path}", self.url)).bearer_auth(&self.token);
        request.send().await.unwrap().error_for_status().unwrap().bytes().await.unwrap().to_vec()
    }

    /// Pays; `Err` when no answer came.
    pub(crate) async fn pay(&self, id: &str, to: &str, amount: &str) -> reqwest::Result<()> {
        let body = json!({ "id": id, "to": to, "amount": amount, "description": "for the test" });
        let (status, data) = self.ask(Method::POST, "/payments", Some(body)).await?;
        assert_eq!(status, StatusCode::CREATED, "{data}");
        assert_eq!(data["id"], id);
        Ok(())
    }

    /// Sends a new photo, one point of a colour of its own; gives its address.
    pub(crate) async fn send_photo(&self, colour: u8) -> String {
        // The smallest GIF: one pixel, two colours.
        let head = b"GIF89a\x01\0\x01\0\x80\0\0";
        let picture = b"\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;";
        let gif = [&head[..], &[colour, 99, 200], picture].concat();
        let form = multipart::Form::new().part("photo", multipart::Part::bytes(gif).file_name("me.gif"));
        let url = format!("{}/api/v1/profile/photo", self.url);
        let answer = self.http.post(url).bearer_auth(&self.token).multipart(form).send().await.unwrap();
        let member: Value = answer.json().await.unwrap();
        text(&member["photo"])
    }

    /// The picture at an address of the site, as anybody sees it who knows the address.
    pub(crate) async fn fetch(&self, path: &str) -> Vec<u8> {
        let answer = self.http.get(format!("{}{path}", self.url)).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
        answer.bytes().await.unwrap().to_vec()
    }

    /// The balance as an exact decimal, and the whole statement, newest first: transfer and amount.
    pub(crate) async fn statement(&self) -> (String, Vec<(String, String)>) {
        let (mut lines, mut after) = (Vec::new(), String::new());
        loop {
            let page = self.read(&format!("/wallet?limit=1000&after={after}")).await;
            for line in page["statement"]["rows"].as_array().unwrap() {
                lines.push((text(&line["transfer"]), text(&line["amount"]["amount"])));
            }
            match page["statement"]["next"].as_str() {
                Some(next) => next.clone_into(&mut after),
                None => return (text(&page["balance"]["balance"]["amount"]), lines),
            }
        }
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("{value} is no text")).to_owned()
}
