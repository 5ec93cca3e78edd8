//! What ledger pages and the first page share: a balance, a statement's line, a payment request, a party.

use ayni_kernel::{AccountId, Actor, Amount, CategoryId, Reads, Result, Timestamp, UserId, tx::Now as _};
use ayni_ledger::{
    Account, AccountCard, AccountStatus, Currency, Owner, PaymentRequest, RequestState, StatementAsk, StatementLine,
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    charges,
    kit::{MoneyView, Visit, Words},
    ledger::{chart::Meter, credit::CreditView},
    links,
};

/// A balance with its limits: what may be spent and what may still come in.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct BalanceCard {
    /// The account's id.
    pub account: String,
    /// The account's code.
    pub code: String,
    /// Whose it is.
    pub holder: String,
    /// Whether the reader looks after the holder's affairs.
    pub mine: bool,
    /// The currency's code.
    pub currency: String,
    /// open, frozen or closed.
    pub status: &'static str,
    /// What the account holds.
    pub balance: MoneyView,
    /// What may still be paid; absent without a limit.
    pub available: Option<MoneyView>,
    /// What may still be received; absent without a limit.
    pub room: Option<MoneyView>,
    /// The lower limit.
    pub lower: Option<MoneyView>,
    /// The upper limit.
    pub upper: Option<MoneyView>,
    /// What pending holds have set aside; absent when there are none.
    pub pending: Option<MoneyView>,
    /// How the lower limit comes about; absent for a plain one.
    pub credit: Option<CreditView>,
    #[serde(skip)]
    #[schema(ignore)]
    pub meter: Meter,
    #[serde(skip)]
    #[schema(ignore)]
    pub link: String,
}

impl BalanceCard {
    /// The card of an account that the actor may see.
    pub(crate) fn of(tx: &impl Reads, me: &Actor, words: &Words, account: &Account) -> Result<Self> {
        let currency = ayni_ledger::currency(tx, account.currency)?;
        let holder = PartyView::of(ayni_ledger::card(tx, account.id)?, words);
        let money = |amount| MoneyView::from(currency.money(amount));
        Ok(Self {
            account: account.id.to_string(),
            code: account.code.to_string(),
            holder: holder.name,
            mine: matches!(account.owner, Owner::Member(member) if me.acts_for(member)),
            currency: currency.code.to_string(),
            status: account.status.word(),
            balance: money(account.balance()),
            available: account.available().map(money),
            room: account.room().map(money),
            lower: account.lower_shown().map(money),
            upper: account.upper.map(money),
            pending: Some(account.pending_out).filter(|amount| amount.is_positive()).map(money),
            credit: CreditView::of(words, account, &currency),
            meter: Meter::of(account, &currency, words),
            link: links::account(account.id),
        })
    }

    /// Whether the account may move now.
    pub(crate) fn is_open(&self) -> bool {
        self.status == AccountStatus::Open.word()
    }
}

/// One side of a transfer, as everybody inside may see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct PartyView {
    /// The account's id.
    pub account: String,
    /// The account's code.
    pub code: String,
    /// member, treasury or system.
    pub kind: &'static str,
    /// The member's name, or what the community calls its own account.
    pub name: String,
    /// The member number.
    pub number: Option<String>,
    /// The member's id.
    pub member: Option<String>,
    /// Address of the member's photo.
    pub photo: Option<String>,
    #[serde(skip)]
    #[schema(ignore)]
    pub link: Option<String>,
}

impl PartyView {
    /// The party of an account.
    pub(crate) fn of(card: AccountCard, words: &Words) -> Self {
        let (kind, member) = match card.owner {
            Owner::Member(member) => ("member", Some(member)),
            Owner::Treasury => ("treasury", None),
            Owner::System => ("system", None),
        };
        Self {
            account: card.id.to_string(),
            kind,
            name: card.name.map_or_else(|| words.say(&format!("ledger-party-{kind}")), String::from),
            code: card.code.to_string(),
            number: card.number.map(|number| number.to_string()),
            member: member.map(|id| id.to_string()),
            photo: card.photo.as_ref().map(links::photo),
            link: member.map(links::member),
        }
    }

    /// The party that owns an account.
    pub(crate) fn owning(tx: &impl Reads, account: AccountId, words: &Words) -> Result<Self> {
        Ok(Self::of(ayni_ledger::card(tx, account)?, words))
    }
}

/// One line of a statement.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct EntryView {
    /// The transfer's id.
    pub transfer: String,
    /// Counted from 1 in each account, without gaps.
    pub number: u64,
    /// The other side.
    pub other: PartyView,
    /// Positive when received, negative when paid.
    pub amount: MoneyView,
    /// The balance afterwards.
    pub balance: MoneyView,
    /// When.
    pub at: String,
    /// What for.
    pub description: String,
    /// The category's name.
    pub category: Option<String>,
    /// payment, request, on-behalf, hold, reversal, levy or import.
    pub kind: &'static str,
    /// The id of the transfer that took it back.
    pub reversed: Option<String>,
    /// The rule of charges by which it came about.
    pub rule: Option<String>,
    #[serde(skip)]
    #[schema(ignore)]
    pub day: String,
    #[serde(skip)]
    #[schema(ignore)]
    pub link: String,
}

impl EntryView {
    /// The view of a statement's line.
    pub(crate) fn of(
        tx: &impl Reads,
        words: &Words,
        now: Timestamp,
        currency: &Currency,
        line: StatementLine,
    ) -> Result<Self> {
        let StatementLine { entry, transfer, other, reversed } = line;
        Ok(Self {
            transfer: transfer.id.to_string(),
            number: entry.number,
            other: PartyView::of(other, words),
            amount: currency.money(entry.amount).into(),
            balance: currency.money(entry.balance).into(),
            at: entry.at.to_string(),
            description: transfer.description.to_string(),
            category: category_name(tx, transfer.category)?,
            kind: transfer.kind.word(),
            reversed: reversed.map(|id| id.to_string()),
            rule: charges::rule_page(tx, &transfer)?,
            day: day(words, now, entry.at),
            link: links::transfer(transfer.id),
        })
    }

    /// The locale key of how it came about.
    pub(crate) fn kind_key(&self) -> String {
        format!("ledger-kind-{}", self.kind)
    }

    /// Whether its kind needs no mark: what came about by paying, or was there before this program.
    pub(crate) fn is_plain(&self) -> bool {
        matches!(self.kind, "payment" | "import")
    }
}

/// The day as people say it: today and yesterday by name.
fn day(words: &Words, now: Timestamp, at: Timestamp) -> String {
    let date = at.in_zone(words.zone()).date();
    let today = now.in_zone(words.zone()).date();
    if date == today {
        words.say("ledger-today")
    } else if today.yesterday().is_ok_and(|yesterday| date == yesterday) {
        words.say("ledger-yesterday")
    } else {
        words.date(at)
    }
}

/// A category's name, if there is one.
pub(crate) fn category_name(tx: &impl Reads, id: Option<CategoryId>) -> Result<Option<String>> {
    let Some(id) = id else { return Ok(None) };
    Ok(ayni_communities::category(tx, id)?.map(|category| category.name.into()))
}

/// A payment that somebody asked for.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct RequestView {
    /// The request's id.
    pub id: String,
    /// Who asks.
    pub payee: PartyView,
    /// Who is asked.
    pub payer: PartyView,
    /// How much.
    pub amount: MoneyView,
    /// What for.
    pub description: String,
    /// The category's name.
    pub category: Option<String>,
    /// open, accepted, rejected, withdrawn or expired.
    pub state: &'static str,
    /// The transfer that answered it.
    pub transfer: Option<String>,
    /// When it was made.
    pub created: String,
    /// Until when it may be accepted.
    pub expires: String,
    /// Whether the reader may accept or reject it now.
    pub answerable: bool,
    /// Whether the reader may withdraw it now.
    pub withdrawable: bool,
    #[serde(skip)]
    #[schema(ignore)]
    pub incoming: bool,
    #[serde(skip)]
    #[schema(ignore)]
    pub link: String,
    #[serde(skip)]
    #[schema(ignore)]
    pub acceptance: String,
    #[serde(skip)]
    #[schema(ignore)]
    pub rejection: String,
    #[serde(skip)]
    #[schema(ignore)]
    pub withdrawal: String,
}

impl RequestView {
    /// The view of a request whose currency is at hand.
    pub(crate) fn of(tx: &impl Reads, me: &Actor, words: &Words, now: Timestamp, ask: &PaymentRequest) -> Result<Self> {
        let currency = ayni_ledger::currency(tx, ask.currency)?;
        let (to, from) = (ayni_ledger::card(tx, ask.payee)?, ayni_ledger::card(tx, ask.payer)?);
        let (state, transfer) = match ask.state {
            RequestState::Open if now < ask.expires => ("open", None),
            RequestState::Open | RequestState::Expired => ("expired", None),
            RequestState::Accepted(transfer) => ("accepted", Some(transfer.to_string())),
            RequestState::Rejected => ("rejected", None),
            RequestState::Withdrawn => ("withdrawn", None),
        };
        let open = state == "open";
        Ok(Self {
            id: ask.id.to_string(),
            incoming: !owns(me, &to),
            answerable: open && may(tx, me, ask.payer, ayni_ledger::AccountAct::Pay),
            withdrawable: open && may(tx, me, ask.payee, ayni_ledger::AccountAct::Collect),
            payee: PartyView::of(to, words),
            payer: PartyView::of(from, words),
            amount: currency.money(ask.amount).into(),
            description: ask.description.to_string(),
            category: category_name(tx, ask.category)?,
            state,
            transfer,
            created: ask.created.to_string(),
            expires: ask.expires.to_string(),
            link: links::request(ask.id),
            acceptance: links::accept_request(ask.id),
            rejection: links::reject_request(ask.id),
            withdrawal: links::withdraw_request(ask.id),
        })
    }

    /// The other side, seen from the reader.
    pub(crate) fn other(&self) -> &PartyView {
        if self.incoming { &self.payee } else { &self.payer }
    }

    /// Whether it waits for an answer.
    pub(crate) fn is_open(&self) -> bool {
        self.state == "open"
    }

    /// The locale key of its state.
    pub(crate) fn state_key(&self) -> String {
        format!("ledger-state-{}", self.state)
    }

    /// The badge of its state.
    pub(crate) fn badge(&self) -> &'static str {
        match self.state {
            "open" => "wait",
            "accepted" => "ok",
            "rejected" => "bad",
            _ => "",
        }
    }
}

fn owns(me: &Actor, card: &AccountCard) -> bool {
    matches!(card.owner, Owner::Member(member) if me.acts_for(member))
}

/// Whether the actor may do this with the account, for buttons; the use case asks again.
pub(crate) fn may(tx: &impl Reads, me: &Actor, account: AccountId, act: ayni_ledger::AccountAct) -> bool {
    ayni_ledger::account(tx, me, account).is_ok_and(|account| me.may(act, &account).is_ok())
}

/// The balance of the member acted for, in its first currency; nothing for strangers and users without a member.
pub(crate) fn balance_card(visit: &Visit) -> Result<Option<BalanceCard>> {
    let Ok(member) = visit.member() else { return Ok(None) };
    visit.read(|tx, me| {
        let account = ayni_ledger::accounts_of(tx, me, member)?.into_iter().next();
        account.map(|account| BalanceCard::of(tx, me, &visit.words, &account)).transpose()
    })
}

/// The requests that wait for an answer of the member acted for.
pub(crate) fn waiting_requests(visit: &Visit) -> Result<Vec<RequestView>> {
    let Ok(member) = visit.member() else { return Ok(Vec::new()) };
    visit.read(|tx, me| {
        let mut waiting = Vec::new();
        for account in ayni_ledger::accounts_of(tx, me, member)? {
            for request in ayni_ledger::open_requests(tx, me, account.id)? {
                waiting.push(RequestView::of(tx, me, &visit.words, tx.now(), &request)?);
            }
        }
        Ok(waiting)
    })
}

/// The newest lines of the first account of the member acted for.
pub(crate) fn recent_entries(visit: &Visit, limit: usize) -> Result<Vec<EntryView>> {
    let Ok(member) = visit.member() else { return Ok(Vec::new()) };
    visit.read(|tx, me| {
        let Some(account) = ayni_ledger::accounts_of(tx, me, member)?.into_iter().next() else {
            return Ok(Vec::new());
        };
        let currency = ayni_ledger::currency(tx, account.currency)?;
        let page = ayni_ledger::statement(tx, me, &StatementAsk::newest(account.id, limit))?;
        page.rows.into_iter().map(|line| EntryView::of(tx, &visit.words, tx.now(), &currency, line)).collect()
    })
}

/// The name of a user, for "by Carla"; nothing for the program and for users who are gone.
pub(crate) fn user_name(visit: &Visit, user: Option<UserId>) -> Result<Option<String>> {
    let Some(user) = user else { return Ok(None) };
    visit.app.read_node(|tx| Ok(ayni_users::get(tx, user)?.map(|user| user.name.into())))
}

/// An amount without a currency, for the ends of pictures: whole units without decimals.
pub(crate) fn short(words: &Words, currency: &Currency, amount: Amount) -> String {
    let unit = currency.scale.unit();
    if amount.minor() % unit == 0 {
        words.number(amount.minor() / unit).replace('-', "\u{2212}")
    } else {
        words.amount(amount, currency.scale)
    }
}
