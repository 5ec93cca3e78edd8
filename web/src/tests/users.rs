//! Signing in, passwords, languages, tokens.

use axum::{
    body::Body,
    http::{Request, header},
};
use ayni_kernel::testing::Cast;
use ayni_users::Scope;
use serde_json::json;

use super::bench::{FORM, HOST, PASSWORD, Stranger, Town, Who, form};

const ANA: &str = "ana@meadow.example";

#[tokio::test]
async fn the_right_password_opens_the_page_that_was_asked_for() {
    let town = Town::new();
    town.get(Stranger, "/wallet").await.leads_to("/sign-in?next=%2Fwallet");
    let form = town.get(Stranger, "/sign-in?next=%2Fwallet").await.expect(200);
    assert!(form.shows("value=\"/wallet\"") && form.shows("autocomplete=\"current-password\""));

    let fields = [("email", " Ana@Meadow.example "), ("password", PASSWORD), ("next", "/wallet")];
    let reply = town.post(Stranger, "/sign-in", &fields).await.leads_to("/wallet");
    let session = Who::Session(reply.cookie("session").unwrap());
    town.get(session.clone(), "/wallet").await.expect(200);

    let gone = town.post(session.clone(), "/sign-out", &[]).await.leads_to("/");
    assert_eq!(gone.cookie("session").as_deref(), Some(""));
    town.get(session, "/wallet").await.leads_to("/sign-in?next=%2Fwallet");
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_address_get_the_same_answer() {
    let town = Town::new();
    for email in [ANA, "nobody@meadow.example"] {
        let reply = town.post(Stranger, "/sign-in", &[("email", email), ("password", "not the one")]).await.expect(422);
        assert!(reply.shows("do not go together") && reply.shows(email), "{}", reply.body);
        assert!(!reply.shows("not the one") && reply.cookie("session").is_none());
    }
}

#[tokio::test]
async fn signing_in_never_leads_to_another_site() {
    let town = Town::new();
    for next in ["//evil.example", "https://evil.example/", "/\\evil.example", ""] {
        let fields = [("email", ANA), ("password", PASSWORD), ("next", next)];
        town.post(Stranger, "/sign-in", &fields).await.leads_to("/");
    }
}

#[tokio::test]
async fn a_reset_link_works_once_and_signs_in() {
    let town = Town::new();
    let (link, elsewhere) = (town.reset_link(Cast::Ana), Who::Session(town.session(Cast::Ana)));
    assert!(town.get(Stranger, &link).await.expect(200).shows(ANA));
    assert!(town.post(Stranger, &link, &[("password", "short")]).await.expect(422).shows("at least 10"));

    let new = [("password", "a new and longer one")];
    let reply = town.post(Stranger, &link, &new).await.leads_to("/?said=users-said-password");
    town.get(Who::Session(reply.cookie("session").unwrap()), "/wallet").await.expect(200);
    town.get(elsewhere, "/wallet").await.leads_to("/sign-in?next=%2Fwallet");

    assert!(town.get(Stranger, &link).await.expect(200).shows("works no more"));
    town.post(Stranger, &link, &new).await.expect(409);
    town.post(Stranger, "/sign-in", &[("email", ANA), ("password", PASSWORD)]).await.expect(422);
    town.post(Stranger, "/sign-in", &[("email", ANA), ("password", new[0].1)]).await.leads_to("/");
}

#[tokio::test]
async fn a_reset_link_is_over_after_a_day() {
    let town = Town::new();
    let link = town.reset_link(Cast::Ben);
    town.clock.turn(24 * 3_600 + 1);
    assert!(town.get(Stranger, &link).await.expect(200).shows("works no more"));
    assert!(town.get(Stranger, "/reset/nonsense").await.expect(200).shows("works no more"));
}

#[tokio::test]
async fn changing_the_password_asks_for_the_old_one_and_ends_other_sessions() {
    let town = Town::new();
    let (here, there) = (Who::Session(town.session(Cast::Ana)), Who::Session(town.session(Cast::Ana)));
    let wrong = [("current", "not it at all"), ("password", "a new and longer one")];
    assert!(town.post(here.clone(), "/profile/password", &wrong).await.expect(422).shows("not your current password"));
    let right = [("current", PASSWORD), ("password", "a new and longer one")];
    town.post(here.clone(), "/profile/password", &right).await.leads_to("/profile/password?said=users-said-password");
    town.get(here, "/profile/password").await.expect(200);
    town.get(there, "/profile/password").await.leads_to("/sign-in?next=%2Fprofile%2Fpassword");
}

#[tokio::test]
async fn the_name_and_address_of_a_login_change_with_its_password() {
    let town = Town::new();
    let (ana, change) = (Who::Session(town.session(Cast::Ana)), "/profile/login");
    let page = town.get(ana.clone(), "/profile/password").await.expect(200);
    assert!(page.shows(&format!("value=\"{ANA}\"")), "{}", page.body);
    let ask = |email, password| [("name", "Ana María"), ("email", email), ("login_current", password)];

    let wrong = town.post(ana.clone(), change, &ask("ana@mill.example", "not it at all")).await.expect(422);
    assert!(wrong.shows("id=\"login_current-fault\"") && wrong.shows("ana@mill.example") && wrong.shows("Ana María"));
    assert!(!wrong.shows("not it at all"), "a password is never sent back");
    let taken = town.post(ana.clone(), change, &ask("ben@meadow.example", PASSWORD)).await.expect(409);
    assert!(taken.shows("id=\"email-fault\"") && taken.shows("ben@meadow.example"));
    let unread = town.post(ana.clone(), change, &ask("ana at the mill", PASSWORD)).await.expect(422);
    assert!(unread.shows("id=\"email-fault\""));

    let said = "/profile/password?said=users-said-login";
    town.post(ana.clone(), change, &ask("Ana@Mill.example", PASSWORD)).await.leads_to(said);
    assert!(town.get(ana, said).await.expect(200).shows("value=\"ana@mill.example\""));
    town.post(Stranger, "/sign-in", &[("email", ANA), ("password", PASSWORD)]).await.expect(422);
    town.post(Stranger, "/sign-in", &[("email", "ana@mill.example"), ("password", PASSWORD)]).await.leads_to("/");
}

#[tokio::test]
async fn another_address_makes_old_reset_links_useless() {
    let town = Town::new();
    let link = town.reset_link(Cast::Ana);
    let fields = [("name", "Ana"), ("email", "ana@mill.example"), ("login_current", PASSWORD)];
    town.post(Cast::Ana, "/profile/login", &fields).await.expect(303);
    assert!(town.get(Stranger, &link).await.expect(200).shows("works no more"));
}

#[tokio::test]
async fn one_click_signs_out_everywhere_else() {
    let town = Town::new();
    let (here, there) = (Who::Session(town.session(Cast::Ben)), Who::Session(town.session(Cast::Ben)));
    town.post(here.clone(), "/profile/sessions/end", &[]).await.expect(303);
    town.get(here, "/wallet").await.expect(200);
    town.get(there, "/wallet").await.expect(303);
}

#[tokio::test]
async fn a_chosen_language_stays_chosen() {
    let town = Town::new();
    let reply =
        town.post(Stranger, "/language", &[("language", "es"), ("next", "/sign-in")]).await.leads_to("/sign-in");
    assert_eq!(reply.cookie("language").as_deref(), Some("es"));
    let request = Request::get("/sign-in").header(header::HOST, HOST).header(header::COOKIE, "language=es");
    let page = town.send(request.body(Body::empty()).unwrap()).await.expect(200);
    assert!(page.shows("<html lang=\"es\"") && page.shows("Contraseña"));

    town.post(Cast::Ana, "/language", &[("language", "es"), ("next", "/")]).await.leads_to("/");
    assert!(town.get(Cast::Ana, "/").await.shows("Hola, Ana"));
    assert!(town.get(Cast::Ben, "/").await.shows("Hello, Ben"));
    town.post(Stranger, "/language", &[("language", "xx")]).await.expect(422);
}

#[tokio::test]
async fn a_browser_without_a_choice_is_spoken_to_in_its_own_language() {
    let town = Town::new();
    let request =
        Request::get("/").header(header::HOST, HOST).header(header::ACCEPT_LANGUAGE, "fr, es-AR;q=0.8, en;q=0.5");
    assert!(town.send(request.body(Body::empty()).unwrap()).await.shows("<html lang=\"es\""));
}

#[tokio::test]
async fn a_token_is_shown_once_works_for_its_scope_and_ends_when_revoked() {
    let town = Town::new();
    let fields = [("name", "Till"), ("scope", "read"), ("days", "30")];
    let made = town.post(Cast::Ana, "/profile/tokens", &fields).await.expect(200);
    let secret = made.body.split("id=\"token\">").nth(1).unwrap().split('<').next().unwrap().to_owned();
    assert!(secret.starts_with("ayni_"));
    let list = town.get(Cast::Ana, "/profile/tokens").await.expect(200);
    assert!(list.shows("Till") && !list.shows(&secret));

    let tokens = town.api(&secret, "/profile/tokens", None).await.expect(200).json();
    let id = tokens["tokens"][0]["id"].as_str().unwrap().to_owned();
    town.api(&secret, "/requests", Some(json!({}))).await.expect(403);
    town.post(Cast::Ben, &format!("/profile/tokens/{id}/revocation"), &[]).await.expect(404);
    town.post(Cast::Ana, &format!("/profile/tokens/{id}/revocation"), &[]).await.expect(303);
    let problem = town.api(&secret, "/profile/tokens", None).await.expect(401);
    assert_eq!(problem.headers[header::CONTENT_TYPE], "application/problem+json");
}

#[tokio::test]
async fn a_token_makes_no_tokens_and_no_member_makes_one_for_the_office() {
    let town = Town::new();
    let fields = [("name", "Wide"), ("scope", "admin")];
    town.post(Cast::Ana, "/profile/tokens", &fields).await.expect(403);
    assert!(town.post(Cast::Ana, "/profile/tokens", &[("name", "None")]).await.expect(422).shows("at least one thing"));
    let token = town.token(Cast::Ada, Scope::Admin);
    let request = Request::post("/profile/tokens")
        .header(header::HOST, HOST)
        .header(header::AUTHORIZATION, format!("Bearer {token}"))
        .header(header::CONTENT_TYPE, FORM);
    town.send(request.body(form(&fields)).unwrap()).await.expect(403);
}

#[tokio::test]
async fn one_acts_only_for_members_of_ones_own() {
    let town = Town::new();
    let ben = town.resident(Cast::Ben).member.to_string();
    town.post(Cast::Ana, "/acting", &[("member", &ben)]).await.expect(404);

    let (ana, ada) = (town.resident(Cast::Ana).user, town.actor(Cast::Ada));
    let bakery = super::bench::newcomer("Mill Bakery", Some(ana));
    let bakery = town.community.write(move |tx| ayni_members::create(tx, &ada, bakery)).unwrap().id.to_string();
    let session = Who::Session(town.session(Cast::Ana));
    town.post(session.clone(), "/acting", &[("member", &bakery)]).await.leads_to("/?said=users-said-acting");
    assert!(town.get(session, "/").await.shows("Hello, Mill Bakery"));
}

#[tokio::test]
async fn who_forgot_the_password_learns_whom_to_ask() {
    let town = Town::new();
    assert!(town.get(Stranger, "/forgot").await.expect(200).shows("reset link"));
}
