//! Tokens for programs: made once, shown once, revoked with one click.

use askama::Template;
use ayni_kernel::{ApiTokenId, Check, Fault, Name, Result, Role};
use ayni_users::{ApiToken, NewApiToken, Scope, Scopes};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    kit::{Answer, FormFaults, Input, Of, Page, Visit, filters, words::Words},
    links,
};

/// A token to be made.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct TokenForm {
    name: String,
    scope: String,
    days: String,
}

/// A token; its secret is not kept.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct TokenView {
    /// Its id.
    pub id: String,
    /// What its owner calls it.
    pub name: String,
    /// What it may do: `read`, `pay`, `admin`; a later one holds the ones before.
    pub scopes: Vec<&'static str>,
    /// When it was made (ISO 8601).
    pub created: String,
    /// When it stops working (ISO 8601); absent when only revoking ends it.
    pub expires: Option<String>,
    #[serde(skip)]
    #[schema(ignore)]
    revoke: String,
}

impl From<ApiToken> for TokenView {
    fn from(token: ApiToken) -> Self {
        Self {
            id: token.id.to_string(),
            name: token.name.to_string(),
            scopes: token.scopes.iter().map(Scope::word).collect(),
            created: token.created.to_string(),
            expires: token.expires.map(|end| end.to_string()),
            revoke: links::revoke_token(token.id),
        }
    }
}

/// One's own tokens in this community.
#[derive(Template, Serialize, ToSchema)]
#[template(path = "users/tokens.html")]
pub(crate) struct TokensPage {
    /// The tokens, oldest first.
    tokens: Vec<TokenView>,
    #[serde(skip)]
    #[schema(ignore)]
    offered: Vec<&'static str>,
    #[serde(skip)]
    #[schema(ignore)]
    form: TokenForm,
    #[serde(skip)]
    #[schema(ignore)]
    faults: FormFaults,
}

impl TokensPage {
    fn of(visit: &Visit, form: TokenForm, faults: FormFaults) -> Result<Self> {
        let tokens = visit.app.read_node(|tx| ayni_users::api_tokens(tx, &visit.actor, visit.community.id))?;
        let admin = visit.actor.has(Role::Admin);
        let offered = Scope::ALL.into_iter().filter(|scope| admin || *scope != Scope::Admin).map(Scope::word).collect();
        Ok(Self { tokens: tokens.into_iter().map(TokenView::from).collect(), offered, form, faults })
    }
}

impl Page for TokensPage {
    const FEATURE: &'static str = "users";

    fn title(&self, words: &Words) -> String {
        words.say("users-tokens")
    }
}

/// The one sight of a new token.
#[derive(Template, Serialize)]
#[template(path = "users/token-made.html")]
struct TokenMadePage {
    name: String,
    secret: String,
}

impl Page for TokenMadePage {
    const FEATURE: &'static str = "users";

    fn title(&self, words: &Words) -> String {
        words.say("users-token-made")
    }
}

/// Shows the tokens.
pub(super) async fn list(visit: Visit) -> Answer {
    visit.page(&TokensPage::of(&visit, TokenForm::default(), FormFaults::default())?)
}

/// Makes a token and shows its secret, this once. Only in a browser: a token must not make wider ones.
pub(super) async fn make(visit: Visit, Input(form): Input<TokenForm>) -> Answer {
    visit.session()?;
    match write(&visit, &form).await {
        Ok((token, secret)) => visit.page(&TokenMadePage { name: token.name.to_string(), secret }),
        Err(error) => visit.again(error, async |faults| TokensPage::of(&visit, form, faults.into())).await,
    }
}

async fn write(visit: &Visit, form: &TokenForm) -> Result<(ApiToken, String)> {
    let mut check = Check::default();
    let name = check.take(Name::parse("name", &form.name));
    let scopes: Scopes = Scope::from_word(&form.scope).into_iter().collect();
    check.require(|| scopes.is_empty().then(|| Fault::new("scope", "users-scopes-none")));
    let days = check.take(days(&form.days));
    check.done()?;
    let (Some(name), Some(valid_days)) = (name, days) else { return Err(check.into()) };
    let (me, community) = (visit.actor.clone(), visit.community.id);
    let ask = NewApiToken { community, name, scopes, valid_days };
    visit.app.write_node(move |tx| ayni_users::make_api_token(tx, &me, ask)).await
}

/// Days of validity; nothing typed means until it is revoked.
fn days(typed: &str) -> Result<Option<u16>, Fault> {
    match typed.trim() {
        "" => Ok(None),
        typed => typed.parse().map(Some).map_err(|_| Fault::new("days", "fault-choice")),
    }
}

/// Revokes a token.
pub(super) async fn revoke(visit: Visit, Of(id): Of<ApiTokenId>) -> Answer {
    visit.session()?;
    let me = visit.actor.clone();
    visit.app.write_node(move |tx| ayni_users::revoke_api_token(tx, &me, id)).await?;
    visit.done(&(), links::TOKENS, "users-said-revoked")
}
