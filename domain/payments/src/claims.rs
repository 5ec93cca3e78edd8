//! Paying somebody who is no member yet: the amount is kept until they join, or goes back.

use ayni_kernel::{
    AccountId, Actor, Amount, ClaimId, Code, Cursor, Error, Event, Fault, HoldId, Line, MemberId, Name, Page, Reads,
    Result, Role, Timestamp, TransferId, UserId, WriteTx, page::MAX_ROWS,
};
use ayni_ledger::{Account, KeepAside, Pay, Transfer};
use ayni_members::{ContactKind, MemberStatus};
use ayni_notices::About;

use crate::{
    approvals::{PROGRAM, payer, within_threshold},
    code,
    tables::claims as tables,
    telling,
};

/// Letters of a claim's code: 60 bits, since whoever has it may have the amount.
const CODE_LETTERS: usize = 12;

/// The longest that an amount is kept, in days.
pub const MAX_CLAIM_DAYS: u16 = 180;

/// Amounts that one person is paid when they join; whatever is beyond they get by its link.
const MAX_AT_ONCE: usize = 20;

/// Claims that a steward looks through.
const MAX_SHOWN: usize = 100;

ayni_kernel::choices! {
    /// What became of a claim.
    ClaimState {
        /// The amount is kept.
        Waiting = 1 "waiting",
        /// They joined and were paid.
        Paid = 2 "paid",
        /// Whoever kept it took it back.
        Withdrawn = 3 "withdrawn",
        /// They did not join in time.
        Expired = 4 "expired",
    }
}

/// An amount kept for somebody who is no member yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// Which one.
    pub id: ClaimId,
    /// What stands in the address that is handed over.
    pub code: Code,
    /// The account that pays.
    pub from: AccountId,
    /// How much.
    pub amount: Amount,
    /// For whom.
    pub name: Name,
    /// Their e-mail address or telephone number.
    pub contact: Line,
    /// What for.
    pub description: Line,
    /// What keeps the amount aside.
    pub hold: HoldId,
    /// What became of it.
    pub state: ClaimState,
    /// The member who joined, to be paid by the program.
    pub joined: Option<MemberId>,
    /// When the program pays.
    pub due: Option<Timestamp>,
    /// The payment.
    pub transfer: Option<TransferId>,
    /// Until when it is kept.
    pub expires: Timestamp,
    /// Who kept it.
    pub by: Option<UserId>,
    /// When it was made.
    pub created: Timestamp,
    /// When it last changed.
    pub updated: Timestamp,
}

/// An amount to keep.
#[derive(Debug, Clone)]
pub struct Reserve {
    /// The account that pays.
    pub from: AccountId,
    /// How much.
    pub amount: Amount,
    /// For whom.
    pub name: Name,
    /// Their e-mail address or telephone number.
    pub contact: Line,
    /// What for.
    pub description: Line,
    /// Days that it is kept, at most [`MAX_CLAIM_DAYS`].
    pub days: u16,
}

impl Claim {
    /// What became of it at a moment.
    pub fn standing(&self, now: Timestamp) -> ClaimState {
        if self.state == ClaimState::Waiting && self.expires <= now { ClaimState::Expired } else { self.state }
    }
}

/// A contact as it is compared: an address in lower case, or the digits of a number; `None` when it is neither.
pub(crate) fn comparable(contact: &str) -> Option<String> {
    if contact.contains('@') {
        return ayni_kernel::Email::parse("contact", contact).ok().map(|email| email.to_string());
    }
    let digits: String = contact.chars().filter(char::is_ascii_digit).collect();
    // What a country calls its own numbers begins with a nought, elsewhere with the country: the end tells.
    let end = digits.len().checked_sub(SAME_DIGITS)?;
    digits.get(end..).map(str::to_owned)
}

/// Digits at the end that make two telephone numbers the same.
const SAME_DIGITS: usize = 8;

/// Keeps an amount for somebody who is no member yet; by whoever may pay from the account.
///
/// Refuses as a payment does, and with `Invalid` for a contact that is neither an address nor a number, for too long a
/// time, and for an amount that would need a second person.
pub fn reserve(tx: &mut WriteTx<'_>, me: &Actor, ask: Reserve) -> Result<Claim> {
    let account = payer(&**tx, me, ask.from)?;
    if comparable(ask.contact.as_str()).is_none() {
        return Err(Error::invalid("contact", "payments-claim-contact"));
    }
    if !(1..=MAX_CLAIM_DAYS).contains(&ask.days) {
        return Err(Fault::new("days", "payments-days").with("max", usize::from(MAX_CLAIM_DAYS)).into());
    }
    within_threshold(&**tx, me, account.id, ask.amount)?;
    let expires = tx.now().plus_days(i64::from(ask.days));
    let (amount, description) = (ask.amount, ask.description.clone());
    let aside = KeepAside { from: account.id, to: None, amount, description, expires };
    let hold = ayni_ledger::keep_aside(tx, me, aside)?.id;
    let claim = Claim {
        id: tx.id(),
        code: code::new(tx, CODE_LETTERS)?,
        from: account.id,
        amount,
        name: ask.name,
        contact: ask.contact,
        description: ask.description,
        hold,
        state: ClaimState::Waiting,
        joined: None,
        due: None,
        transfer: None,
        expires,
        by: me.user(),
        created: tx.now(),
        updated: tx.now(),
    };
    keep(tx, claim)
}

fn keep(tx: &mut WriteTx<'_>, mut claim: Claim) -> Result<Claim> {
    claim.updated = tx.now();
    tables::put(tx, &claim)?;
    tx.emit(Event::ClaimChanged(claim.id))?;
    Ok(claim)
}

/// Notes what a new member is to be paid. The payment follows by itself, so that nothing about it keeps them out.
pub(crate) fn joined(tx: &mut WriteTx<'_>, member: MemberId) -> Result<()> {
    let contacts = ayni_members::get(&**tx, &PROGRAM, member)?.contacts;
    let reached = contacts
        .iter()
        .filter(|contact| matches!(contact.kind, ContactKind::Email | ContactKind::Phone | ContactKind::Whatsapp));
    for contact in reached.filter_map(|contact| comparable(contact.value.as_str())) {
        for mut claim in tables::waiting_for(&**tx, &contact, MAX_AT_ONCE)? {
            claim.joined = Some(member);
            claim.due = Some(tx.now());
            keep(tx, claim)?;
        }
    }
    Ok(())
}

/// Pays whoever joined, or notes that nobody did in time.
pub(crate) fn carry_out(tx: &mut WriteTx<'_>, id: ClaimId) -> Result<()> {
    let Some(mut claim) = tables::claim(&**tx, id)?.filter(|claim| claim.state == ClaimState::Waiting) else {
        return Ok(());
    };
    if claim.expires <= tx.now() {
        claim.state = ClaimState::Expired;
        return gone(tx, claim, "payments-notice-claim-expired");
    }
    let Some(member) = claim.joined else { return Ok(()) };
    let account = account_in(&**tx, &claim, member)?;
    pay(tx, claim, &account).map(drop)
}

/// The member's account in the currency of what is kept.
fn account_in(tx: &impl Reads, claim: &Claim, member: MemberId) -> Result<Account> {
    let currency = ayni_ledger::card(tx, claim.from)?.currency;
    let accounts = ayni_ledger::accounts_of(tx, &PROGRAM, member)?;
    accounts.into_iter().find(|account| account.currency == currency).ok_or(Error::NotFound)
}

fn pay(tx: &mut WriteTx<'_>, mut claim: Claim, to: &Account) -> Result<Transfer> {
    ayni_ledger::void_hold(tx, &PROGRAM, claim.hold)?;
    let (id, description) = (Some(TransferId::from_bytes(claim.id.bytes())), claim.description.clone());
    let ask = Pay { id, from: claim.from, to: to.id, amount: claim.amount, description, category: None };
    let transfer = ayni_ledger::pay(tx, &PROGRAM, ask)?;
    (claim.state, claim.transfer, claim.due) = (ClaimState::Paid, Some(transfer.id), None);
    let (from, money) = (telling::name_of(&**tx, claim.from)?, telling::money(&**tx, claim.from, claim.amount)?);
    let notice = telling::notice("payments-notice-claim-yours", About::Transfer(transfer.id), from, money);
    telling::tell(tx, to.id, notice)?;
    gone(tx, claim, "payments-notice-claim-paid")?;
    Ok(transfer)
}

/// Keeps a claim that is over, and tells whoever made it.
fn gone(tx: &mut WriteTx<'_>, claim: Claim, word: &'static str) -> Result<()> {
    let claim = keep(tx, claim)?;
    let money = telling::money(&**tx, claim.from, claim.amount)?;
    telling::tell(tx, claim.from, telling::notice(word, About::Claim(claim.id), claim.name.to_string(), money))
}

/// Leaves the payment to the link, since it was refused.
pub(crate) fn refused(tx: &mut WriteTx<'_>, id: ClaimId) -> Result<()> {
    let Some(mut claim) = tables::claim(&**tx, id)? else { return Ok(()) };
    (claim.due, claim.joined) = (None, None);
    keep(tx, claim).map(drop)
}

/// What is kept behind a link, for whoever has it, also before they join.
pub fn claim_by_code(tx: &impl Reads, text: &Code) -> Result<Claim> {
    tables::by_code(tx, &code::plain(text.as_str()))?.ok_or(Error::NotFound)
}

fn open(claim: &Claim, now: Timestamp) -> Result<()> {
    match claim.standing(now) {
        ClaimState::Waiting => Ok(()),
        ClaimState::Paid => Err(Error::conflict("payments-claim-paid")),
        ClaimState::Withdrawn => Err(Error::conflict("payments-claim-withdrawn")),
        ClaimState::Expired => Err(Error::conflict("payments-claim-expired")),
    }
}

/// Takes what is kept, by the link: paid to the member that the actor acts for.
///
/// Refuses with `Conflict` when it is over already, and as a payment does.
pub fn take_claim(tx: &mut WriteTx<'_>, me: &Actor, text: &Code) -> Result<Transfer> {
    let member = me.member()?;
    let claim = claim_by_code(&**tx, text)?;
    open(&claim, tx.now())?;
    if ayni_members::name_of(&**tx, member)?.status != MemberStatus::Active {
        return Err(Error::Forbidden);
    }
    let account = account_in(&**tx, &claim, member)?;
    pay(tx, claim, &account)
}

/// Takes back what is kept, by whoever may pay from the account.
pub fn withdraw_claim(tx: &mut WriteTx<'_>, me: &Actor, id: ClaimId) -> Result<Claim> {
    let mut claim = claim(&**tx, me, id)?;
    payer(&**tx, me, claim.from)?;
    open(&claim, tx.now())?;
    ayni_ledger::void_hold(tx, &PROGRAM, claim.hold)?;
    claim.state = ClaimState::Withdrawn;
    keep(tx, claim)
}

/// A claim, for those who may see the account that pays.
pub fn claim(tx: &impl Reads, me: &Actor, id: ClaimId) -> Result<Claim> {
    let claim = tables::claim(tx, id)?.ok_or_else(|| me.absent())?;
    match ayni_ledger::account(tx, me, claim.from) {
        Err(Error::Forbidden) => Err(Error::NotFound),
        other => other.map(|_| claim),
    }
}

/// All that waits for people who join, the oldest first and at most 100, for stewards.
pub fn claims_waiting(tx: &impl Reads, me: &Actor) -> Result<Vec<Claim>> {
    if !me.has(Role::Steward) {
        return Err(if me.is_inside() { Error::Forbidden } else { me.absent() });
    }
    tables::waiting(tx, MAX_SHOWN)
}

/// What an account keeps for others, newest first, for those who may see it.
pub fn claims_of(
    tx: &impl Reads,
    me: &Actor,
    account: AccountId,
    after: Option<Cursor>,
    limit: usize,
) -> Result<Page<Claim>> {
    let account = ayni_ledger::account(tx, me, account)?;
    let after = after.map(|cursor| cursor.key::<ClaimId>()).transpose()?;
    let limit = limit.clamp(1, MAX_ROWS);
    let mut rows = tables::of_account(tx, account.id, after, limit + 1)?;
    let more = rows.len() > limit;
    rows.truncate(limit);
    let next = rows.last().filter(|_| more).map(|claim| Cursor::after(&claim.id));
    Ok(Page { rows, next })
}
