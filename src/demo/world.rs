//! The world of the story: the community, its people, what time it is, and who lends whom a hand.

use std::collections::BTreeMap;

use ayni_communities::{Audience, ChangeSettings, Hue, Joining, Kind, NewCategory, TimeZoneName};
use ayni_founding::{Admin, Founding};
use ayni_kernel::{
    AccountId, Actor, Address, Amount, Body, CategoryId, Code, Community, Email, Error, Language, Line, MemberId, Name,
    Node, Point, RequestId, Result, Scale, Slug, Timestamp, UserId, WriteTx,
};
use ayni_ledger::{CurrencyKind, NewCurrency};
use ayni_members::{Access, MemberKind};
use ayni_users::PasswordHash;

use super::{
    bookings::Diary,
    chance::Chance,
    clock::DemoClock,
    newcomers::LATER,
    offers::{CATEGORIES, OFFERS},
    people::{FIRST, Someone},
    spaces::House,
};

pub(super) const NAME: &str = "Wending Button Works";
pub(super) const SLUG: &str = "buttonworks";
/// The program itself, where the story only looks something up.
pub(super) const TELLER: Actor = Actor::System("demo");
/// Days of the story after the founding; the last one is today.
pub(super) const LAST_DAY: i64 = 365;
const DAY_MICROS: i64 = 86_400_000_000;
/// Credit limit and upper limit of a member, in hundredths of a button.
const LIMITS: (i64, i64) = (-10_000, 50_000);
/// Days that listings are shown: the offers of the first weeks are good until today.
const LISTED_DAYS: u16 = 2 * 365;
/// Days that payment requests stay open.
const REQUEST_DAYS: u16 = 14;

const DESCRIPTION: &str = "The button factory of Much Wending closed in 1974 and left us a brick hall by the river, a \
lathe, a kiln, and forty thousand buttons in the attic. Now there are desks where the sorting tables stood, a workshop \
where the presses were, and an exchange in which the buttons are worth something again.\n\nTen buttons are roughly an \
hour of anybody's time. Nobody starts rich and nobody is charged for starting: you may go a hundred buttons below zero \
before you have sold a thing, because somebody has to buy the first loaf.\n\nThe kettle is on from nine.";
const TERMS: &str = "Deal fairly, answer within a few days, and say so when something went wrong.\n\nA balance below \
zero is a promise to the others, not a debt to the house. Come back to zero when you leave.\n\nClean the bandsaw. \
Wash your mug. The goat stays outside.";

/// A member in the story.
pub(super) struct Player {
    pub(super) someone: &'static Someone,
    pub(super) user: Option<UserId>,
    pub(super) member: Option<MemberId>,
    pub(super) account: Option<AccountId>,
    /// Whether the member trades now.
    pub(super) trades: bool,
    /// The balance, kept alongside the ledger's so that buyers can be chosen by it.
    pub(super) balance: i64,
}

/// A login, and the member for whom it acts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hand {
    pub(super) user: UserId,
    pub(super) member: Option<MemberId>,
}

impl Hand {
    /// The person as the community knows it now.
    pub(super) fn actor(self, tx: &WriteTx<'_>) -> Result<Actor> {
        ayni_members::actor(tx, self.user, self.member)
    }
}

/// A payment request that waits in the story.
pub(super) struct Asked {
    pub(super) id: RequestId,
    pub(super) payee: usize,
    pub(super) payer: usize,
    /// The day on which the payer looks at it; `None` for never.
    pub(super) day: Option<i64>,
    pub(super) accepts: bool,
}

/// Everything the story knows.
pub(super) struct World<'a> {
    pub(super) node: &'a Node,
    clock: &'a DemoClock,
    pub(super) community: Community,
    pub(super) password: PasswordHash,
    /// Midnight (UTC) of the founding day.
    start: Timestamp,
    now: Timestamp,
    pub(super) zone: TimeZoneName,
    pub(super) chance: Chance,
    pub(super) players: Vec<Player>,
    pub(super) categories: BTreeMap<&'static str, CategoryId>,
    pub(super) treasury: AccountId,
    pub(super) asked: Vec<Asked>,
    /// The day from which each of the offers is on the market.
    pub(super) offered: Vec<i64>,
    /// What of the Works can be booked.
    pub(super) house: House,
    pub(super) diary: Diary,
}

/// The address of a login of the story.
pub(super) fn address(key: &str) -> String {
    format!("{key}@buttonworks.example")
}

impl<'a> World<'a> {
    /// Founds the community on the evening a year ago.
    pub(super) fn found(
        node: &'a Node,
        clock: &'a DemoClock,
        now: Timestamp,
        seed: u64,
        password: PasswordHash,
    ) -> Result<Self> {
        let today = now.micros() - now.micros().rem_euclid(DAY_MICROS);
        let start = Timestamp::from_micros(today).plus_days(-LAST_DAY);
        clock.set_to(start.plus_seconds(17 * 3_600));
        let people = || FIRST.iter().chain(LATER);
        let first = people().next().ok_or_else(|| Error::broken("a story without people"))?;
        let zone = TimeZoneName::parse("time_zone", "Europe/London")?;
        let founded = ayni_founding::found(node, founding(first, zone.clone(), password.clone())?)?;
        let community = node.community(founded.community)?;
        let treasury = community.read(|tx| {
            let currency = ayni_ledger::main_currency(tx)?.id;
            Ok(ayni_ledger::treasury(tx, &TELLER, currency)?.id)
        })?;
        let mut players: Vec<_> = people().map(Player::new).collect();
        if let Some(admin) = players.first_mut() {
            (admin.user, admin.member) = (Some(founded.user), Some(founded.member));
        }
        let categories = BTreeMap::new();
        let (asked, offered) = (Vec::new(), vec![i64::MAX; OFFERS.len()]);
        let chance = Chance::new(seed);
        let mut world = Self {
            node,
            clock,
            community,
            password,
            start,
            now,
            zone,
            chance,
            players,
            categories,
            treasury,
            asked,
            offered,
            house: House::default(),
            diary: Diary::default(),
        };
        world.introduce()?;
        Ok(world)
    }

    /// The admin says what the community is and opens the categories.
    fn introduce(&mut self) -> Result<()> {
        let (admin, zone) = (self.login("hettie")?, self.zone.clone());
        self.categories = self.community.write(move |tx| {
            let me = admin.actor(tx)?;
            ayni_communities::change(tx, &me, settings(zone)?)?;
            let market =
                ayni_market::MarketSettings { usual_days: LISTED_DAYS, ..ayni_market::MarketSettings::default() };
            ayni_market::change_settings(tx, &me, market)?;
            let mut ids = BTreeMap::new();
            for (code, name, description) in CATEGORIES {
                let new = NewCategory {
                    code: Code::parse("code", code)?,
                    name: Name::parse("name", name)?,
                    description: Line::parse("description", description)?,
                    access: Access::Public,
                    icon: (String::new(), String::new()),
                };
                ids.insert(*code, ayni_communities::add_category(tx, &me, new)?.id);
            }
            Ok(ids)
        })?;
        Ok(())
    }

    /// Sets the clock to a second of a day; false when that is still to come.
    pub(super) fn at(&self, day: i64, second: i64) -> bool {
        let moment = self.start.plus_days(day).plus_seconds(second);
        let past = moment < self.now;
        if past {
            self.clock.set_to(moment);
        }
        past
    }

    /// The first moment of a day.
    pub(super) fn morning(&self, day: i64) -> Timestamp {
        self.start.plus_days(day)
    }

    /// Where somebody stands in the list of players.
    pub(super) fn find(&self, key: &str) -> Result<usize> {
        let found = self.players.iter().position(|player| player.someone.key == key);
        found.ok_or_else(|| Error::broken(format!("the story knows no {key}")))
    }

    /// A player by its place.
    pub(super) fn player(&self, who: usize) -> Result<&Player> {
        self.players.get(who).ok_or_else(|| Error::broken("the story lost somebody"))
    }

    /// A player by its place, to change.
    pub(super) fn player_mut(&mut self, who: usize) -> Result<&mut Player> {
        self.players.get_mut(who).ok_or_else(|| Error::broken("the story lost somebody"))
    }

    /// Somebody's own login, acting for that member.
    pub(super) fn login(&self, key: &str) -> Result<Hand> {
        let player = self.player(self.find(key)?)?;
        let user = player.user.ok_or_else(|| Error::broken(format!("{key} has no login")))?;
        Ok(Hand { user, member: player.member })
    }

    /// Who writes in members, approves them and acts for those without a login: the steward, once there is one.
    pub(super) fn steward(&self) -> Result<Hand> {
        let steward = self.find("rafael")?;
        self.login(if self.player(steward)?.trades { "rafael" } else { "hettie" })
    }

    /// Who pays for a member: its own login, else the steward.
    pub(super) fn hand(&self, who: usize) -> Result<Hand> {
        let player = self.player(who)?;
        player.user.map_or_else(|| self.steward(), |user| Ok(Hand { user, member: player.member }))
    }

    /// A member's account.
    pub(super) fn account(&self, who: usize) -> Result<AccountId> {
        let player = self.player(who)?;
        player.account.ok_or_else(|| Error::broken(format!("{} has no account", player.someone.key)))
    }
}

impl Player {
    const fn new(someone: &'static Someone) -> Self {
        Self { someone, user: None, member: None, account: None, trades: false, balance: 0 }
    }

    /// Whether it is somebody with a back and a head of hair, no shop and no association.
    pub(super) fn is_person(&self) -> bool {
        self.someone.kind == MemberKind::Personal
    }
}

fn founding(admin: &Someone, time_zone: TimeZoneName, password: PasswordHash) -> Result<Founding> {
    Ok(Founding {
        name: Name::parse("name", NAME)?,
        slug: Slug::parse("slug", SLUG)?,
        kind: Kind::Both,
        language: Language::English,
        time_zone,
        hue: hue()?,
        currency: NewCurrency {
            code: Code::parse("code", "WEND")?,
            name: Name::parse("name", "button")?,
            plural: Name::parse("plural", "buttons")?,
            symbol: Line::parse("symbol", "bt")?,
            scale: Scale::new(2)?,
            shown: 2,
            kind: CurrencyKind::Mutual,
            rate: Some((1, 10)),
            lower: Some(Amount::new(LIMITS.0)),
            upper: Some(Amount::new(LIMITS.1)),
            request_days: REQUEST_DAYS,
        },
        admin: Admin {
            name: Name::parse("name", admin.name)?,
            email: Email::parse("email", &address(admin.key))?,
            password,
        },
    })
}

fn hue() -> Result<Hue> {
    Ok(Hue::new(172)?)
}

fn settings(time_zone: TimeZoneName) -> Result<ChangeSettings> {
    Ok(ChangeSettings {
        name: Name::parse("name", NAME)?,
        description: Body::parse("description", DESCRIPTION)?,
        kind: Kind::Both,
        language: Language::English,
        languages: Language::ALL.to_vec(),
        time_zone,
        hue: hue()?,
        terms: Body::parse("terms", TERMS)?,
        joining: Joining::Open,
        member_list: Audience::Public,
        access: Access::Public,
        address: Address {
            street: Line::parse("street", "The Button Works, Mill Lane")?,
            locality: Line::parse("locality", "Much Wending")?,
            postal_code: Line::parse("postal_code", "MW1 4BT")?,
            region: Line::parse("region", "Dawdleshire")?,
            country: Line::parse("country", "GB")?,
        },
        location: Some(Point::new(52.4396, -2.8384)?),
        contacts: vec![
            ("email".to_owned(), Line::parse("contacts", "hello@buttonworks.example")?),
            ("phone".to_owned(), Line::parse("contacts", "01632 960 100")?),
            ("website".to_owned(), Line::parse("contacts", "https://buttonworks.example")?),
        ],
    })
}
