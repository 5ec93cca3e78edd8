//! Signing in and out, passwords, the language and member chosen, tokens for programs.

mod doors;
mod login;
mod tokens;

use axum::{
    http::{HeaderValue, header::SET_COOKIE},
    response::{IntoResponse, Redirect, Response},
};
use ayni_kernel::{Error, Line, Result, UserId, WriteTx};
use ayni_users::{OpenSession, Password, PasswordHash, Token};

use crate::{
    kit::{Answer, Route, app::App, cookie},
    links,
};

/// What strangers and users do about their logins.
pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get(links::SIGN_IN, doors::sign_in_form).about("The sign-in form").page_only(),
        Route::post(links::SIGN_IN, doors::sign_in).about("Sign in").page_only().braked(),
        Route::post(links::SIGN_OUT, doors::sign_out).about("Sign out").page_only(),
        Route::get(links::FORGOT, doors::forgot).about("What to do without a password").page_only(),
        Route::get("/reset/{token}", doors::reset_form).about("The form behind a reset link").page_only().braked(),
        Route::post("/reset/{token}", doors::reset).about("Set a password through a reset link").page_only().braked(),
        Route::post(links::LANGUAGE, login::language).about("Choose a language").page_only(),
        Route::post(links::ACTING, login::act_as).about("Choose the member to act for").page_only(),
        Route::get(links::PASSWORD, login::login_form).about("The login: password and devices").page_only(),
        Route::post(links::PASSWORD, login::change_password).about("Change the password").page_only().braked(),
        Route::post(links::LOGIN, login::change_login).about("Change one's name and address").page_only().braked(),
        Route::post(links::OTHER_SESSIONS, login::end_others).about("Sign out everywhere else").page_only(),
        Route::get(links::TOKENS, tokens::list).about("Tokens for programs").answers::<tokens::TokensPage>(),
        Route::post(links::TOKENS, tokens::make).about("Make a token, shown once").page_only(),
        Route::post("/profile/tokens/{id}/revocation", tokens::revoke).about("Revoke a token").page_only(),
    ]
}

/// Opens a session in the node's store; `agent` is what the browser calls itself.
pub(crate) fn open(tx: &mut WriteTx<'_>, user: UserId, agent: Line) -> Result<Token> {
    ayni_users::open_session(tx, OpenSession { user, agent })
}

/// Goes on to `next` as somebody who is signed in from now on.
pub(crate) fn welcome(token: &Token, secure: bool, next: &str) -> Answer {
    with_cookie(Redirect::to(next).into_response(), cookie::session(&token.to_string(), secure))
}

/// What the browser calls itself, as far as it fits a line.
pub(crate) fn agent(headers: &axum::http::HeaderMap) -> Line {
    let name = headers.get(axum::http::header::USER_AGENT).and_then(|name| name.to_str().ok()).unwrap_or_default();
    let fitting: String = name.chars().take(Line::MAX).collect();
    Line::parse("agent", &fitting).unwrap_or_default()
}

/// Hashes a new password off the async threads.
pub(crate) async fn hashed(app: &App, password: Password) -> Result<PasswordHash> {
    app.hashing(move || ayni_users::hash(&password)).await?
}

/// The answer with one more cookie.
fn with_cookie(mut response: Response, cookie: Option<HeaderValue>) -> Answer {
    let cookie = cookie.ok_or_else(|| Error::broken("a cookie that no header can carry"))?;
    response.headers_mut().append(SET_COOKIE, cookie);
    Ok(response)
}
