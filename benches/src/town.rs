//! A community to measure with: its data folder as the program lays it out, a hundred members, logins and tokens.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use anyhow::{Result, bail};
use ayni_communities::{Hue, Kind, TimeZoneName};
use ayni_founding::{Admin, Founding};
use ayni_kernel::{
    AccountId, Actor, Address, Amount, Body, Code, Community, CommunityId, CurrencyId, Data, Email, Error, Language,
    Line, MemberId, Name, Node, Roles, Scale, Slug, UserId, WriteTx,
};
use ayni_ledger::{CurrencyKind, NewCurrency, Transfer, TransferKind};
use ayni_members::{List, MemberKind, NewMember};
use ayni_search::{Index, Update};
use ayni_storage::{Backend, Blobs, Options, Store};
use ayni_users::{NewApiToken, NewUser, OpenSession, PasswordHash, Scope, Scopes};

use crate::chance::Chance;

/// The community's name in addresses.
pub(crate) const SLUG: &str = "bench";

/// Members beside the founder.
const MEMBERS: usize = 100;

/// Transfers imported in one transaction.
const BATCH: u32 = 2_000;

/// Seconds from one imported transfer to the next: a million of them fill a year.
const STEP: i64 = 30;

/// Any well-formed hash; nobody signs in with a password here.
const HASH: &str = "$2b$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy";

/// The program itself, while it prepares.
const MAKER: Actor = Actor::System("benches");

/// Somebody who pays and is paid.
#[derive(Debug, Clone)]
pub(crate) struct Somebody {
    pub(crate) user: UserId,
    pub(crate) member: MemberId,
    pub(crate) account: AccountId,
    /// The member's number, which is also the code of the account.
    pub(crate) number: String,
    /// A token for the API that may pay.
    pub(crate) token: String,
}

impl Somebody {
    /// As the community knows this person.
    pub(crate) fn actor(&self) -> Actor {
        Actor::person(self.user, self.member, Roles::NONE)
    }
}

/// The open data folder.
pub(crate) struct Town {
    folder: PathBuf,
    node: Node,
    pub(crate) community: Community,
    currency: CurrencyId,
}

/// Who lives in the town, to be used while the program serves it.
pub(crate) struct People {
    /// The founder, whose account takes part in every imported transfer.
    pub(crate) founder: Somebody,
    /// A session of the founder.
    pub(crate) session: String,
    /// The members.
    pub(crate) members: Vec<Somebody>,
}

impl Town {
    /// Founds a community with its people in a new data folder.
    pub(crate) fn found(folder: &Path) -> Result<(Self, People)> {
        let node = open(folder)?;
        let founded = ayni_founding::found(&node, founding()?)?;
        let community = node.community(founded.community)?;
        let currency = community.read(|tx| Ok(ayni_ledger::main_currency(tx)?.id))?;
        let town = Self { folder: folder.to_owned(), node, community, currency };
        let founder = town.somebody(founded.user, founded.member)?;
        let mut members = Vec::with_capacity(MEMBERS);
        for number in 0..MEMBERS {
            members.push(town.move_in(number)?);
        }
        let ask = OpenSession { user: founder.user, agent: Line::default() };
        let session = town.node.data().write(move |tx| ayni_users::open_session(tx, ask))?.to_string();
        town.index()?;
        Ok((town, People { founder, session, members }))
    }

    /// Opens a data folder that was founded before.
    pub(crate) fn open(folder: &Path) -> Result<Self> {
        let node = open(folder)?;
        let Some(entry) = node.data().read(ayni_communities::list)?.into_iter().next() else {
            bail!("{} holds no community", folder.display());
        };
        let community = node.community(entry.id)?;
        let currency = community.read(|tx| Ok(ayni_ledger::main_currency(tx)?.id))?;
        Ok(Self { folder: folder.to_owned(), node, community, currency })
    }

    /// Closes everything in an orderly way; gives the folder back.
    pub(crate) fn leave(self) -> PathBuf {
        self.community.data.store().clone().close();
        self.node.data().store().clone().close();
        self.folder
    }

    /// A new member with a login.
    fn move_in(&self, number: usize) -> Result<Somebody> {
        let name = Name::parse("name", &format!("Member Number{number}")).map_err(Error::from)?;
        let email = Email::parse("email", &format!("member{number}@bench.example")).map_err(Error::from)?;
        let (new, community) = (NewUser::new(email, name.clone()), self.community.id);
        let user = self.node.data().write(move |tx| {
            let user = ayni_users::register(tx, new)?.id;
            ayni_users::note_membership(tx, user, community)?;
            Ok(user)
        })?;
        let member = self.community.write(move |tx| {
            let new = NewMember {
                user: Some(user),
                number: None,
                name,
                kind: MemberKind::Personal,
                description: Body::parse("description", "Bakes bread, mends bicycles, grows beans.")?,
                address: Address::default(),
                location: None,
                contacts: Vec::new(),
                note: Line::default(),
            };
            Ok(ayni_members::create(tx, &MAKER, new)?.id)
        })?;
        self.somebody(user, member)
    }

    fn somebody(&self, user: UserId, member: MemberId) -> Result<Somebody> {
        let (account, number) = self.community.read(|tx| {
            let account = ayni_ledger::accounts_of(tx, &MAKER, member)?.into_iter().next();
            let number = ayni_members::name_of(tx, member)?.number.to_string();
            Ok((account.ok_or(Error::NotFound)?.id, number))
        })?;
        let ask = NewApiToken {
            community: self.community.id,
            name: Name::parse("name", "benches").map_err(Error::from)?,
            scopes: Scopes::from_iter([Scope::Pay]),
            valid_days: None,
        };
        let me = Actor::person(user, member, Roles::NONE);
        let (_, token) = self.node.data().write(move |tx| ayni_users::make_api_token(tx, &me, ask))?;
        Ok(Somebody { user, member, account, number, token })
    }

    /// Brings the search index up to date, as the program's own job would.
    fn index(&self) -> Result<()> {
        let Community { data, index, .. } = &self.community;
        let updates = data.read(|tx| {
            let ask = List { status: None, after: None, limit: ayni_kernel::page::MAX_ROWS };
            let members = ayni_members::directory(tx, &MAKER, &ask)?.rows;
            let documents = members.iter().map(|member| ayni_members::document(tx, member.id));
            documents.collect::<Result<Vec<_>, _>>()
        })?;
        index.apply(updates.into_iter().flatten().map(Update::Put).collect(), data.store().status().seq)?;
        Ok(())
    }

    /// Brings in so many transfers, each between the founder and a member, in turn to and fro.
    pub(crate) fn import(&self, people: &People, count: u32) -> Result<()> {
        let hub = people.founder.account;
        let others: Arc<[AccountId]> = people.members.iter().map(|member| member.account).collect();
        let now = self.community.write(|tx| Ok(tx.now()))?;
        let start = now.plus_seconds(-STEP * i64::from(count));
        let currency = self.currency;
        let mut done = 0;
        while done < count {
            let end = count.min(done + BATCH);
            let others = Arc::clone(&others);
            self.community.write(move |tx| {
                tx.unlimited();
                let mut chance = Chance::new(u64::from(done));
                for number in done..end {
                    let other = others.get(chance.below(others.len())).copied().ok_or(Error::NotFound)?;
                    let sides = if number % 2 == 0 { (hub, other) } else { (other, hub) };
                    let at = start.plus_seconds(STEP * i64::from(number));
                    let transfer = transfer(tx, currency, sides, Amount::new(chance.amount()), at)?;
                    ayni_ledger::import_transfer(tx, transfer)?;
                }
                Ok(())
            })?;
            done = end;
        }
        self.index()
    }

    /// Checks that the ledger holds just the payments that were acknowledged, and that it adds up.
    pub(crate) fn verify(&self, payments: u64, volume: i64) -> Result<()> {
        let (totals, findings) =
            self.community.read(|tx| Ok((ayni_ledger::community_totals(tx, &MAKER)?, ayni_ledger::audit(tx)?)))?;
        let Some(totals) = totals.first() else { bail!("the ledger has no totals") };
        if (totals.transfers, totals.volume.minor()) != (payments, volume) {
            bail!(
                "{payments} payments of {volume} were acknowledged, the ledger has {} of {}",
                totals.transfers,
                totals.volume.minor()
            );
        }
        match findings.first() {
            None => Ok(()),
            Some(finding) => bail!("the ledger does not add up: {finding}"),
        }
    }
}

fn transfer(
    tx: &mut WriteTx<'_>,
    currency: CurrencyId,
    (debit, credit): (AccountId, AccountId),
    amount: Amount,
    at: ayni_kernel::Timestamp,
) -> ayni_kernel::Result<Transfer> {
    let id = tx.id();
    Ok(Transfer {
        id,
        group: id,
        currency,
        debit,
        credit,
        amount,
        kind: TransferKind::Import,
        description: Line::parse("description", "Half a dozen eggs and a loaf")?,
        category: None,
        by: None,
        reverses: None,
        request: None,
        at,
        updated: at,
        extras: Vec::new(),
    })
}

/// The node over a data folder laid out as the program does it.
fn open(folder: &Path) -> Result<Node> {
    fs::create_dir_all(folder)?;
    let file = Backend::File(folder.join("node.redb"));
    let data = Data::new(Store::open(Options::new(file), ayni_founding::node_schema())?, &[]);
    let communities = folder.join("communities");
    Ok(Node::new(data, Arc::new(move |id| open_community(&communities, id))))
}

fn open_community(communities: &Path, id: CommunityId) -> ayni_kernel::Result<Community> {
    let folder: PathBuf = communities.join(id.to_string());
    fs::create_dir_all(&folder).map_err(Error::broken)?;
    let file = Backend::File(folder.join("store.redb"));
    let store = Store::open(Options::new(file), ayni_founding::community_schema())?;
    let data = Data::new(store, ayni_founding::reactors());
    Ok(Community { id, data, index: Index::open(&folder.join("index"))?, blobs: Blobs::open(&folder.join("files"))? })
}

fn founding() -> ayni_kernel::Result<Founding> {
    Ok(Founding {
        name: Name::parse("name", "Bench Lane")?,
        slug: Slug::parse("slug", SLUG)?,
        kind: Kind::Both,
        language: Language::English,
        time_zone: TimeZoneName::parse("time_zone", "Europe/London")?,
        hue: Hue::default(),
        currency: NewCurrency {
            code: Code::parse("code", "BENCH")?,
            name: Name::parse("name", "bench")?,
            plural: Name::parse("plural", "benches")?,
            symbol: Line::parse("symbol", "b")?,
            scale: Scale::new(2)?,
            shown: 2,
            kind: CurrencyKind::Mutual,
            rate: None,
            lower: None,
            upper: None,
            request_days: 14,
        },
        admin: Admin {
            name: Name::parse("name", "Fay Founder")?,
            email: Email::parse("email", "fay@bench.example")?,
            password: PasswordHash::imported(HASH).ok_or_else(|| Error::broken("the hash"))?,
        },
    })
}
