//! The rules of membership told as stories.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::sync::Arc;

use ayni_communities::{Audience, Joining, Settings};
use ayni_kernel::{
    Actor, Address, Body, Code, Community, Cursor, Email, Error, Event, Line, MemberId, Name, Point, Result, Role,
    Roles, Timestamp, UserId, WriteTx,
    testing::{Cast, TestClock, community},
    tx::Now as _,
};
use ayni_search::Update;
use ayni_storage::Schema;
use ayni_users::Token;

use crate::{
    model::{self, Step},
    *,
};

mod groups;
mod invites;
mod seeing;

const PROGRAM: Actor = Actor::System("test");
const DAY: i64 = 86_400;

fn name(text: &str) -> Name {
    Name::parse("name", text).unwrap()
}

fn line(text: &str) -> Line {
    Line::parse("line", text).unwrap()
}

fn email(text: &str) -> Email {
    Email::parse("email", text).unwrap()
}

fn code(text: &str) -> Code {
    Code::parse("code", text).unwrap()
}

fn user(n: u8) -> UserId {
    UserId::from_bytes([n; 16])
}

fn settings(community: &Community, joining: Joining, member_list: Audience) -> Settings {
    let new = Settings::new(community.id, code("LIMA"), name("Limatambo"), Timestamp::default());
    Settings { joining, member_list, ..new }
}

/// A community with its cast, and a clock to turn.
struct Town {
    community: Community,
    clock: Arc<TestClock>,
}

impl Town {
    fn new() -> Self {
        Self::with(Joining::Open, Audience::Members)
    }

    fn with(joining: Joining, list: Audience) -> Self {
        let tables = [ayni_communities::tables(), tables()].concat();
        let clock = TestClock::new();
        let community = community(&clock, Schema { version: 1, tables, steps: Vec::new() }, &[]);
        let settings = settings(&community, joining, list);
        let town = Self { community, clock };
        town.write(move |tx| {
            ayni_communities::found(tx, &PROGRAM, settings)?;
            for (place, cast) in (1..).zip(Cast::ALL) {
                let number = model::number(&code("LIMA"), place)?;
                let kind = MemberKind::Personal;
                let member =
                    Member::new(cast.member(), number, name(cast.name()), kind, MemberStatus::Active, tx.now());
                import_member(tx, &member)?;
                add_user(tx, &PROGRAM, member.id, cast.user())?;
                set_roles(tx, &PROGRAM, cast.user(), cast.roles())?;
            }
            Ok(())
        })
        .unwrap();
        town
    }

    fn write<T: Send + 'static>(&self, work: impl FnOnce(&mut WriteTx<'_>) -> Result<T> + Send + 'static) -> Result<T> {
        self.community.write(work)
    }

    fn get(&self, me: &Actor, id: MemberId) -> Result<Member> {
        self.community.read(|tx| get(tx, me, id))
    }

    fn actor(&self, user: UserId) -> Actor {
        self.community.read(|tx| actor(tx, user, None)).unwrap()
    }

    fn apply(&self, me: Actor, user: UserId) -> Result<Member> {
        let ask = Apply {
            user,
            name: name("Nora"),
            kind: MemberKind::Personal,
            email: email("nora@example.org"),
            letter: Body::parse("letter", "I bake bread.").unwrap(),
        };
        self.write(move |tx| apply(tx, &me, ask))
    }

    fn events(&self) -> Vec<Event> {
        let log = self.community.data.store().log(0, 1_000).unwrap();
        log.iter().flat_map(|entry| &entry.events).filter_map(|bytes| Event::from_bytes(bytes)).collect()
    }

    /// The store's own check, and the counters against the members.
    fn is_sound(&self) {
        assert_eq!(self.community.data.store().check().unwrap(), []);
        let (counts, members) = self.community.read(|tx| Ok((count_by_status(tx)?, all(tx, None)?.rows))).unwrap();
        for status in MemberStatus::ALL {
            let number = members.iter().filter(|member| member.status == *status).count();
            assert_eq!(counts.get(status), Some(&u64::try_from(number).unwrap()), "{status:?}");
        }
    }
}

#[track_caller]
fn refused<T: std::fmt::Debug>(answer: Result<T>, word: &str) {
    match answer.unwrap_err() {
        Error::Conflict(fault) => assert_eq!(fault.word, word),
        Error::Invalid(faults) => assert_eq!(faults.0.iter().map(|fault| fault.word).collect::<Vec<_>>(), [word]),
        other => assert_eq!(other.to_string(), word),
    }
}

#[test]
fn an_applicant_waits_is_approved_and_gets_the_next_number() {
    let town = Town::new();
    let nora = town.apply(Actor::Stranger, user(0x70)).unwrap();
    assert_eq!((nora.status, nora.number.as_str(), nora.joined), (MemberStatus::Pending, "LIMA0006", None));
    let waits = town.actor(user(0x70));
    assert_eq!(waits.member(), Err(Error::Forbidden));
    assert_eq!(town.get(&waits, nora.id).unwrap().letter.as_str(), "I bake bread.");
    assert_eq!(town.get(&Cast::Ben.actor(), nora.id), Err(Error::NotFound));
    assert_eq!(town.community.read(|tx| waiting(tx, &Cast::Ben.actor())), Err(Error::Forbidden));
    let waiting = town.community.read(|tx| waiting(tx, &Cast::Carla.actor())).unwrap();
    assert_eq!(waiting.iter().map(|member| member.id).collect::<Vec<_>>(), [nora.id]);

    town.clock.turn(DAY);
    let id = nora.id;
    assert_eq!(town.write(move |tx| approve(tx, &Cast::Ben.actor(), id)), Err(Error::NotFound));
    let nora = town.write(move |tx| approve(tx, &Cast::Carla.actor(), id)).unwrap();
    assert_eq!((nora.status, nora.joined), (MemberStatus::Active, Some(nora.updated)));
    assert_eq!(town.actor(user(0x70)).member(), Ok(id));
    assert!(town.events().ends_with(&[Event::MemberApplied(id), Event::MemberActivated(id)]));
    refused(town.write(move |tx| approve(tx, &Cast::Carla.actor(), id)), "members-not-waiting");
    town.is_sound();
}

#[test]
fn a_refused_applicant_may_try_again_but_nobody_applies_twice() {
    let town = Town::new();
    let first = town.apply(Actor::Stranger, user(0x70)).unwrap().id;
    refused(town.apply(Actor::Stranger, user(0x70)), "members-already");
    refused(town.apply(Cast::Ana.actor(), Cast::Ana.user()), "members-already");
    assert_eq!(town.apply(Cast::Ana.actor(), user(0x71)), Err(Error::Forbidden));
    let reason = line("Lives too far away");
    let gone = town.write(move |tx| refuse(tx, &Cast::Ada.actor(), first, reason)).unwrap();
    assert_eq!((gone.status, gone.note.as_str()), (MemberStatus::Deleted, "Lives too far away"));
    let second = town.apply(Actor::Stranger, user(0x70)).unwrap();
    assert_eq!(second.number.as_str(), "LIMA0007");
    assert_eq!(town.community.read(|tx| members_of(tx, user(0x70))).unwrap(), [second]);
    town.is_sound();
}

#[test]
fn where_one_joins_by_invitation_only_the_staff_may_write_in() {
    let town = Town::with(Joining::InviteOnly, Audience::Members);
    refused(town.apply(Actor::Stranger, user(0x70)), "members-by-invitation");
    town.apply(Cast::Carla.actor(), user(0x70)).unwrap();
}

#[test]
fn a_steward_writes_in_a_member_without_a_computer() {
    let town = Town::new();
    let phone = Contact::parse(ContactKind::Phone, "", "+51 84 123 456", Visibility::Staff).unwrap();
    let ask = NewMember {
        user: None,
        number: Some(code("LIMA-X")),
        name: name("Don Julio"),
        kind: MemberKind::Personal,
        description: Body::default(),
        address: Address::default(),
        location: None,
        contacts: vec![phone],
        note: line("Comes on Tuesdays"),
    };
    let by_ben = ask.clone();
    assert_eq!(town.write(move |tx| create(tx, &Cast::Ben.actor(), by_ben)), Err(Error::Forbidden));
    let again = ask.clone();
    let julio = town.write(move |tx| create(tx, &Cast::Carla.actor(), ask)).unwrap();
    assert_eq!(julio.status, MemberStatus::Active);
    assert!(town.events().ends_with(&[Event::MemberActivated(julio.id)]));
    refused(town.write(move |tx| create(tx, &Cast::Carla.actor(), again)), "members-number-taken");
    let found = town.community.read(|tx| by_number(tx, &Cast::Ben.actor(), &code("lima-x"))).unwrap();
    assert_eq!((found.id, found.contacts), (julio.id, vec![]));
    town.is_sound();
}

#[test]
fn suspension_is_for_a_while_and_leaving_for_good() {
    let town = Town::new();
    let (ana, carla) = (Cast::Ana.member(), Cast::Carla.actor());
    let me = carla.clone();
    let away = town.write(move |tx| suspend(tx, &me, ana, line("No answer"))).unwrap();
    assert_eq!((away.status, away.note.as_str()), (MemberStatus::Suspended, "No answer"));
    assert_eq!(town.actor(Cast::Ana.user()).member(), Err(Error::Forbidden));
    assert_eq!(town.get(&Cast::Ana.actor(), ana).unwrap().note.as_str(), "", "the note is for the staff");
    let me = carla.clone();
    refused(town.write(move |tx| suspend(tx, &me, ana, Line::default())), "members-not-active");
    let me = carla.clone();
    town.write(move |tx| restore(tx, &me, ana)).unwrap();
    refused(town.write(move |tx| restore(tx, &carla, ana)), "members-not-suspended");
    assert_eq!(town.write(move |tx| leave(tx, &Cast::Ben.actor(), ana)), Err(Error::Forbidden));
    town.write(move |tx| leave(tx, &Cast::Ana.actor(), ana)).unwrap();
    refused(town.write(move |tx| leave(tx, &PROGRAM, ana)), "members-left-already");
    let tail = [Event::MemberDeactivated(ana), Event::MemberActivated(ana), Event::MemberDeactivated(ana)];
    assert!(town.events().ends_with(&tail));
    let card = town.community.read(|tx| name_of(tx, ana)).unwrap();
    assert_eq!((card.name.as_str(), card.status), ("Ana", MemberStatus::Deleted));
    town.is_sound();
}

#[test]
fn each_step_starts_only_where_it_makes_sense() {
    use MemberStatus::{Active, Deleted, Disabled, Draft, Pending, Suspended};
    for (step, from, to) in [
        (Step::Approve, &[Draft, Pending][..], Active),
        (Step::Refuse, &[Draft, Pending], Deleted),
        (Step::Suspend, &[Active], Suspended),
        (Step::Restore, &[Disabled, Suspended], Active),
        (Step::Leave, &[Draft, Pending, Active, Disabled, Suspended], Deleted),
    ] {
        for status in MemberStatus::ALL {
            let allowed = from.contains(status).then_some(to);
            assert_eq!(model::after(*status, step).ok(), allowed, "{step:?} from {status:?}");
        }
    }
}

#[test]
fn the_community_keeps_an_admin_and_stewards_do_not_touch_role_holders() {
    let town = Town::new();
    let ada = Cast::Ada.member();
    let give = |by: Cast, to: Cast, roles| town.write(move |tx| set_roles(tx, &by.actor(), to.user(), roles));
    refused(give(Cast::Ada, Cast::Ada, Roles::NONE), "members-last-admin");
    refused(town.write(move |tx| leave(tx, &Cast::Ada.actor(), ada)), "members-last-admin");
    refused(town.write(move |tx| suspend(tx, &PROGRAM, ada, Line::default())), "members-last-admin");
    let by_carla = town.write(move |tx| suspend(tx, &Cast::Carla.actor(), ada, Line::default()));
    assert_eq!(by_carla, Err(Error::Forbidden));
    assert_eq!(give(Cast::Carla, Cast::Carla, Roles::NONE.with(Role::Admin)), Err(Error::Forbidden));

    give(Cast::Ada, Cast::Ben, Roles::NONE.with(Role::Admin)).unwrap();
    assert_eq!(town.community.read(admins).unwrap().len(), 2);
    let ben = || town.actor(Cast::Ben.user());
    let me = ben();
    town.write(move |tx| suspend(tx, &me, ada, Line::default())).unwrap();
    assert!(!town.actor(Cast::Ada.user()).has(Role::Steward), "roles rest during a suspension");
    assert_eq!(town.community.read(admins).unwrap(), [Cast::Ben.user()]);
    refused(town.write(move |tx| leave(tx, &Cast::Ben.actor(), Cast::Ben.member())), "members-last-admin");
    let me = ben();
    town.write(move |tx| restore(tx, &me, ada)).unwrap();
    assert!(town.actor(Cast::Ada.user()).has(Role::Admin));
    town.write(move |tx| leave(tx, &Cast::Ben.actor(), Cast::Ben.member())).unwrap();
    assert!(town.community.read(|tx| roles_of(tx, Cast::Ben.user())).unwrap().is_empty());
    assert_eq!(give(Cast::Ada, Cast::Ben, Roles::NONE.with(Role::Manager)), Err(Error::NotFound));
    town.is_sound();
}

#[test]
fn a_member_has_several_users_and_a_user_several_members() {
    let town = Town::new();
    let (ana, ben) = (Cast::Ana.member(), Cast::Ben.member());
    let by_ben = town.write(move |tx| add_user(tx, &Cast::Ben.actor(), ana, Cast::Ben.user()));
    assert_eq!(by_ben, Err(Error::Forbidden));
    for _ in 0..2 {
        town.write(move |tx| add_user(tx, &Cast::Ana.actor(), ana, Cast::Ben.user())).unwrap();
    }
    let acting = |asked| town.community.read(move |tx| actor(tx, Cast::Ben.user(), asked)).unwrap().member();
    assert_eq!((acting(Some(ana)), acting(Some(ben))), (Ok(ana), Ok(ben)));
    assert_eq!(acting(Some(Cast::Ada.member())), Ok(ana), "somebody else's member is not taken");
    let users = town.community.read(move |tx| users_of(tx, &Cast::Tova.actor(), ana)).unwrap();
    assert_eq!(users.iter().map(|link| link.user).collect::<Vec<_>>(), [Cast::Ana.user(), Cast::Ben.user()]);
    assert_eq!(town.community.read(move |tx| users_of(tx, &Cast::Ben.actor(), ana)), Err(Error::Forbidden));

    town.write(move |tx| remove_user(tx, &Cast::Ana.actor(), ana, Cast::Ben.user())).unwrap();
    let again = town.write(move |tx| remove_user(tx, &Cast::Ana.actor(), ana, Cast::Ben.user()));
    assert_eq!(again, Err(Error::NotFound));
    let last = town.write(move |tx| remove_user(tx, &Cast::Ana.actor(), ana, Cast::Ana.user()));
    refused(last, "members-last-user");
    town.write(move |tx| remove_user(tx, &Cast::Carla.actor(), ana, Cast::Ana.user())).unwrap();
    town.is_sound();
}

#[test]
fn roles_end_with_the_last_member_and_the_last_admin_keeps_one() {
    let town = Town::new();
    let (ada, tova) = (Cast::Ada.member(), Cast::Tova.member());
    assert!(!town.community.read(|tx| roles_of(tx, Cast::Tova.user())).unwrap().is_empty());
    let by_carla = town.write(move |tx| remove_user(tx, &Cast::Carla.actor(), tova, Cast::Tova.user()));
    assert_eq!(by_carla, Err(Error::Forbidden), "a steward takes nobody's office away");
    town.write(move |tx| remove_user(tx, &Cast::Ada.actor(), tova, Cast::Tova.user())).unwrap();
    assert!(town.community.read(|tx| roles_of(tx, Cast::Tova.user())).unwrap().is_empty());
    let last = town.write(move |tx| remove_user(tx, &Cast::Ada.actor(), ada, Cast::Ada.user()));
    refused(last, "members-last-admin");
    assert_eq!(town.community.read(admins).unwrap(), [Cast::Ada.user()]);
    town.is_sound();
}

#[test]
fn imports_keep_what_they_bring_and_the_row_of_numbers_goes_on_behind_them() {
    let town = Town::new();
    let at = Timestamp::parse("2019-05-01T10:00:00Z").unwrap();
    let id = MemberId::from_bytes([9; 16]);
    let mut old = Member::new(id, code("LIMA0041"), name("Old Mill"), MemberKind::Business, MemberStatus::Disabled, at);
    old.extras = vec![("settings.color".to_owned(), "blue".to_owned())];
    old.location = Some(Point::new(-13.4806, -72.4456).unwrap());
    let link = Link {
        member: id,
        user: user(0x72),
        preferences: vec![("emails.group".to_owned(), "never".to_owned())],
        id: Some([5; 16]),
        created: at,
    };
    let (member, kept) = (old.clone(), link.clone());
    town.write(move |tx| {
        import_member(tx, &member)?;
        import_link(tx, &kept)
    })
    .unwrap();
    let twin = Member { id: MemberId::from_bytes([8; 16]), number: code("lima0041"), ..old.clone() };
    refused(town.write(move |tx| import_member(tx, &twin)), "members-number-taken");
    let same = old.clone();
    refused(town.write(move |tx| import_member(tx, &same)), "members-id-taken");
    town.community
        .read(|tx| {
            assert!(all(tx, None)?.rows.contains(&old));
            assert_eq!(links(tx, id)?, [link]);
            assert_eq!(next_number(tx)?.as_str(), "LIMA0042");
            assert_eq!(all_roles(tx)?.len(), 3);
            Ok(())
        })
        .unwrap();
    town.is_sound();
}

#[test]
fn numbers_go_on_after_9999() {
    let lima = code("LIMA");
    for (place, text) in [(1, "LIMA0001"), (9_999, "LIMA9999"), (10_000, "LIMA10000")] {
        assert_eq!(model::number(&lima, place).unwrap().as_str(), text);
        assert_eq!(model::place_of(&lima, &code(text)), Some(place));
    }
    for text in ["LIMA", "LIMA01", "LIMA-0001", "LIMA0001a", "OTHER0001", "LIMA99999999999"] {
        assert_eq!(model::place_of(&lima, &code(text)), None, "{text}");
    }
}
