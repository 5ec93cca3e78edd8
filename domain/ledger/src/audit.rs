//! The audit: every balance, counter and cross reference computed anew from transfers, entries and holds.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use ayni_kernel::{AccountId, Amount, CurrencyId, Reads, Result, Timestamp, TransferId, page::MAX_ROWS};

use crate::{
    import::all_accounts,
    model::{Account, Entry, HoldState, Owner, RequestState, Totals, Transfer, TransferKind},
    tables,
};

/// Findings beyond this many are not collected: the books are broken anyway.
const MAX_FINDINGS: usize = 1_000;

/// Something in the books that does not add up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What it is about: an account's code, a transfer's id.
    pub about: String,
    /// What is wrong, as a sentence for the log.
    pub fault: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.about, self.fault)
    }
}

/// What the transfers and holds say about an account. In 128 bits, so that no sum can overflow.
struct Tally {
    account: Account,
    posted_in: i128,
    posted_out: i128,
    pending_in: i128,
    pending_out: i128,
}

struct Audit<'t, T> {
    tx: &'t T,
    tallies: BTreeMap<AccountId, Tally>,
    traded: BTreeMap<CurrencyId, (i128, u64)>,
    transfers: u64,
    findings: Vec<Finding>,
}

/// Recomputes the ledger; an empty answer says that all of it adds up. Reads everything: for the doctor, not for a page.
pub fn audit(tx: &impl Reads) -> Result<Vec<Finding>> {
    let mut audit = Audit { tx, tallies: BTreeMap::new(), traded: BTreeMap::new(), transfers: 0, findings: Vec::new() };
    audit.read_accounts()?;
    audit.read_transfers()?;
    audit.read_entries()?;
    audit.read_holds()?;
    audit.read_requests()?;
    audit.compare_accounts();
    audit.compare_currencies()?;
    Ok(audit.findings)
}

impl<T: Reads> Audit<'_, T> {
    fn find(&mut self, about: impl fmt::Display, fault: impl Into<String>) {
        if self.findings.len() < MAX_FINDINGS {
            self.findings.push(Finding { about: about.to_string(), fault: fault.into() });
        }
    }

    fn require(&mut self, holds: bool, about: impl fmt::Display, fault: &str) {
        if !holds {
            self.find(about, fault);
        }
    }

    fn read_accounts(&mut self) -> Result<()> {
        let mut after = None;
        loop {
            let page = all_accounts(self.tx, after.as_ref(), MAX_ROWS)?;
            for account in page.rows {
                if let Owner::Member(member) = account.owner
                    && ayni_members::name_of(self.tx, member).is_err()
                {
                    self.find(&account.code, "The member who owns it is missing.");
                }
                if tables::currency(self.tx, account.currency)?.is_none() {
                    self.find(&account.code, "Its currency is missing.");
                }
                let tally = Tally { account, posted_in: 0, posted_out: 0, pending_in: 0, pending_out: 0 };
                self.tallies.insert(tally.account.id, tally);
            }
            match page.next {
                Some(next) => after = Some(next),
                None => return Ok(()),
            }
        }
    }

    /// Notes an amount on both sides; says whether both accounts are there and hold the currency.
    fn note(
        &mut self,
        debit: AccountId,
        credit: AccountId,
        note: impl Fn(&mut Tally, Direction),
    ) -> Option<CurrencyId> {
        let mut currencies = BTreeSet::new();
        for (id, direction) in [(debit, Direction::Out), (credit, Direction::In)] {
            let tally = self.tallies.get_mut(&id)?;
            note(tally, direction);
            currencies.insert(tally.account.currency);
        }
        (currencies.len() == 1).then(|| currencies.pop_first()).flatten()
    }

    fn read_transfers(&mut self) -> Result<()> {
        let tx = self.tx;
        for transfer in tables::every_transfer(tx)? {
            let (transfer, _) = transfer?;
            let amount = i128::from(transfer.amount.minor());
            let currency = self.note(transfer.debit, transfer.credit, |tally, direction| match direction {
                Direction::Out => tally.posted_out += amount,
                Direction::In => tally.posted_in += amount,
            });
            self.require(currency == Some(transfer.currency), transfer.id, "Its accounts do not hold its currency.");
            self.require(amount > 0, transfer.id, "Its amount is not above zero.");
            self.require(transfer.debit != transfer.credit, transfer.id, "Both its accounts are the same.");
            self.transfers += 1;
            let (volume, count) = self.traded.entry(transfer.currency).or_default();
            *volume += amount;
            *count += 1;
            self.check_reversal(&transfer)?;
        }
        Ok(())
    }

    /// A reversal negates one earlier transfer exactly; that it does so once is kept by a unique index.
    fn check_reversal(&mut self, transfer: &Transfer) -> Result<()> {
        let Some(original) = transfer.reverses else {
            self.require(transfer.kind != TransferKind::Reversal, transfer.id, "It takes nothing back.");
            return Ok(());
        };
        let exact = tables::transfer(self.tx, original)?.is_some_and(|original| {
            original.kind != TransferKind::Reversal
                && (original.debit, original.credit) == (transfer.credit, transfer.debit)
                && original.amount == transfer.amount
                && original.at <= transfer.at
        });
        let once = tables::reversal_of(self.tx, original)? == Some(transfer.id);
        self.require(exact && once, transfer.id, "It is not the exact and only reversal of an earlier transfer.");
        Ok(())
    }

    fn read_entries(&mut self) -> Result<()> {
        let tx = self.tx;
        let mut run = Run::default();
        let mut count = 0;
        for entry in tables::every_entry(tx)? {
            let entry = entry?;
            if run.account != Some(entry.account) {
                self.end_of_statement(&run);
                run = Run { account: Some(entry.account), ..Run::default() };
            }
            self.check_entry(&mut run, &entry)?;
            count += 1;
        }
        self.end_of_statement(&run);
        self.require(count == 2 * self.transfers, "entries", "There are not two for each transfer.");
        // Accounts without any entry were not met above.
        let silent: Vec<_> =
            self.tallies.values().filter(|t| t.account.entries > 0).map(|t| t.account.clone()).collect();
        for account in silent {
            let there = tables::entry(tx, account.id, account.entries)?.is_some();
            self.require(there, &account.code, "Its newest entry is missing.");
        }
        Ok(())
    }

    fn check_entry(&mut self, run: &mut Run, entry: &Entry) -> Result<()> {
        let about = format!("entry {} of {:?}", entry.number, entry.account);
        run.balance += i128::from(entry.amount.minor());
        run.number += 1;
        self.require(entry.number == run.number, &about, "The numbers before it have a gap.");
        self.require(i128::from(entry.balance.minor()) == run.balance, &about, "Its balance is not the sum so far.");
        self.require(run.at.is_none_or(|at| entry.at >= at), &about, "It is earlier than the one before.");
        self.require(run.transfers.insert(entry.transfer), &about, "Its transfer was entered before.");
        run.at = Some(entry.at);
        let matches = tables::transfer(self.tx, entry.transfer)?.is_some_and(|transfer| {
            let side = if entry.amount.is_negative() { transfer.debit } else { transfer.credit };
            side == entry.account && entry.amount.size() == transfer.amount.size() && entry.at == transfer.at
        });
        self.require(matches, &about, "It does not agree with its transfer.");
        Ok(())
    }

    /// The statement's end is the account's balance.
    fn end_of_statement(&mut self, run: &Run) {
        let Some(id) = run.account else { return };
        match self.tallies.get(&id).map(|tally| tally.account.clone()) {
            Some(account) => {
                let agrees = account.entries == run.number && i128::from(account.balance().minor()) == run.balance;
                self.require(agrees, &account.code, "Its balance or count of entries is not that of its statement.");
            }
            None => self.find(format!("{id:?}"), "It has a statement but there is no such account."),
        }
    }

    fn read_holds(&mut self) -> Result<()> {
        let tx = self.tx;
        for hold in tables::every_hold(tx)? {
            let hold = hold?;
            let pending = if hold.state == HoldState::Pending { i128::from(hold.amount.minor()) } else { 0 };
            let currency = self.note(hold.debit, hold.credit, |tally, direction| match direction {
                Direction::Out => tally.pending_out += pending,
                Direction::In => tally.pending_in += pending,
            });
            self.require(currency.is_some(), hold.id, "Its accounts are missing or of two currencies.");
            if let HoldState::Posted { transfer, amount } = hold.state {
                let agrees = tables::transfer(tx, transfer)?.is_some_and(|transfer| {
                    (transfer.debit, transfer.credit) == (hold.debit, hold.credit) && transfer.amount == amount
                });
                self.require(agrees && amount <= hold.amount, hold.id, "It does not agree with its transfer.");
            }
        }
        Ok(())
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
                self.require(agrees, request.id, "It does not agree with its transfer.");
            }
        }
        Ok(())
    }

    fn compare_accounts(&mut self) {
        for tally in std::mem::take(&mut self.tallies).into_values() {
            let account = &tally.account;
            let sums = [
                ("received", account.posted_in, tally.posted_in),
                ("paid", account.posted_out, tally.posted_out),
                ("to be received by holds", account.pending_in, tally.pending_in),
                ("to be paid by holds", account.pending_out, tally.pending_out),
            ];
            for (what, stored, counted) in sums {
                if i128::from(stored.minor()) != counted {
                    let stored = stored.minor();
                    self.find(&account.code, format!("The sum {what} is {stored}, counted {counted} (minor units)."));
                }
            }
            self.tallies.insert(account.id, tally);
        }
    }

    fn compare_currencies(&mut self) -> Result<()> {
        for currency in tables::currencies(self.tx)? {
            let of_it = || self.tallies.values().filter(|tally| tally.account.currency == currency.id);
            let sum: i128 = of_it().map(|tally| i128::from(tally.account.balance().minor())).sum();
            let accounts = u64::try_from(of_it().count()).unwrap_or(u64::MAX);
            let (volume, transfers) = self.traded.get(&currency.id).copied().unwrap_or_default();
            let counted = Totals {
                currency: currency.id,
                volume: Amount::new(i64::try_from(volume).unwrap_or(i64::MAX)),
                transfers,
                accounts,
                head: tables::totals(self.tx, currency.id)?.head,
            };
            self.require(sum == 0, &currency.code, "The balances of all its accounts do not sum to zero.");
            let agrees = tables::totals(self.tx, currency.id)? == counted;
            self.require(agrees, &currency.code, "Its running totals are not what was counted.");
        }
        Ok(())
    }
}

/// Which side of a movement an account is on.
#[derive(Clone, Copy)]
enum Direction {
    Out,
    In,
}

/// One account's statement while its entries pass by.
#[derive(Default)]
struct Run {
    account: Option<AccountId>,
    number: u64,
    balance: i128,
    at: Option<Timestamp>,
    transfers: BTreeSet<TransferId>,
}
