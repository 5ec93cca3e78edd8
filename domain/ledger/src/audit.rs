//! The audit: every balance, counter, chain and cross reference computed anew from transfers, entries and holds.
//!
//! It holds one tally for each account (and one for each two members who deal with each other, in currencies that have
//! growing limits) and nothing for each transfer, so that its memory does not grow with history:
//! transfers pass by in the order of their chains, entries in the order of their statements, and that both describe
//! the same movements follows from counting. `docs/proofs.md` lists what it can find.

mod replay;

use std::{collections::BTreeMap, fmt};

use ayni_kernel::{AccountId, Amount, CurrencyId, Error, Reads, Result, Timestamp, page::MAX_ROWS};

use crate::{
    import::all_accounts,
    model::{Account, Currency, Entry, Hold, HoldState, LimitChange, LimitKind, Limits, Owner, RequestState, Totals},
    tables,
};

/// Findings beyond this many are not collected: the books are broken anyway.
const MAX_FINDINGS: usize = 1_000;

/// Something in the books that does not add up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// A short word for programs, one of those listed in `docs/proofs.md`.
    pub code: &'static str,
    /// What it is about: an account's code, a transfer's id.
    pub about: String,
    /// What is wrong, as a sentence for the log.
    pub fault: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} ({})", self.about, self.fault, self.code)
    }
}

/// What was counted for an account. In 128 bits, so that no sum can overflow.
struct Tally {
    account: Account,
    posted_in: i128,
    posted_out: i128,
    pending_in: i128,
    pending_out: i128,
    /// The entries that its transfers name.
    named: u64,
    /// The entries of its statement.
    entries: u64,
    /// The balance after the last of them.
    balance: i128,
    /// What holds had set aside at the moment that is replayed.
    held_in: i128,
    held_out: i128,
    /// The limits at that moment, and the number and content of the next change.
    limits: Limits,
    kind: LimitKind,
    next_limits: (u64, Option<LimitChange>),
}

/// What was counted for a currency.
#[derive(Default)]
struct Traded {
    volume: i128,
    transfers: u64,
    head: Option<crate::chain::Hash>,
}

struct Audit<'t, T> {
    tx: &'t T,
    tallies: BTreeMap<AccountId, Tally>,
    traded: BTreeMap<CurrencyId, Traded>,
    /// Ties that were counted, each in both directions.
    ties: usize,
    findings: Vec<Finding>,
}

/// Recomputes the ledger; an empty answer says that all of it adds up. Reads everything: for the doctor, not for a page.
///
/// A record that cannot be read ends the audit with a finding that says so.
pub fn audit(tx: &impl Reads) -> Result<Vec<Finding>> {
    let mut audit = Audit { tx, tallies: BTreeMap::new(), traded: BTreeMap::new(), ties: 0, findings: Vec::new() };
    match audit.run() {
        Err(Error::Broken(why)) => audit.find("unreadable", "ledger", why),
        other => other?,
    }
    Ok(audit.findings)
}

impl<T: Reads> Audit<'_, T> {
    fn run(&mut self) -> Result<()> {
        let currencies = tables::currencies(self.tx)?;
        self.read_accounts()?;
        for currency in &currencies {
            let traded = replay::replay(self, currency)?;
            self.traded.insert(currency.id, traded);
        }
        let kept = tables::count_ties(self.tx)?;
        self.require(
            kept == self.ties,
            "ties",
            "ledger",
            "What members earned from each other is not what was counted.",
        );
        self.count_transfers()?;
        self.read_entries()?;
        self.read_holds()?;
        self.read_requests()?;
        self.compare_accounts()?;
        currencies.iter().try_for_each(|currency| self.compare_currency(currency))
    }

    fn find(&mut self, code: &'static str, about: impl fmt::Display, fault: impl Into<String>) {
        if self.findings.len() < MAX_FINDINGS {
            self.findings.push(Finding { code, about: about.to_string(), fault: fault.into() });
        }
    }

    fn require(&mut self, holds: bool, code: &'static str, about: impl fmt::Display, fault: &str) {
        if !holds {
            self.find(code, about, fault);
        }
    }

    fn read_accounts(&mut self) -> Result<()> {
        let mut after = None;
        loop {
            let page = all_accounts(self.tx, after.as_ref(), MAX_ROWS)?;
            for account in page.rows {
                self.open(account)?;
            }
            match page.next {
                Some(next) => after = Some(next),
                None => return Ok(()),
            }
        }
    }

    fn open(&mut self, account: Account) -> Result<()> {
        if let Owner::Member(member) = account.owner
            && ayni_members::name_of(self.tx, member).is_err()
        {
            self.find("owner", &account.code, "The member who owns it is missing.");
        }
        if tables::currency(self.tx, account.currency)?.is_none() {
            self.find("currency", &account.code, "Its currency is missing.");
        }
        let first = tables::limit_change(self.tx, account.id, 1)?;
        let limits = first.as_ref().map_or((account.lower, account.upper), |change| change.before);
        let kind = first.as_ref().map_or_else(|| account.limit_kind(), |change| change.kinds.0.clone());
        let tally = Tally {
            posted_in: 0,
            posted_out: 0,
            pending_in: 0,
            pending_out: 0,
            named: 0,
            entries: 0,
            balance: 0,
            held_in: 0,
            held_out: 0,
            limits,
            kind,
            next_limits: (1, first),
            account,
        };
        self.tallies.insert(tally.account.id, tally);
        Ok(())
    }

    /// Every transfer must have passed by in the chain of its currency.
    fn count_transfers(&mut self) -> Result<()> {
        let tx = self.tx;
        let mut count = 0;
        for transfer in tables::every_transfer(tx)? {
            transfer?;
            count += 1;
        }
        if count == self.traded.values().map(|traded| traded.transfers).sum::<u64>() {
            return Ok(());
        }
        for transfer in tables::every_transfer(tx)? {
            let (transfer, place) = transfer?;
            let chained = self.traded.contains_key(&transfer.currency)
                && tables::by_number(tx, transfer.currency, place.number)? == Some(transfer.id);
            self.require(chained, "chain", transfer.id, "It is not in the chain of a currency.");
        }
        Ok(())
    }

    fn read_entries(&mut self) -> Result<()> {
        let mut run = Run::default();
        for entry in tables::every_entry(self.tx)? {
            let entry = entry?;
            if run.account != Some(entry.account) {
                self.end_of_statement(&run)?;
                run = Run { account: Some(entry.account), ..Run::default() };
            }
            self.check_entry(&mut run, &entry);
        }
        self.end_of_statement(&run)
    }

    fn check_entry(&mut self, run: &mut Run, entry: &Entry) {
        run.entries += 1;
        run.sum += i128::from(entry.amount.minor());
        let gap = entry.number != run.number + 1;
        let off = i128::from(entry.balance.minor()) != run.sum;
        let early = run.at.is_some_and(|at| entry.at < at);
        // What is wrong with this entry is told once, not again for all that follow.
        (run.number, run.sum, run.at) = (entry.number, i128::from(entry.balance.minor()), Some(entry.at));
        if gap || off || early {
            let about = format!("entry {} of {}", entry.number, self.code(entry.account));
            self.require(!gap, "numbers", &about, "The numbers before it have a gap.");
            self.require(!off, "balance", &about, "Its balance is not the sum so far.");
            self.require(!early, "time", &about, "It is earlier than the one before.");
        }
    }

    /// The code of an account, for sentences.
    fn code(&self, account: AccountId) -> String {
        self.tallies.get(&account).map_or_else(|| account.to_string(), |tally| tally.account.code.to_string())
    }

    /// Each entry must be named by the transfer that it names. No two transfers can share one, since an entry names
    /// only one transfer, so that it is enough to compare how many there are.
    fn end_of_statement(&mut self, run: &Run) -> Result<()> {
        let Some(id) = run.account else { return Ok(()) };
        let Some(tally) = self.tallies.get_mut(&id) else {
            self.find("missing-side", id, "It has a statement but there is no such account.");
            return Ok(());
        };
        (tally.entries, tally.balance) = (run.entries, run.sum);
        if tally.named == run.entries {
            return Ok(());
        }
        for number in 1..=run.number {
            let Some(entry) = tables::entry(self.tx, id, number)? else { continue };
            let named = tables::placed(self.tx, entry.transfer)?.is_some_and(|(transfer, place)| {
                [(transfer.debit, place.debit_entry), (transfer.credit, place.credit_entry)].contains(&(id, number))
            });
            if !named {
                let about = format!("entry {number} of {}", self.code(id));
                self.find("missing-side", about, "There is no transfer to it.");
            }
        }
        Ok(())
    }

    fn read_holds(&mut self) -> Result<()> {
        let tx = self.tx;
        for hold in tables::every_hold(tx)? {
            let hold = hold?;
            match hold.state {
                HoldState::Pending => self.note_hold(&hold),
                HoldState::Posted { transfer, amount } => {
                    let agrees = tables::transfer(tx, transfer)?.is_some_and(|transfer| {
                        (transfer.debit, transfer.credit) == (hold.debit, hold.credit) && transfer.amount == amount
                    });
                    let agrees = agrees && amount <= hold.amount;
                    self.require(agrees, "hold", hold.id, "It does not agree with its transfer.");
                }
                HoldState::Voided | HoldState::Expired => {}
            }
        }
        Ok(())
    }

    /// Notes what a pending hold has set aside on both sides.
    fn note_hold(&mut self, hold: &Hold) {
        let amount = i128::from(hold.amount.minor());
        let currency = |id| self.tallies.get(&id).map(|tally: &Tally| tally.account.currency);
        let (debit, credit) = (currency(hold.debit), currency(hold.credit));
        if debit.is_none() || credit.is_none() || debit != credit {
            self.find("orphan-hold", hold.id, "It is pending, but its accounts are missing or of two currencies.");
        }
        if let Some(tally) = self.tallies.get_mut(&hold.debit) {
            tally.pending_out += amount;
        }
        if let Some(tally) = self.tallies.get_mut(&hold.credit) {
            tally.pending_in += amount;
        }
    }

    fn read_requests(&mut self) -> Result<()> {
        let tx = self.tx;
        for request in tables::every_request(tx)? {
            let request = request?;
            if let RequestState::Accepted(transfer) = request.state {
                let agrees = tables::transfer(tx, transfer)?.is_some_and(|transfer| {
                    (transfer.debit, transfer.credit) == (request.payer, request.payee)
                        && transfer.amount == request.amount
                        && transfer.request == Some(request.id)
                });
                self.require(agrees, "request", request.id, "It does not agree with its transfer.");
            }
        }
        Ok(())
    }

    fn compare_accounts(&mut self) -> Result<()> {
        let tallies = std::mem::take(&mut self.tallies);
        for tally in tallies.values() {
            let account = &tally.account;
            let sums = [
                ("balance", "received", account.posted_in, tally.posted_in),
                ("balance", "paid", account.posted_out, tally.posted_out),
                ("orphan-hold", "to be received by holds", account.pending_in, tally.pending_in),
                ("orphan-hold", "to be paid by holds", account.pending_out, tally.pending_out),
            ];
            for (code, what, stored, counted) in sums {
                if i128::from(stored.minor()) != counted {
                    let stored = stored.minor();
                    let fault = format!("The sum {what} is {stored}, counted {counted} (minor units).");
                    self.find(code, &account.code, fault);
                }
            }
            let agrees = i128::from(account.balance().minor()) == tally.balance;
            self.require(agrees, "balance", &account.code, "Its balance is not that of its statement.");
            let agrees = account.entries == tally.entries;
            self.require(agrees, "numbers", &account.code, "Its count of entries is not that of its statement.");
            self.compare_limits(tally)?;
        }
        self.tallies = tallies;
        Ok(())
    }

    /// The history of limits must be whole and end at the limits of today.
    fn compare_limits(&mut self, tally: &Tally) -> Result<()> {
        let (mut number, mut next) = tally.next_limits.clone();
        let mut limits = (tally.limits, tally.kind.clone());
        while let Some(change) = next {
            let whole = (change.before, change.kinds.0) == limits;
            self.require(whole, "limits", &tally.account.code, "A change of its limits is missing.");
            limits = (change.after, change.kinds.1);
            number += 1;
            next = tables::limit_change(self.tx, tally.account.id, number)?;
        }
        let today = ((tally.account.lower, tally.account.upper), tally.account.limit_kind());
        let fault = "Its limits are not those of the last change.";
        self.require(limits == today, "limits", &tally.account.code, fault);
        Ok(())
    }

    fn compare_currency(&mut self, currency: &Currency) -> Result<()> {
        let of_it = || self.tallies.values().filter(|tally| tally.account.currency == currency.id);
        let sum: i128 = of_it().map(|tally| i128::from(tally.account.balance().minor())).sum();
        let accounts = u64::try_from(of_it().count()).unwrap_or(u64::MAX);
        let stored = tables::totals(self.tx, currency.id)?;
        let traded = self.traded.remove(&currency.id).unwrap_or_default();
        let volume = Amount::new(i64::try_from(traded.volume).unwrap_or(i64::MAX));
        let counted =
            Totals { currency: currency.id, volume, transfers: traded.transfers, accounts, head: stored.head };
        let code = &currency.code;
        self.require(sum == 0, "totals", code, "The balances of all its accounts do not sum to zero.");
        self.require(stored == counted, "totals", code, "Its running totals are not what was counted.");
        let ends = traded.head == Some(stored.head);
        self.require(ends, "chain", code, "Its published head is not the link of its newest transfer.");
        Ok(())
    }
}

/// One account's statement while its entries pass by.
#[derive(Default)]
struct Run {
    account: Option<AccountId>,
    entries: u64,
    number: u64,
    sum: i128,
    at: Option<Timestamp>,
}
