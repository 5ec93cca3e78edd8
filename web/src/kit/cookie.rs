//! The two cookies: the session and the language chosen by a visitor who is not signed in.

use axum::http::{HeaderMap, HeaderValue, header::COOKIE};

/// Thirty days, the session's own longest life.
const SESSION_SECONDS: u32 = 30 * 86_400;

/// A year; the choice of a language is no secret.
const LANGUAGE_SECONDS: u32 = 365 * 86_400;

/// The value of a cookie.
pub(crate) fn get<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value)
}

/// The session cookie's name: with the `__Host-` prefix wherever the way is encrypted, which browsers then tie
/// to this very host (RFC 6265bis section 4.1.3.2).
pub(crate) const fn session_name(secure: bool) -> &'static str {
    if secure { "__Host-session" } else { "session" }
}

/// Keeps a session.
pub(crate) fn session(token: &str, secure: bool) -> Option<HeaderValue> {
    line(session_name(secure), token, SESSION_SECONDS, secure)
}

/// Forgets the session.
pub(crate) fn no_session(secure: bool) -> Option<HeaderValue> {
    line(session_name(secure), "", 0, secure)
}

/// Keeps a language.
pub(crate) fn language(tag: &str, secure: bool) -> Option<HeaderValue> {
    line("language", tag, LANGUAGE_SECONDS, secure)
}

fn line(name: &str, value: &str, seconds: u32, secure: bool) -> Option<HeaderValue> {
    let secure = if secure { "; Secure" } else { "" };
    HeaderValue::from_str(&format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}")).ok()
}
