//! What every handler uses: who visits, how to answer, forms, errors, words, assets, the list of routes.

pub mod app;
pub(crate) mod assets;
pub(crate) mod cookie;
pub(crate) mod extract;
#[expect(
    unreachable_pub,
    clippy::inline_always,
    clippy::unused_self,
    clippy::unnecessary_wraps,
    clippy::similar_names,
    reason = "the filter macro writes items of this shape around each function"
)]
pub(crate) mod filters;
pub(crate) mod form;
pub(crate) mod frame;
pub mod keeper;
pub mod notice;
pub(crate) mod openapi;
pub(crate) mod paper;
pub(crate) mod qr;
pub(crate) mod refusal;
pub(crate) mod reply;
pub(crate) mod route;
pub(crate) mod stream;
pub(crate) mod tell;
pub(crate) mod throttle;
pub(crate) mod views;
pub(crate) mod visit;
pub mod words;

pub(crate) use extract::{Ask, Of};
pub(crate) use form::{FormFaults, Input};
pub(crate) use refusal::Refusal;
pub(crate) use reply::{Answer, Page, Shell};
pub(crate) use route::Route;
pub(crate) use views::{CardView, MoneyView, PageView};
pub(crate) use visit::{Face, Visit};
pub(crate) use words::Words;
