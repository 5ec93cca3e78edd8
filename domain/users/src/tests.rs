//! The rules of logins told as stories.

#![expect(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::sync::Arc;

use argon2::{Algorithm, Argon2, Params, PasswordHasher, Version};
use ayni_kernel::{
    Actor, CommunityId, Data, Email, Error, Language, Line, Name, Result, Role, Roles, Timestamp, UserId,
    testing::{Cast, TestClock, data},
};
use ayni_storage::Schema;

use super::*;

const HOUR: i64 = 3_600;
const DAY: i64 = 24 * HOUR;
const HERE: CommunityId = CommunityId::from_bytes([1; 16]);
const THERE: CommunityId = CommunityId::from_bytes([2; 16]);

/// bcrypt and Drupal hashes of [`OLD_PASSWORD`], made by other programs.
const OLD_PASSWORD: &str = "la clave de Ben";
const BCRYPT: [&str; 3] = [
    "$2a$05$abcdefghijklmnopqrstuusOjdJK0xwRMRiA0pvELDyTwt5iG/Niq",
    "$2b$05$abcdefghijklmnopqrstuusOjdJK0xwRMRiA0pvELDyTwt5iG/Niq",
    "$2y$05$abcdefghijklmnopqrstuusOjdJK0xwRMRiA0pvELDyTwt5iG/Niq",
];
const DRUPAL: (&str, &str) = ("la contraseña de Ana", "$S$DQq9wN3xkdLg2KLBgSYXsBmo5jb24QQRed6lNcxYgCCXoJgz7dkJ");

/// A node's store with Ana's and Ben's logins.
struct Bench {
    clock: Arc<TestClock>,
    data: Data,
}

impl Bench {
    fn new() -> Self {
        let clock = TestClock::new();
        let data = data(&clock, Schema { version: 1, tables: tables(), steps: Vec::new() }, &[]);
        let bench = Self { clock, data };
        for cast in [Cast::Ana, Cast::Ben] {
            bench.data.write(move |tx| register(tx, NewUser { id: Some(cast.user()), ..login(cast) })).unwrap();
        }
        bench
    }

    fn now(&self) -> Timestamp {
        self.clock.shows()
    }

    fn sign_in(&self, cast: Cast) -> Token {
        // Two sessions of one moment would have no order.
        self.clock.turn(1);
        let ask = OpenSession { user: cast.user(), agent: Line::parse("agent", "a phone").unwrap() };
        self.data.write(move |tx| open_session(tx, ask)).unwrap()
    }

    fn session(&self, token: &Token) -> Option<Session> {
        self.data.read(|tx| session(tx, self.now(), token)).unwrap()
    }

    fn set_password(&self, cast: Cast, hash: &str, keep: Option<&Token>) {
        let (hash, keep) = (PasswordHash::imported(hash).unwrap(), keep.cloned());
        self.data.write(move |tx| set_password(tx, cast.user(), hash, keep.as_ref())).unwrap();
    }

    fn reset_link(&self, cast: Cast) -> Token {
        self.data.write(move |tx| make_reset_link(tx, cast.user())).unwrap()
    }

    fn link_of(&self, token: &Token) -> Option<UserId> {
        self.data.read(|tx| reset_link(tx, self.now(), token)).unwrap()
    }

    fn make_token(&self, me: Actor, scopes: &[Scope], valid_days: Option<u16>) -> Result<(ApiToken, String)> {
        let name = Name::parse("name", "till").unwrap();
        let ask = NewApiToken { community: HERE, name, scopes: scopes.iter().copied().collect(), valid_days };
        self.data.write(move |tx| make_api_token(tx, &me, ask))
    }

    fn api_token(&self, text: &str) -> Option<ApiToken> {
        self.data.read(|tx| api_token(tx, self.now(), text)).unwrap()
    }

    fn disable(&self, cast: Cast) {
        // Nothing but an import makes disabled users yet.
        self.data
            .write(move |tx| {
                let mut stored = tables::USERS.get(&**tx, &cast.user())?.unwrap();
                stored.status = 1;
                Ok(tables::USERS.put(tx, &cast.user(), &stored)?)
            })
            .unwrap();
    }
}

fn email(text: &str) -> Email {
    Email::parse("email", text).unwrap()
}

fn login(cast: Cast) -> NewUser {
    let address = format!("{}@example.org", cast.name());
    NewUser::new(email(&address), Name::parse("name", cast.name()).unwrap())
}

fn word(error: Error) -> &'static str {
    match error {
        Error::Conflict(fault) => fault.word,
        Error::Invalid(faults) => faults.0.first().unwrap().word,
        other => panic!("{other}"),
    }
}

#[test]
fn an_address_belongs_to_one_login() {
    let bench = Bench::new();
    let found = bench.data.read(|tx| by_email(tx, &email(" ANA@example.org"))).unwrap().unwrap();
    assert_eq!((found.id, found.has_password, found.created), (Cast::Ana.user(), false, found.updated));
    let again = bench.data.write(|tx| register(tx, login(Cast::Ana))).unwrap_err();
    assert_eq!(word(again), "users-email-taken");
    let same_id = NewUser { id: Some(Cast::Ana.user()), ..login(Cast::Carla) };
    assert_eq!(word(bench.data.write(|tx| register(tx, same_id)).unwrap_err()), "users-id-taken");
}

#[test]
fn an_imported_login_keeps_all_it_came_with() {
    let bench = Bench::new();
    let id = UserId::from_bytes([9; 16]);
    let import = NewUser {
        id: Some(id),
        language: Some(Language::Spanish),
        password: PasswordHash::imported(BCRYPT[0]),
        status: UserStatus::Disabled,
        standing: Standing::Operator,
        created: Timestamp::parse("2020-01-01T00:00:00Z"),
        updated: Timestamp::parse("2021-01-01T00:00:00Z"),
        extras: vec![("note".into(), "x".into())],
        ..login(Cast::Carla)
    };
    bench.data.write(move |tx| register(tx, import)).unwrap();
    let (user, hash) = bench.data.read(|tx| Ok((get(tx, id)?.unwrap(), password_hash(tx, id)?))).unwrap();
    assert_eq!((user.language, user.status, user.operator), (Some(Language::Spanish), UserStatus::Disabled, true));
    assert_eq!((user.created.to_string().as_str(), user.has_password), ("2020-01-01T00:00:00Z", true));
    assert_eq!(user.updated.to_string(), "2021-01-01T00:00:00Z");
    assert_eq!(user.extras, [("note".to_owned(), "x".to_owned())]);
    assert_eq!(hash.unwrap().as_str(), BCRYPT[0]);
}

#[test]
fn only_oneself_changes_a_login() {
    let bench = Bench::new();
    let link = bench.reset_link(Cast::Ana);
    let ask = |address: &str| ChangeUser {
        name: Name::parse("name", "Ana María").unwrap(),
        email: email(address),
        language: Some(Language::Spanish),
    };
    let change_as = |me: Actor, ask| bench.data.write(move |tx| change(tx, &me, Cast::Ana.user(), ask));
    assert_eq!(change_as(Cast::Ada.actor(), ask("a@b.org")), Err(Error::NotFound));
    assert_eq!(change_as(Actor::Stranger, ask("a@b.org")), Err(Error::SignIn));
    let taken = change_as(Cast::Ana.actor(), ask("ben@example.org")).unwrap_err();
    assert_eq!(word(taken), "users-email-taken");

    let changed = change_as(Cast::Ana.actor(), ask("ana@example.org")).unwrap();
    assert_eq!((changed.name.as_str(), changed.language), ("Ana María", Some(Language::Spanish)));
    assert!(bench.link_of(&link).is_some(), "the same address keeps its link");
    change_as(Cast::Ana.actor(), ask("am@example.org")).unwrap();
    assert_eq!(bench.link_of(&link), None, "a link sent to the old address must not open the login");
    let old = bench.data.read(|tx| by_email(tx, &email("ana@example.org"))).unwrap();
    assert_eq!(old, None);
}

#[test]
fn a_password_has_ten_to_128_characters_as_typed() {
    let refused = |raw: &str| Password::parse("password", raw).unwrap_err().word;
    assert_eq!(refused(""), "fault-required");
    assert_eq!(refused("nine char"), "users-password-short");
    assert_eq!(refused(&"x".repeat(129)), "users-password-long");
    let spaced = Password::parse("password", "  ññññññ  ").unwrap();
    assert_eq!(format!("{spaced:?} {spaced}"), "Password(hidden) (hidden)");
}

#[test]
fn todays_hash_is_verified_and_never_shown() {
    let hashed = hash(&Password::parse("p", "  a long sentence").unwrap()).unwrap();
    assert!(hashed.as_str().starts_with("$argon2id$v=19$m=65536,t=3,p=1$"), "{}", hashed.as_str());
    assert_eq!(verify(&hashed, "  a long sentence"), Verdict::Right);
    assert_eq!(verify(&hashed, "a long sentence"), Verdict::Wrong, "spaces belong to it");
    assert_eq!(verify(&hashed, &"x".repeat(1_000_000)), Verdict::Wrong);
    assert_eq!(format!("{hashed:?}"), "PasswordHash(hidden)");
    assert_eq!(PasswordHash::imported(hashed.as_str()), Some(hashed));
    verify_nobody(&"ñ".repeat(1_000));
}

#[test]
fn hashes_of_other_programs_are_verified_but_old() {
    let bcrypt = BCRYPT.map(|hash| (OLD_PASSWORD, hash));
    let light = Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(64, 1, 1, None).unwrap());
    let light = light.hash_password(OLD_PASSWORD.as_bytes()).unwrap().to_string();
    for (password, text) in bcrypt.into_iter().chain([DRUPAL, (OLD_PASSWORD, light.as_str())]) {
        let hash = PasswordHash::imported(text).unwrap();
        assert_eq!(verify(&hash, password), Verdict::RightButOld, "{text}");
        assert_eq!(verify(&hash, "something else"), Verdict::Wrong, "{text}");
        assert_eq!(verify(&hash, ""), Verdict::Wrong, "{text}");
    }
}

#[test]
fn broken_or_too_dear_hashes_are_not_taken() {
    let bad = [
        "",
        "plain text",
        "5f4dcc3b5aa765d61d8327deb882cf99",
        "$2x$05$abcdefghijklmnopqrstuusOjdJK0xwRMRiA0pvELDyTwt5iG/Niq",
        "$2b$31$abcdefghijklmnopqrstuusOjdJK0xwRMRiA0pvELDyTwt5iG/Niq",
        "$2b$+5$abcdefghijklmnopqrstuusOjdJK0xwRMRiA0pvELDyTwt5iG/Niq",
        "$2b$05$abcdefghijklmnopqrstuusOjdJK0xwRMRiA0pvELDyTwt5iG/Ni",
        "$2b$05$abcdefghijklmnopqrstuusOjdJK0xwRMRiA0pvELDyTwt5iG/Ni!",
        "$S$zQq9wN3xkdLg2KLBgSYXsBmo5jb24QQRed6lNcxYgCCXoJgz7dkJ",
        "$S$DQq9wN3xkdLg2KLBgSYXsBmo5jb24QQRed6lNcxYgCCXoJgz7dk",
        "$S$DQq9wN3xkdLg2KLBgSYXsBmo5jb24QQRed6lNcxYgCCXoJgz7dk*",
        "$S$ñQq9wN3xkdLg2KLBgSYXsBmo5jb24QQRed6lNcxYgCCXoJgz7dk",
        "$argon2id$v=19$m=64,t=1,p=1$c29tZXNhbHRzb21lc2FsdA",
        "$argon2id$v=19$m=4194304,t=3,p=1$c29tZXNhbHRzb21lc2FsdA$MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTI",
        "$argon2i$v=19$m=64,t=3,p=1$c29tZXNhbHRzb21lc2FsdA$MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTI",
    ];
    for text in bad {
        assert_eq!(PasswordHash::imported(text), None, "{text}");
    }
}

#[test]
fn an_old_hash_is_replaced_and_sessions_go_on() {
    let bench = Bench::new();
    bench.set_password(Cast::Ben, BCRYPT[0], None);
    let phone = bench.sign_in(Cast::Ben);
    let new = hash(&Password::parse("p", OLD_PASSWORD).unwrap()).unwrap();
    let upgraded = new.clone();
    bench.data.write(move |tx| upgrade_password(tx, Cast::Ben.user(), upgraded)).unwrap();
    let known = bench.data.read(|tx| credentials(tx, &email("ben@example.org"))).unwrap().unwrap();
    assert_eq!((known.user.id, known.hash), (Cast::Ben.user(), Some(new.clone())));
    assert!(bench.session(&phone).is_some());

    // A late upgrade from before must not bring an earlier password back.
    let late = PasswordHash::imported(BCRYPT[1]).unwrap();
    bench.data.write(move |tx| upgrade_password(tx, Cast::Ben.user(), late)).unwrap();
    assert_eq!(bench.data.read(|tx| password_hash(tx, Cast::Ben.user())).unwrap(), Some(new));
}

#[test]
fn a_session_ends_after_fourteen_days_unused_and_thirty_in_any_case() {
    let bench = Bench::new();
    let idle = bench.sign_in(Cast::Ana);
    let used = bench.sign_in(Cast::Ana);
    for _ in 0..3 {
        bench.clock.turn(9 * DAY);
        let token = used.clone();
        bench.data.write(move |tx| touch(tx, &token)).unwrap();
    }
    assert_eq!(bench.session(&idle), None);
    let seen = bench.session(&used).unwrap();
    assert_eq!(seen.expires, seen.opened.plus_days(ABSOLUTE_DAYS));
    bench.clock.turn(3 * DAY);
    assert_eq!(bench.session(&used), None);
    let token = used.clone();
    bench.data.write(move |tx| touch(tx, &token)).unwrap();
    assert_eq!(bench.session(&used), None, "an ended session is not revived");
    assert_eq!(bench.data.write(move |tx| act_as(tx, &used, None)), Err(Error::SignIn));
}

#[test]
fn use_is_noted_once_an_hour() {
    let bench = Bench::new();
    let token = bench.sign_in(Cast::Ana);
    let before = bench.session(&token).unwrap();
    for (wait, noted) in [(HOUR / 2, false), (HOUR, true)] {
        bench.clock.turn(wait);
        let seq = bench.data.store().status().seq;
        let touched = token.clone();
        bench.data.write(move |tx| touch(tx, &touched)).unwrap();
        assert_eq!(bench.data.store().status().seq > seq, noted);
        assert_eq!(bench.session(&token).unwrap().seen > before.seen, noted);
    }
}

#[test]
fn a_session_acts_for_a_member_until_told_otherwise() {
    let bench = Bench::new();
    let token = bench.sign_in(Cast::Ana);
    for acting in [Some(Cast::Ben.member()), None] {
        let key = token.clone();
        bench.data.write(move |tx| act_as(tx, &key, acting)).unwrap();
        assert_eq!(bench.session(&token).unwrap().acting, acting);
    }
    let closed = token.clone();
    bench.data.write(move |tx| close_session(tx, &closed)).unwrap();
    assert_eq!(bench.session(&token), None);
}

#[test]
fn one_device_too_many_closes_the_oldest() {
    let bench = Bench::new();
    let first = bench.sign_in(Cast::Ana);
    let second = bench.sign_in(Cast::Ana);
    for _ in 2..MAX_SESSIONS {
        bench.sign_in(Cast::Ana);
    }
    assert!(bench.session(&first).is_some());
    let newest = bench.sign_in(Cast::Ana);
    assert_eq!(bench.session(&first), None);
    assert!(bench.session(&second).is_some() && bench.session(&newest).is_some());
}

#[test]
fn a_new_password_ends_other_sessions_and_links() {
    let bench = Bench::new();
    let (here, elsewhere, ben) = (bench.sign_in(Cast::Ana), bench.sign_in(Cast::Ana), bench.sign_in(Cast::Ben));
    let link = bench.reset_link(Cast::Ana);
    bench.set_password(Cast::Ana, DRUPAL.1, Some(&here));
    assert!(bench.session(&here).is_some() && bench.session(&ben).is_some());
    assert_eq!((bench.session(&elsewhere), bench.link_of(&link)), (None, None));
}

#[test]
fn a_reset_link_works_once_within_a_day() {
    let bench = Bench::new();
    let phone = bench.sign_in(Cast::Ana);
    let earlier = bench.reset_link(Cast::Ana);
    let link = bench.reset_link(Cast::Ana);
    assert_eq!(bench.link_of(&earlier), None, "a newer link replaces it");
    bench.clock.turn(23 * HOUR);
    assert_eq!(bench.link_of(&link), Some(Cast::Ana.user()));
    let reset = |token: &Token| {
        let (token, hash) = (token.clone(), PasswordHash::imported(DRUPAL.1).unwrap());
        bench.data.write(move |tx| reset_password(tx, &token, hash))
    };
    assert_eq!(reset(&link), Ok(Cast::Ana.user()));
    assert_eq!(bench.session(&phone), None, "whoever had the phone is signed out");
    assert_eq!(word(reset(&link).unwrap_err()), "users-link-over");

    let late = bench.reset_link(Cast::Ana);
    bench.clock.turn(RESET_HOURS * HOUR + 1);
    assert_eq!(bench.link_of(&late), None);
    assert_eq!(word(reset(&late).unwrap_err()), "users-link-over");
    let nobody = bench.data.write(|tx| make_reset_link(tx, UserId::from_bytes([9; 16])));
    assert_eq!(nobody, Err(Error::NotFound));
}

#[test]
fn a_disabled_user_gets_in_by_no_door() {
    let bench = Bench::new();
    let session = bench.sign_in(Cast::Ana);
    let link = bench.reset_link(Cast::Ana);
    let (_, api) = bench.make_token(Cast::Ana.actor(), &[Scope::Read], None).unwrap();
    bench.disable(Cast::Ana);
    assert_eq!((bench.session(&session), bench.link_of(&link), bench.api_token(&api)), (None, None, None));
    let ask = OpenSession { user: Cast::Ana.user(), agent: Line::default() };
    assert_eq!(bench.data.write(move |tx| open_session(tx, ask)), Err(Error::SignIn));
}

#[test]
fn an_api_token_is_shown_once_and_works_until_its_end() {
    let bench = Bench::new();
    let (made, text) = bench.make_token(Cast::Ana.actor(), &[Scope::Pay], Some(30)).unwrap();
    assert!(text.starts_with("ayni_") && text.len() == 48, "{text}");
    assert_eq!(bench.api_token(&text), Some(made.clone()));
    assert!(made.scopes.has(Scope::Read) && made.scopes.has(Scope::Pay) && !made.scopes.has(Scope::Admin));
    assert_eq!(bench.api_token(text.trim_start_matches("ayni_")), None);
    assert_eq!(bench.api_token("ayni_x"), None);
    let own = |me: &Actor, community| bench.data.read(|tx| api_tokens(tx, me, community));
    assert_eq!(own(&Cast::Ana.actor(), HERE).unwrap(), std::slice::from_ref(&made));
    assert_eq!(own(&Cast::Ana.actor(), THERE), Ok(Vec::new()));
    assert_eq!(own(&Cast::Ben.actor(), HERE), Ok(Vec::new()));
    assert_eq!(own(&Actor::Stranger, HERE), Err(Error::SignIn));
    bench.clock.turn(30 * DAY + 1);
    assert_eq!(bench.api_token(&text), None);
}

#[test]
fn only_its_owner_revokes_a_token() {
    let bench = Bench::new();
    let (made, text) = bench.make_token(Cast::Ana.actor(), &[Scope::Read], None).unwrap();
    let revoke = |me: Actor| bench.data.write(move |tx| revoke_api_token(tx, &me, made.id));
    assert_eq!(revoke(Cast::Ada.actor()), Err(Error::NotFound));
    assert_eq!(revoke(Actor::Stranger), Err(Error::SignIn));
    assert!(bench.api_token(&text).is_some());
    revoke(Cast::Ana.actor()).unwrap();
    assert_eq!(bench.api_token(&text), None);
    assert_eq!(revoke(Cast::Ana.actor()), Err(Error::NotFound));
}

#[test]
fn a_token_never_gives_more_than_its_owner_has() {
    let bench = Bench::new();
    let ana = Cast::Ana.actor();
    assert_eq!(bench.make_token(ana.clone(), &[Scope::Admin], None), Err(Error::Forbidden));
    assert!(bench.make_token(Cast::Ada.actor(), &[Scope::Admin], None).is_ok());
    assert_eq!(bench.make_token(Actor::Stranger, &[Scope::Read], None), Err(Error::SignIn));
    let outside = ayni_kernel::Person { user: Cast::Ana.user(), member: None, members: Vec::new(), roles: Roles::NONE };
    assert_eq!(bench.make_token(Actor::Person(outside), &[Scope::Read], None), Err(Error::Forbidden));
    assert_eq!(word(bench.make_token(ana.clone(), &[], None).unwrap_err()), "users-scopes-none");
    assert_eq!(word(bench.make_token(ana.clone(), &[Scope::Read], Some(0)).unwrap_err()), "users-token-days");
    for _ in 0..MAX_API_TOKENS {
        bench.make_token(ana.clone(), &[Scope::Read], None).unwrap();
    }
    assert_eq!(word(bench.make_token(ana, &[Scope::Read], None).unwrap_err()), "users-tokens-many");
    assert!(!Cast::Ana.roles().has(Role::Admin));
}

#[test]
fn memberships_are_found_from_both_sides() {
    let bench = Bench::new();
    bench
        .data
        .write(|tx| {
            for (cast, community) in [(Cast::Ana, HERE), (Cast::Ana, THERE), (Cast::Ben, HERE), (Cast::Ana, HERE)] {
                note_membership(tx, cast.user(), community)?;
            }
            Ok(())
        })
        .unwrap();
    let of = |cast: Cast| bench.data.read(|tx| communities_of(tx, cast.user())).unwrap();
    assert_eq!((of(Cast::Ana), of(Cast::Ben), of(Cast::Ada)), (vec![HERE, THERE], vec![HERE], vec![]));
    assert_eq!(bench.data.read(|tx| users_in(tx, HERE)).unwrap(), [Cast::Ana.user(), Cast::Ben.user()]);
    bench.data.write(|tx| drop_membership(tx, Cast::Ana.user(), HERE)).unwrap();
    assert_eq!(of(Cast::Ana), [THERE]);
    assert_eq!(bench.data.read(|tx| users_in(tx, HERE)).unwrap(), [Cast::Ben.user()]);
}

#[test]
fn sweeping_removes_what_is_over_and_nothing_else() {
    let bench = Bench::new();
    let sweep_all = || bench.data.write(sweep).unwrap();
    bench.sign_in(Cast::Ana);
    bench.reset_link(Cast::Ana);
    let (_, short) = bench.make_token(Cast::Ana.actor(), &[Scope::Read], Some(1)).unwrap();
    let (_, long) = bench.make_token(Cast::Ana.actor(), &[Scope::Read], None).unwrap();
    assert_eq!(sweep_all(), 0);
    bench.clock.turn(15 * DAY);
    let fresh = bench.sign_in(Cast::Ana);
    assert_eq!(sweep_all(), 3);
    assert_eq!(sweep_all(), 0);
    assert!(bench.session(&fresh).is_some() && bench.api_token(&long).is_some());
    assert_eq!(bench.api_token(&short), None);
}

#[test]
fn one_sweep_stays_within_a_transaction() {
    let bench = Bench::new();
    let crowd = 150_u8;
    for number in 0..crowd {
        bench
            .data
            .write(move |tx| {
                let address = email(&format!("u{number}@example.org"));
                let user = register(tx, NewUser::new(address, Name::parse("name", "Someone").unwrap()))?;
                open_session(tx, OpenSession { user: user.id, agent: Line::default() })
            })
            .unwrap();
    }
    bench.clock.turn(15 * DAY);
    let swept: Vec<_> = (0..3).map(|_| bench.data.write(sweep).unwrap()).collect();
    assert_eq!(swept, [100, 50, 0]);
}

#[test]
fn a_token_is_written_as_it_is_read_and_never_shown() {
    let bench = Bench::new();
    let token = bench.sign_in(Cast::Ana);
    let text = token.to_string();
    assert_eq!((text.len(), Token::parse(&text)), (43, Some(token.clone())));
    assert_eq!(format!("{token:?}"), "Token(hidden)");
    for bad in ["", "x", &text[1..], &format!("{text}A"), &format!("{}+", &text[1..])] {
        assert_eq!(Token::parse(bad), None, "{bad}");
    }
    assert_ne!(bench.sign_in(Cast::Ana), token);
}
