//! A small town on a real disk: two people who pay each other, and a clock that the test turns.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use ayni_communities::{Hue, Kind, TimeZoneName};
use ayni_founding::{Admin, Founding};
use ayni_kernel::{
    AccountId, Actor, Address, Amount, Body, Code, Community, Email, Language, Line, Name, Scale, Slug, Timestamp,
    testing::TestClock,
};
use ayni_ledger::{CurrencyKind, NewCurrency, Pay};
use ayni_members::{MemberKind, NewMember};
use ayni_storage::Clock;

use super::super::{Ask, Download, Keep, Readers, Settings, frozen::hex, new_pair, restore, schedule::Shared};
use crate::house::House;

const SYSTEM: Actor = Actor::System("test");

/// The town, its clock, and where its backups go.
pub(super) struct Town {
    pub folder: tempfile::TempDir,
    pub clock: Arc<TestClock>,
    pub keeping: Shared,
    identity: Option<PathBuf>,
}

/// The states of all stores, by name.
pub(super) type State = BTreeMap<String, String>;

pub(super) fn name(text: &str) -> Name {
    Name::parse("name", text).unwrap()
}

fn founding(title: &str, slug: &str) -> Founding {
    Founding {
        name: name(title),
        slug: Slug::parse("slug", slug).unwrap(),
        kind: Kind::Exchange,
        language: Language::English,
        time_zone: TimeZoneName::parse("time_zone", "Europe/Madrid").unwrap(),
        hue: Hue::default(),
        currency: NewCurrency {
            code: Code::parse("code", "LIME").unwrap(),
            name: name("lime"),
            plural: name("limes"),
            symbol: Line::parse("symbol", "Li").unwrap(),
            scale: Scale::new(2).unwrap(),
            shown: 2,
            kind: CurrencyKind::Mutual,
            rate: None,
            lower: Some(Amount::new(-100_000)),
            upper: None,
            request_days: 30,
        },
        admin: Admin {
            name: name("Iris"),
            email: Email::parse("email", &format!("iris@{slug}.example")).unwrap(),
            password: ayni_users::hash(&ayni_users::Password::parse("password", "a lane of old limes").unwrap())
                .unwrap(),
        },
    }
}

/// Whether backups are encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Locks {
    Open,
    Sealed,
}

impl Town {
    pub(super) fn new(locks: Locks) -> Self {
        Self::keeping(locks, Keep::default())
    }

    /// A town that keeps so many backups.
    pub(super) fn keeping(locks: Locks, keep: Keep) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = TestClock::new();
        let data = folder.path().join("data");
        let house = House::open_at(&data, 8, Arc::clone(&clock) as Arc<dyn Clock>).ok().unwrap();
        ayni_founding::found(house.node(), founding("Lime Lane", "lime-lane")).unwrap();
        let (mut readers, mut identity) = (Readers::default(), None);
        if locks == Locks::Sealed {
            let (secret, public) = new_pair();
            let file = folder.path().join("key.txt");
            fs::write(&file, format!("# kept in a drawer\n{secret}\n")).unwrap();
            (readers, identity) = (Readers::parse(&public).unwrap(), Some(file));
        }
        let settings = Settings {
            folder: Some(folder.path().join("backups")),
            readers,
            keep,
            log_minutes: 5,
            log_days: 30,
            download: Download::Alone,
        };
        let keeping = Shared::new(Arc::new(house), settings, Some(std::sync::mpsc::channel().0)).unwrap();
        let town = Self { folder, clock, keeping, identity };
        town.settle("Olmo");
        town
    }

    pub(super) fn house(&self) -> &House {
        &self.keeping.house
    }

    pub(super) fn backups(&self) -> PathBuf {
        self.folder.path().join("backups")
    }

    /// The names in the backup folder, oldest first.
    pub(super) fn archives(&self) -> Vec<String> {
        super::super::names::list(&self.backups()).unwrap().iter().map(ToString::to_string).collect()
    }

    pub(super) fn community(&self, slug: &str) -> Community {
        let slug = Slug::parse("slug", slug).unwrap();
        let entry = self.house().node().data().read(|tx| ayni_communities::by_slug(tx, &slug)).unwrap().unwrap();
        self.house().node().community(entry.id).unwrap()
    }

    /// A second community moves in.
    pub(super) fn found(&self, title: &str, slug: &str) {
        ayni_founding::found(self.house().node(), founding(title, slug)).unwrap();
    }

    fn settle(&self, who: &str) {
        let new = NewMember {
            user: None,
            number: None,
            name: name(who),
            kind: MemberKind::Personal,
            description: Body::default(),
            address: Address::default(),
            location: None,
            contacts: Vec::new(),
            note: Line::default(),
        };
        self.community("lime-lane").write(move |tx| ayni_members::create(tx, &SYSTEM, new)).unwrap();
    }

    fn accounts(community: &Community) -> Vec<AccountId> {
        community
            .read(|tx| {
                Ok(ayni_ledger::all_accounts(tx, None, 10)?.rows.into_iter().map(|account| account.id).collect())
            })
            .unwrap()
    }

    /// One pays the other, back and forth.
    pub(super) fn pay(&self, cents: i64) {
        let community = self.community("lime-lane");
        let accounts = Self::accounts(&community);
        let (from, to) = if cents % 2 == 0 { (accounts[1], accounts[2]) } else { (accounts[2], accounts[1]) };
        let ask = Pay {
            id: None,
            from,
            to,
            amount: Amount::new(cents),
            description: Line::parse("text", "limes").unwrap(),
            category: None,
        };
        community.write(move |tx| ayni_ledger::pay(tx, &SYSTEM, ask)).unwrap();
    }

    /// Pays so many times fifty payments, all queued at once.
    pub(super) fn pay_fifties(&self, times: usize) {
        let community = self.community("lime-lane");
        let accounts = Self::accounts(&community);
        let (send, receive) = std::sync::mpsc::channel();
        for _ in 0..times {
            let pay = |cents: i64| Pay {
                id: None,
                from: accounts[if cents % 2 == 0 { 1 } else { 2 }],
                to: accounts[if cents % 2 == 0 { 2 } else { 1 }],
                amount: Amount::new(1 + cents / 2),
                description: Line::parse("text", "limes").unwrap(),
                category: None,
            };
            let asks = (0..50).map(pay).collect();
            let send = send.clone();
            community.data.submit(
                move |tx| ayni_ledger::post_group(tx, &SYSTEM, asks),
                move |done| send.send(done.unwrap().len()).unwrap(),
            );
        }
        let paid: usize = receive.iter().take(times).sum();
        assert_eq!(paid, times * 50);
    }

    /// Turns the clock on by minutes and lets the schedule do what is due.
    pub(super) fn wait(&self, minutes: i64) {
        self.clock.turn(minutes * 60);
        self.keeping.round();
        let record = super::super::record::Record::load(self.house().folder());
        assert_eq!(record.failure, None);
    }

    /// The state of every store now.
    pub(super) fn state(&self) -> State {
        state(self.house())
    }

    /// Restores into a folder of this name.
    pub(super) fn restore(&self, source: &Path, until: Option<&str>, name: &str) -> anyhow::Result<PathBuf> {
        self.restore_with(source, until, name, self.identity.as_deref())
    }

    pub(super) fn restore_with(
        &self,
        source: &Path,
        until: Option<&str>,
        name: &str,
        identity: Option<&Path>,
    ) -> anyhow::Result<PathBuf> {
        let goal = self.folder.path().join(name);
        let ask = Ask {
            source: source.to_owned(),
            until: until.map(str::to_owned),
            community: None,
            identity: identity.map(Path::to_owned),
        };
        restore(&ask, &goal, 8)?;
        Ok(goal)
    }

    /// The sentence with which a restore is refused; nothing may be left of it.
    pub(super) fn refusal(&self, until: Option<&str>) -> String {
        let left = || {
            let mut names: Vec<_> = fs::read_dir(self.folder.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
            names.sort();
            names
        };
        let before = left();
        let refused = self.restore(&self.backups(), until, "refused").unwrap_err();
        assert_eq!(left(), before, "a refused restore left something");
        format!("{refused:#}")
    }

    /// How many files are in the backup folder, when there is one.
    pub(super) fn archives_if_any(&self) -> usize {
        fs::read_dir(self.backups()).map_or(0, Iterator::count)
    }

    /// The town after it moved into a restored folder, with the same backups.
    pub(super) fn moved_to(self, data: &Path) -> Self {
        let Self { folder, clock, keeping, identity } = self;
        let settings = keeping.settings.clone();
        drop(keeping);
        let house = House::open_at(data, 8, Arc::clone(&clock) as Arc<dyn Clock>).ok().unwrap();
        let keeping = Shared::new(Arc::new(house), settings, Some(std::sync::mpsc::channel().0)).unwrap();
        Self { folder, clock, keeping, identity }
    }

    pub(super) fn now(&self) -> Timestamp {
        self.clock.shows()
    }
}

/// The state of every store of a house.
pub(super) fn state(house: &House) -> State {
    let digest = |store: &ayni_storage::Store| hex(&store.digest().unwrap());
    let entries = house.node().data().read(ayni_communities::list).unwrap();
    let community = |id| digest(house.node().community(id).unwrap().data.store());
    let mut all: State = entries.iter().map(|entry| (entry.slug.to_string(), community(entry.id))).collect();
    all.insert("node".to_owned(), digest(house.node().data().store()));
    all
}

/// The state in a restored folder.
pub(super) fn state_in(folder: &Path) -> State {
    state(&House::open(folder, 8).ok().unwrap())
}
