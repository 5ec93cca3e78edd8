//! Members: joining, invitations, who sees what, the office, photos.

use ayni_kernel::{Line, Role, testing::Cast};
use ayni_members::{Contact, ContactKind, MemberStatus, Visibility};
use ayni_users::Scope;
use image::{DynamicImage, ImageFormat, RgbImage};
use serde_json::json;

use super::bench::{PASSWORD, Stranger, Town, Who};

const APPLICATION: [(&str, &str); 5] = [
    ("name", "Nell Frost"),
    ("kind", "personal"),
    ("email", "nell@meadow.example"),
    ("password", "a long walk by the river"),
    ("letter", "Ben told me about you."),
];

impl Town {
    /// The id of the member with this name, whatever its status.
    fn id_of(&self, name: &str) -> String {
        let ada = self.actor(Cast::Ada);
        let ask = ayni_members::List { limit: 100, ..ayni_members::List::default() };
        let page = self.community.read(|tx| ayni_members::directory(tx, &ada, &ask)).unwrap();
        page.rows.iter().find(|member| member.name.as_str() == name).unwrap().id.to_string()
    }

    fn status_of(&self, cast: Cast) -> MemberStatus {
        let id = self.resident(cast).member;
        self.community.read(|tx| ayni_members::name_of(tx, id)).unwrap().status
    }

    fn account_of(&self, cast: Cast) -> String {
        let (me, member) = (self.actor(cast), self.resident(cast).member);
        let accounts = self.community.read(|tx| ayni_ledger::accounts_of(tx, &me, member)).unwrap();
        accounts[0].id.to_string()
    }

    fn page_of(&self, cast: Cast) -> String {
        format!("/members/{}", self.resident(cast).member)
    }

    /// Lets everybody in town be seen by everybody.
    fn open_list(&self) {
        let ada = self.actor(Cast::Ada);
        let done = self.community.write(move |tx| {
            let old = ayni_communities::settings(&**tx)?;
            let ask = ayni_communities::ChangeSettings {
                name: old.name,
                description: old.description,
                kind: old.kind,
                language: old.language,
                languages: old.languages,
                time_zone: old.time_zone,
                hue: old.hue,
                terms: old.terms,
                joining: ayni_communities::Joining::Open,
                member_list: ayni_communities::Audience::Public,
                access: old.access,
                address: old.address,
                location: old.location,
                contacts: old.contacts,
            };
            ayni_communities::change(tx, &ada, ask)
        });
        done.unwrap();
    }
}

#[tokio::test]
async fn an_applicant_waits_is_approved_and_gets_an_account() {
    let town = Town::new();
    town.open_list();
    assert!(town.get(Stranger, "/join").await.expect(200).shows("name=\"password\""));
    let reply = town.post(Stranger, "/join", &APPLICATION).await.leads_to("/?said=members-said-applied");
    let nell = Who::Session(reply.cookie("session").unwrap());
    town.get(nell.clone(), "/wallet").await.expect(403);
    town.get(nell.clone(), "/join").await.leads_to("/");
    assert!(town.get(nell.clone(), "/profile").await.expect(200).shows("waiting for an answer"));

    let list = town.get(Cast::Carla, "/admin/members").await.expect(200);
    assert!(list.shows("Nell Frost") && list.shows("Ben told me about you.") && list.shows("/approval"));
    let id = town.id_of("Nell Frost");
    town.get(Cast::Ana, &format!("/members/{id}")).await.expect(404);
    town.post(Cast::Ana, &format!("/members/{id}/approval"), &[]).await.expect(404);
    let next = [("next", "/admin/members")];
    let path = format!("/members/{id}/approval");
    town.post(Cast::Carla, &path, &next).await.leads_to("/admin/members?said=members-said-approved");

    town.get(nell, "/wallet").await.expect(200);
    let person =
        town.api(&town.token(Cast::Ada, Scope::Admin), &format!("/admin/members/{id}"), None).await.expect(200);
    let person = person.json();
    assert_eq!(person["member"]["status"], "active");
    assert_eq!(person["accounts"][0]["balance"]["minor"], 0);
    assert_eq!(person["users"][0]["email"], "nell@meadow.example");
    assert!(town.post(Cast::Carla, &path, &[]).await.expect(409).shows("does not wait"));
}

#[tokio::test]
async fn a_form_with_faults_comes_back_with_what_was_typed() {
    let town = Town::new();
    town.open_list();
    let fields = [("name", "Nell Frost"), ("email", "no address"), ("password", "short"), ("letter", "Hello!")];
    let reply = town.post(Stranger, "/join", &fields).await.expect(422);
    assert!(reply.shows("value=\"Nell Frost\"") && reply.shows("Hello!") && !reply.shows("value=\"short\""));
    assert!(reply.shows("id=\"email-fault\"") && reply.shows("id=\"password-fault\""));

    let taken = [("name", "Ana"), ("email", "ana@meadow.example"), ("password", PASSWORD)];
    assert!(town.post(Stranger, "/join", &taken).await.expect(409).shows("id=\"email-fault\""));
}

#[tokio::test]
async fn an_invitation_makes_one_member_once() {
    let town = Town::new();
    town.post(Cast::Ana, "/invites", &[]).await.expect(403);
    let fields = [("name", "Nell Frost"), ("email", "nell@meadow.example"), ("valid_days", "7")];
    let made = town.post(Cast::Carla, "/invites", &fields).await.expect(200);
    let at = made.body.find("http://meadow.test/invites/").unwrap() + "http://meadow.test".len();
    let link = made.body[at..].split('<').next().unwrap().to_owned();

    assert!(town.get(Stranger, &link).await.expect(200).shows("Carla invites you"));
    let reply = town.post(Stranger, &link, &APPLICATION).await.leads_to("/?said=members-said-welcome");
    town.get(Who::Session(reply.cookie("session").unwrap()), "/wallet").await.expect(200);

    town.get(Stranger, &link).await.expect(409);
    let other = [("name", "Otto"), ("email", "otto@meadow.example"), ("password", PASSWORD)];
    town.post(Stranger, &link, &other).await.expect(409);
    assert!(town.get(Cast::Carla, "/admin/invites").await.expect(200).shows("Used"));
    assert!(town.post(Cast::Carla, "/invites", &[("valid_days", "400")]).await.expect(422).shows("1 to 90 days"));
}

#[tokio::test]
async fn each_contact_is_shown_to_those_it_is_for() {
    let town = Town::new();
    town.open_list();
    let fields = [
        ("name", "Ana"),
        ("access", "public"),
        ("contact-0-kind", "phone"),
        ("contact-0-value", "111 000"),
        ("contact-0-visibility", "public"),
        ("contact-1-kind", "phone"),
        ("contact-1-value", "222 000"),
        ("contact-1-visibility", "members"),
        ("contact-2-kind", "phone"),
        ("contact-2-value", "333 000"),
        ("contact-2-visibility", "staff"),
        ("street", "Mill Lane 3"),
        ("address_visibility", "members"),
    ];
    let page = town.page_of(Cast::Ana);
    town.post(Cast::Ana, "/profile", &fields).await.leads_to(&format!("{page}?said=members-said-saved"));
    for (reply, seen) in [
        (town.get(Stranger, &page).await, [true, false, false, false]),
        (town.get(Cast::Ben, &page).await, [true, true, false, true]),
        (town.get(Cast::Carla, &page).await, [true, true, true, true]),
        (town.get(Cast::Ana, &page).await, [true, true, true, true]),
    ] {
        let reply = reply.expect(200);
        assert_eq!(["111 000", "222 000", "333 000", "Mill Lane 3"].map(|text| reply.shows(text)), seen);
    }
    let bad = [("name", ""), ("contact-0-kind", "website"), ("contact-0-value", "javascript:alert(1)")];
    let reply = town.post(Cast::Ana, "/profile", &bad).await.expect(422);
    assert!(
        reply.shows("id=\"name-fault\"") && reply.shows("id=\"contacts-fault\"") && reply.shows("javascript:alert(1)")
    );
    assert!(!reply.shows("href=\"javascript:"));
}

#[tokio::test]
async fn strangers_see_public_members_of_a_public_list_and_nothing_else() {
    let town = Town::new();
    town.get(Stranger, "/members").await.leads_to("/sign-in?next=%2Fmembers");
    town.open_list();
    assert!(!town.get(Stranger, "/members").await.expect(200).shows("Ana"));
    town.get(Stranger, &town.page_of(Cast::Ana)).await.expect(303);
    town.post(Cast::Ana, "/profile", &[("name", "Ana"), ("access", "public")]).await.expect(303);
    let list = town.get(Stranger, "/members").await.expect(200);
    assert!(list.shows("Ana") && !list.shows("Ben") && !list.shows("status="));
    town.get(Stranger, "/profile").await.expect(303);
    town.get(Stranger, "/admin/members").await.expect(303);
}

#[tokio::test]
async fn a_suspended_member_cannot_trade_until_restored() {
    let town = Town::new();
    let id = town.resident(Cast::Ana).member;
    let path = |noun: &str| format!("/members/{id}/{noun}");
    town.post(Cast::Ben, &path("suspension"), &[]).await.expect(403);
    town.post(Cast::Tova, &path("suspension"), &[]).await.expect(403);
    let reason = [("reason", "No answer for months")];
    let office = format!("/admin/members/{id}");
    let next = format!("{office}?said=members-said-suspended");
    town.post(Cast::Carla, &path("suspension"), &reason).await.leads_to(&next);
    assert_eq!(town.status_of(Cast::Ana), MemberStatus::Suspended);
    assert!(town.get(Cast::Carla, &office).await.expect(200).shows("No answer for months"));
    assert!(!town.get(Cast::Ana, &town.page_of(Cast::Ana)).await.expect(200).shows("No answer for months"));
    town.get(Cast::Ana, "/wallet").await.expect(403);
    town.post(Cast::Carla, &path("restoration"), &[]).await.expect(303);
    town.get(Cast::Ana, "/wallet").await.expect(200);
    town.post(Cast::Carla, &format!("/members/{}/suspension", town.resident(Cast::Ada).member), &[]).await.expect(403);
}

#[tokio::test]
async fn only_admins_give_roles_and_the_last_one_stays() {
    let town = Town::new();
    let (ana, ada) = (town.resident(Cast::Ana), town.resident(Cast::Ada));
    let user = ana.user.to_string();
    let path = format!("/members/{}/roles", ana.member);
    let fields = [("user", user.as_str()), ("treasurer", "yes")];
    town.post(Cast::Carla, &path, &fields).await.expect(403);
    town.post(Cast::Ada, &path, &fields).await.expect(303);
    let roles = town.community.read(|tx| ayni_members::roles_of(tx, ana.user)).unwrap();
    assert!(roles.given(Role::Treasurer) && !roles.given(Role::Admin));

    let (path, user) = (format!("/members/{}/roles", ada.member), ada.user.to_string());
    assert!(town.post(Cast::Ada, &path, &[("user", &user)]).await.expect(409).shows("last admin"));
    let stray = ana.user.to_string();
    town.post(Cast::Ada, &path, &[("user", &stray)]).await.expect(404);
}

#[tokio::test]
async fn reset_links_are_handed_over_only_for_logins_of_this_community_below_ones_own() {
    let town = Town::new();
    let (ana, tova) = (town.resident(Cast::Ana), town.resident(Cast::Tova));
    let (path, user) = (format!("/members/{}/reset-link", ana.member), ana.user.to_string());
    town.post(Cast::Ben, &path, &[("user", &user)]).await.expect(403);
    let made = town.post(Cast::Carla, &path, &[("user", &user)]).await.expect(200);
    assert!(made.shows("http://meadow.test/reset/"));

    let (of_tova, treasurer) = (format!("/members/{}/reset-link", tova.member), tova.user.to_string());
    town.post(Cast::Carla, &of_tova, &[("user", &treasurer)]).await.expect(403);
    town.post(Cast::Ada, &of_tova, &[("user", &treasurer)]).await.expect(200);

    let elsewhere = ayni_kernel::CommunityId::from_bytes([9; 16]);
    town.node.data().write(move |tx| ayni_users::note_membership(tx, ana.user, elsewhere)).unwrap();
    assert!(town.post(Cast::Ada, &path, &[("user", &user)]).await.expect(409).shows("another community"));
}

#[tokio::test]
async fn the_office_adds_and_removes_logins_of_a_member() {
    let town = Town::new();
    let (ana, ben, ada) = (town.resident(Cast::Ana), town.resident(Cast::Ben), town.resident(Cast::Ada));
    let office = format!("/admin/members/{}", ana.member);
    let (add, remove) = (format!("/members/{}/users", ana.member), format!("/members/{}/users/removal", ana.member));
    let of_ben = super::bench::email(Cast::Ben).to_string();
    town.post(Cast::Ben, &add, &[("email", of_ben.as_str())]).await.expect(403);
    town.post(Cast::Carla, &add, &[("email", of_ben.as_str())])
        .await
        .leads_to(&format!("{office}?said=members-said-user-added"));
    assert!(town.get(Cast::Carla, &office).await.expect(200).shows(&of_ben));
    town.get(Cast::Ben, &format!("/accounts/{}", town.account_of(Cast::Ana))).await.expect(200);

    let wrong = town.post(Cast::Carla, &add, &[("email", "somewhere"), ("user_name", "Uma")]).await.expect(422);
    assert!(wrong.shows("value=\"somewhere\"") && wrong.shows("value=\"Uma\"") && wrong.shows("email-fault"));
    let made =
        town.post(Cast::Carla, &add, &[("email", "uma@elsewhere.example"), ("user_name", "Uma")]).await.expect(200);
    assert!(made.shows("http://meadow.test/reset/") && made.shows("Uma"));
    let uma = ayni_kernel::Email::parse("email", "uma@elsewhere.example").unwrap();
    let uma = town.node.data().read(move |tx| ayni_users::by_email(tx, &uma)).unwrap().unwrap();
    let noted = |user| town.node.data().read(move |tx| ayni_users::communities_of(tx, user)).unwrap().len();
    assert!(!uma.has_password && noted(uma.id) == 1);

    let user = uma.id.to_string();
    assert!(town.get(Cast::Carla, &office).await.expect(200).shows("data-confirm=\"Should Uma no longer sign in"));
    town.post(Cast::Ana, &remove, &[("user", user.as_str())]).await.expect(403);
    town.post(Cast::Carla, &remove, &[("user", user.as_str())])
        .await
        .leads_to(&format!("{office}?said=members-said-user-removed"));
    town.post(Cast::Carla, &remove, &[("user", user.as_str())]).await.expect(404);
    town.post(Cast::Carla, &remove, &[("user", &ben.user.to_string())]).await.expect(303);
    assert_eq!((noted(uma.id), noted(ben.user)), (0, 1), "who has no member left is of this community no more");

    let of_ada = format!("/members/{}/users", ada.member);
    town.post(Cast::Carla, &of_ada, &[("email", "vic@elsewhere.example")]).await.expect(403);
    let vic = ayni_kernel::Email::parse("email", "vic@elsewhere.example").unwrap();
    let vic = town.node.data().read(move |tx| ayni_users::by_email(tx, &vic)).unwrap();
    assert!(vic.is_none(), "no login is made for somebody who may not be added");
    let last = town.post(Cast::Ada, &format!("{of_ada}/removal"), &[("user", &ada.user.to_string())]).await.expect(409);
    assert!(last.shows("last admin"));
}

#[tokio::test]
async fn the_office_writes_in_somebody_without_a_computer() {
    let town = Town::new();
    let fields = [("name", "Old Tom"), ("phone", "0123 456"), ("note", "Comes on Fridays")];
    town.post(Cast::Ana, "/members", &fields).await.expect(403);
    assert!(town.get(Cast::Carla, "/admin/members/new").await.expect(200).shows("MEAD0006"));
    let to = town.post(Cast::Carla, "/members", &fields).await.expect(303).location.unwrap();
    assert!(to.ends_with("?said=members-said-created"));
    let page = town.get(Cast::Carla, &to).await.expect(200);
    assert!(page.shows("Old Tom") && page.shows("0123 456") && page.shows("Comes on Fridays"));

    let twice = [("name", "Tim"), ("number", "mead0006")];
    assert!(town.post(Cast::Carla, "/members", &twice).await.expect(409).shows("id=\"number-fault\""));
    let body = json!({ "name": "Tess", "email": "tess@meadow.example", "login": "yes" });
    let made = town.api(&town.token(Cast::Ada, Scope::Admin), "/members", Some(body)).await.expect(201).json();
    assert_eq!((made["name"].as_str(), made["status"].as_str()), (Some("Tess"), Some("active")));
}

#[tokio::test]
async fn the_directory_pages_finds_by_number_and_suggests() {
    let town = Town::new();
    let all = town.get(Cast::Ben, "/members").await.expect(200);
    for cast in Cast::ALL {
        assert!(all.shows(cast.name()));
    }
    let found = town.get(Cast::Ben, "/members/suggestions?q=mead0002").await.expect(200).json();
    assert_eq!(found["items"][0]["name"], "Ana");
    assert_eq!(found["items"][0]["code"], "MEAD0002");
    assert_eq!(town.get(Cast::Ben, "/members/suggestions?q=").await.json()["items"], json!([]));
    town.get(Stranger, "/members/suggestions?q=ana").await.expect(303);
    assert!(town.get(Cast::Ben, "/members?q=nobody").await.expect(200).shows("Nobody found for “nobody”"));
    assert!(town.get(Cast::Carla, "/members?status=all").await.expect(200).shows("status=active"));
    town.get(Cast::Ben, "/members?after=%21").await.expect(422);
}

#[tokio::test]
async fn a_photo_is_made_small_and_forgets_its_camera() {
    let town = Town::new();
    let mut png = std::io::Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(RgbImage::from_fn(1500, 900, |x, y| {
        image::Rgb([x.to_le_bytes()[0], y.to_le_bytes()[0], (x * y).to_le_bytes()[0]])
    }))
    .write_to(&mut png, ImageFormat::Png)
    .unwrap();
    let png = png.into_inner();
    assert!(png.len() > 1024 * 1024, "larger than a form may be");
    town.upload(Cast::Ana, "/profile/photo", "photo", &png).await.leads_to("/profile?said=members-said-photo");
    let me = town.api(&town.token(Cast::Ana, Scope::Read), "/profile", None).await.expect(200).json();
    let photo = town.get(Cast::Ben, me["member"]["photo"].as_str().unwrap()).await.expect(200);
    assert_eq!(photo.headers["content-type"], "image/jpeg");

    let reply = town.upload(Cast::Ana, "/profile/photo", "photo", b"no picture").await.expect(422);
    assert!(reply.shows("id=\"photo-fault\""));
    let path = format!("/admin/members/{}/photo", town.resident(Cast::Ana).member);
    town.upload(Cast::Ben, &path, "photo", &png).await.expect(403);
    town.upload(Cast::Carla, &path, "remove", b"1").await.expect(303);
    let me = town.api(&town.token(Cast::Ana, Scope::Read), "/profile", None).await.expect(200).json();
    assert!(me["member"]["photo"].is_null());
}

#[tokio::test]
async fn contacts_travel_as_a_list_in_json() {
    let town = Town::new();
    let token = town.token(Cast::Ana, Scope::Pay);
    let body = json!({
        "name": "Ana", "latitude": "54,5", "longitude": "-0.5",
        "contacts": [{ "kind": "email", "value": "ana@meadow.example", "visibility": "staff" }],
    });
    let view = town.api(&token, "/profile", Some(body)).await.expect(201).json();
    assert_eq!(view["contacts"][0]["kind"], "email");
    assert_eq!(view["location"]["latitude"], 54.5);
    let id = town.resident(Cast::Ana).member;
    let member = town.community.read(|tx| ayni_members::get(tx, &town.actor(Cast::Ana), id)).unwrap();
    let contact = Contact {
        kind: ContactKind::Email,
        label: Line::default(),
        value: Line::parse("value", "ana@meadow.example").unwrap(),
        visibility: Visibility::Staff,
    };
    assert_eq!(member.contacts, [contact]);
}

#[tokio::test]
async fn members_leave_with_an_even_balance() {
    let town = Town::new();
    let id = town.resident(Cast::Ana).member;
    town.post(Cast::Ben, &format!("/members/{id}/departure"), &[]).await.expect(403);
    town.post(Cast::Ana, &format!("/members/{id}/departure"), &[]).await.leads_to("/?said=members-said-left");
    assert_eq!(town.status_of(Cast::Ana), MemberStatus::Deleted);
    town.get(Cast::Ben, &format!("/members/{id}")).await.expect(404);
}
