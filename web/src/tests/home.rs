//! The first pages: of strangers, members and the office.

use axum::{
    body::Body,
    http::{Request, header},
};
use ayni_kernel::{
    Amount, Email, Line, Name,
    testing::{Cast, TestClock},
};
use ayni_ledger::{Ask, Pay};
use ayni_members::{Apply, MemberKind};
use ayni_users::{NewUser, Scope};

use super::bench::{self, Stranger, Town, Who};

#[tokio::test]
async fn strangers_see_the_public_page() {
    let town = Town::new();
    let page = town.get(Stranger, "/").await.expect(200);
    for text in ["<h1>Meadow</h1>", "href=\"/join\"", "href=\"/sign-in\"", "acorns", "members"] {
        assert!(page.shows(text), "{text} in {}", page.body);
    }
    assert!(!page.shows("Ana"), "no names of members");
}

#[tokio::test]
async fn a_closed_community_shows_strangers_its_name_only() {
    let town = Town::new();
    let ada = town.actor(Cast::Ada);
    let close = move |tx: &mut ayni_kernel::WriteTx<'_>| {
        let now = ayni_communities::settings(tx)?;
        let ask = ayni_communities::ChangeSettings {
            name: now.name,
            description: ayni_kernel::Body::parse("description", "Our secret garden.")?,
            kind: now.kind,
            language: now.language,
            languages: now.languages,
            time_zone: now.time_zone,
            hue: now.hue,
            terms: now.terms,
            joining: now.joining,
            member_list: now.member_list,
            access: ayni_communities::Access::Group,
            address: now.address,
            location: now.location,
            contacts: now.contacts,
        };
        ayni_communities::change(tx, &ada, ask)
    };
    town.community.write(close).unwrap();
    let page = town.get(Stranger, "/").await.expect(200);
    assert!(page.shows("Meadow") && page.shows("to members only") && !page.shows("secret garden"));
}

#[tokio::test]
async fn a_member_sees_the_balance_what_waits_and_what_happened() {
    let town = Town::new();
    let (ana, ben) = (town.actor(Cast::Ana), town.actor(Cast::Ben));
    let (a, b) = (town.resident(Cast::Ana).member, town.resident(Cast::Ben).member);
    let trade = move |tx: &mut ayni_kernel::WriteTx<'_>| {
        let from = ayni_ledger::accounts_of(tx, &ana, a)?[0].id;
        let to = ayni_ledger::accounts_of(tx, &ben, b)?[0].id;
        let bread = Line::parse("description", "Bread")?;
        let pay = Pay { id: None, from, to, amount: Amount::new(1_250), description: bread, category: None };
        ayni_ledger::pay(tx, &ana, pay)?;
        let eggs = Line::parse("description", "Eggs")?;
        let amount = Amount::new(300);
        let ask = Ask { id: None, payee: to, payer: from, amount, description: eggs, category: None, days: None };
        ayni_ledger::request(tx, &ben, ask)
    };
    let request = town.community.write(trade).unwrap().id.to_string();

    let home = town.get(Cast::Ana, "/").await.expect(200);
    for text in ["Hello, Ana", "\u{2212}12.50", "Bread", "Eggs", "3.00", &format!("/requests/{request}/acceptance")] {
        assert!(home.shows(text), "{text} in {}", home.body);
    }
    let json = town.api(&town.token(Cast::Ana, Scope::Read), "/", None).await.expect(200).json();
    assert_eq!(json["balance"]["balance"]["amount"], "-12.50");
    assert_eq!(json["requests"][0]["description"], "Eggs");
    assert_eq!(json["recent"][0]["description"], "Bread");
}

#[tokio::test]
async fn who_waits_to_be_approved_is_told_so_and_the_office_is_told_too() {
    let town = Town::new();
    let name = Name::parse("name", "Uma").unwrap();
    let email = Email::parse("email", "uma@meadow.example").unwrap();
    let new = NewUser::new(email.clone(), name.clone());
    let user = town.node.data().write(move |tx| ayni_users::register(tx, new)).unwrap().id;
    let ask = Apply { user, name, kind: MemberKind::Personal, email, letter: ayni_kernel::Body::default() };
    town.community.write(move |tx| ayni_members::apply(tx, &ayni_kernel::Actor::Stranger, ask)).unwrap();
    let open = ayni_users::OpenSession { user, agent: Line::default() };
    let session = town.node.data().write(move |tx| ayni_users::open_session(tx, open)).unwrap().to_string();
    assert!(town.get(Who::Session(session), "/").await.expect(200).shows("waits for an answer"));
    assert!(town.get(Cast::Carla, "/").await.shows("Approve one new member"));
    assert!(!town.get(Cast::Ana, "/").await.shows("Approve one new member"));
}

#[tokio::test]
async fn the_office_is_for_those_who_hold_one() {
    let town = Town::new();
    town.get(Stranger, "/admin").await.leads_to("/sign-in?next=%2Fadmin");
    town.get(Cast::Ana, "/admin").await.expect(403);
    let steward = town.get(Cast::Carla, "/admin").await.expect(200);
    assert!(steward.shows("href=\"/admin/invites\"") && !steward.shows("Community account"));
    assert!(town.get(Cast::Tova, "/admin").await.expect(200).shows("Community account"));
    let admin = town.get(Cast::Ada, "/admin").await.expect(200);
    assert!(admin.shows("href=\"/admin/import\"") && admin.shows("Active members"));
}

#[tokio::test]
async fn a_host_of_no_community_shows_which_there_are() {
    let node = bench::node(&TestClock::new());
    for (name, slug) in [("Meadow", "meadow"), ("Harbour", "harbour")] {
        ayni_founding::found(&node, bench::founding(name, slug)).unwrap();
    }
    let site = bench::open_site(&node, None);
    let request = Request::get("/").header(header::HOST, "box.example:8080").body(Body::empty()).unwrap();
    let page = bench::send(&site, request).await.expect(200);
    assert!(page.shows("href=\"//harbour.box.example:8080/\"") && page.shows("Meadow"), "{}", page.body);
}
