//! Checks a statement with proof, without the site it came from. `docs/proofs.md` explains what that proves.

use std::{collections::BTreeMap, fmt, fs, path::Path, str::FromStr};

use anyhow::{Context as _, Result};
use ayni_kernel::{AccountId, Amount, CurrencyId, Scale, Timestamp};
use ayni_ledger::{
    Standing, TransferKind, TransferOrigin,
    chain::{self, Content, Hash},
};
use ayni_web::{ProofEntry, ProofFile, ProofHead, ProofStep};
use data_encoding::HEXLOWER;

use crate::operation::Outcome;

/// What the file calls itself, and the form that this program reads.
const FORMAT: &str = "ayni-statement";
const VERSION: u32 = 1;

/// Why a statement is not what it claims to be, as a sentence that names the place.
#[derive(Debug, PartialEq, Eq)]
struct Refusal(String);

impl<T: fmt::Display> From<T> for Refusal {
    fn from(text: T) -> Self {
        Self(text.to_string())
    }
}

/// What a statement proves.
#[derive(Debug)]
struct Proven {
    /// Numbers of the chain by their links, the one before the first among them.
    links: BTreeMap<Hash, u64>,
    /// All lines, and those that were brought in with their history.
    lines: usize,
    elsewhere: usize,
}

/// Checks a file; `head` is what the community published, when that shall be found in it.
pub(crate) fn verify(file: &Path, head: Option<&str>) -> Result<Outcome> {
    let bytes = fs::read(file).with_context(|| format!("Cannot read {}", file.display()))?;
    Ok(judge(&bytes, head))
}

/// The verdict on a file's bytes.
fn judge(bytes: &[u8], head: Option<&str>) -> Outcome {
    let checked = read(bytes).and_then(|statement| {
        let proven = prove(&statement)?;
        let met = head.map(|head| meet(&proven, &statement, head)).transpose()?;
        Ok((statement, proven, met))
    });
    match checked {
        Ok((statement, proven, met)) => told(&statement, &proven, met),
        Err(Refusal(why)) => Outcome {
            lines: vec![why.clone(), "This statement is not proven.".to_owned()],
            data: serde_json::json!({ "proven": false, "reason": why }),
            well: false,
            file: None,
        },
    }
}

fn told(statement: &ProofFile, proven: &Proven, met: Option<u64>) -> Outcome {
    let ProofFile { community, account, currency, opening, closing, start, end, .. } = statement;
    let amount = |minor: i64| match Scale::new(currency.scale) {
        Ok(scale) => format!("{} {}", scale.format_exact(Amount::new(minor)), currency.symbol),
        Err(_) => format!("{minor} minor units"),
    };
    let mut lines = vec![format!("{community}: account {} in {}.", account.code, currency.code)];
    lines.push(if proven.lines == 0 {
        "There are no lines in this time.".to_owned()
    } else {
        format!(
            "Lines {} to {}: from {} to {}. Every line is in the chain and no line between them is missing.",
            opening.entry + 1,
            closing.entry,
            amount(opening.balance),
            amount(closing.balance)
        )
    });
    if proven.elsewhere > 0 {
        lines.push(format!("{} of them were brought in from elsewhere with their history.", proven.elsewhere));
    }
    lines.push(format!("The chain is whole from transfer {} to {}.", start.number + 1, end.number));
    lines.push(match met {
        Some(number) => {
            format!("The published head is that of transfer {number}: these are the community's own books.")
        }
        None => format!(
            "Compare its end with a head that the community published, by --head: transfer {}, {}",
            end.number, end.link
        ),
    });
    let data = serde_json::json!({
        "proven": true, "community": community, "account": account, "currency": currency, "lines": proven.lines,
        "brought_in": proven.elsewhere, "opening": opening, "closing": closing, "start": start, "end": end,
        "head_found_at": met,
    });
    Outcome { lines, data, well: true, file: None }
}

fn read(bytes: &[u8]) -> Result<ProofFile, Refusal> {
    #[derive(serde::Deserialize)]
    struct Kind {
        format: String,
        version: u32,
    }
    let kind: Kind =
        serde_json::from_slice(bytes).map_err(|error| format!("This file is no statement with proof ({error})."))?;
    if kind.format != FORMAT {
        return Err("This file is no statement with proof.".into());
    }
    if kind.version != VERSION {
        return Err(
            format!("The form of this file is {}, this program knows {VERSION}. Update Ayni.", kind.version).into()
        );
    }
    serde_json::from_slice(bytes).map_err(|error| format!("The file is damaged ({error}).").into())
}

/// Walks the chain from its start to its end, and the statement with it.
fn prove(statement: &ProofFile) -> Result<Proven, Refusal> {
    let currency: CurrencyId = id("currency", &statement.currency.id)?;
    let mut walk = Walk {
        currency,
        account: id("account", &statement.account.id)?,
        number: statement.start.number,
        link: hash("start", &statement.start.link)?,
        standing: Standing { entry: statement.opening.entry, balance: Amount::new(statement.opening.balance) },
        links: BTreeMap::new(),
        elsewhere: 0,
    };
    if walk.number == 0 && walk.link != chain::start(currency) {
        return Err("The chain does not begin as that of this currency does.".into());
    }
    if walk.standing.entry == 0 && statement.opening.balance != 0 {
        return Err("The statement does not begin at zero.".into());
    }
    walk.links.insert(walk.link, walk.number);
    let mut lines = statement.lines.iter();
    for step in &statement.chain {
        match step {
            ProofStep::Other(content) => {
                let place = format!("link {}", walk.number + 1);
                walk.step(hash(&place, content)?);
            }
            ProofStep::Line(number) => {
                let line = lines.next().ok_or_else(|| format!("Line {number} is missing."))?;
                walk.line(*number, line)?;
            }
        }
    }
    if let Some(line) = lines.next() {
        return Err(format!("Line {}: the chain does not name it.", line.entry).into());
    }
    let closing = Standing { entry: statement.closing.entry, balance: Amount::new(statement.closing.balance) };
    if walk.standing != closing {
        return Err(format!(
            "After line {} the statement stands elsewhere than it says: lines are missing, or its end was changed.",
            walk.standing.entry
        )
        .into());
    }
    walk.ends_at(&statement.end)?;
    Ok(Proven { links: walk.links, lines: statement.lines.len(), elsewhere: walk.elsewhere })
}

/// The chain and the statement so far.
struct Walk {
    currency: CurrencyId,
    account: AccountId,
    number: u64,
    link: Hash,
    standing: Standing,
    links: BTreeMap<Hash, u64>,
    elsewhere: usize,
}

impl Walk {
    fn step(&mut self, content: Hash) {
        self.number += 1;
        self.link = chain::link(&self.link, self.number, &content);
        self.links.insert(self.link, self.number);
    }

    fn line(&mut self, named: u64, line: &ProofEntry) -> Result<(), Refusal> {
        let place = format!("Line {}", line.entry);
        if line.entry != self.standing.entry + 1 || named != line.entry {
            let expected = self.standing.entry + 1;
            return Err(
                format!("{place}: line {expected} should stand here; a line is missing or out of order.").into()
            );
        }
        let refuse = |why: &str| Err(Refusal(format!("{place}: {why}")));
        let paid = line.debit == self.account.to_string();
        if !paid && line.credit != self.account.to_string() {
            return refuse("it does not concern this account.");
        }
        if line.amount < 1 || line.change != if paid { -line.amount } else { line.amount } {
            return refuse("what it changed is not what was paid.");
        }
        if self.standing.balance.minor().checked_add(line.change) != Some(line.balance) {
            return refuse("its balance is not the one before with what it changed.");
        }
        self.standing = Standing { entry: line.entry, balance: Amount::new(line.balance) };
        let content = content(&place, self.currency, paid, self.standing, line)?.hash();
        if content != hash(&place, &line.hash)? {
            return refuse("its content was changed; it does not have its hash.");
        }
        self.step(content);
        if self.link != hash(&place, &line.link)? {
            return refuse("it does not stand at its place in the chain; something before it was changed.");
        }
        self.elsewhere += usize::from(line.origin == TransferOrigin::Elsewhere.word());
        Ok(())
    }

    fn ends_at(&self, end: &ProofHead) -> Result<(), Refusal> {
        if (self.number, self.link) == (end.number, hash("end", &end.link)?) {
            return Ok(());
        }
        let line = self.standing.entry;
        Err(format!("The chain does not end where it says; something after line {line} was changed or is missing.")
            .into())
    }
}

/// What a line's hash covers, with the seals made from what is shown.
fn content(
    place: &str,
    currency: CurrencyId,
    paid: bool,
    standing: Standing,
    line: &ProofEntry,
) -> Result<Content, Refusal> {
    let own = chain::seal_standing(&hash(place, &line.standing_blind)?, standing);
    let other = hash(place, &line.other_standing)?;
    let (debit_standing, credit_standing) = if paid { (own, other) } else { (other, own) };
    let by = match (&line.by_blind, &line.by_seal, &line.by) {
        (Some(blind), None, by) => chain::seal_user(&hash(place, blind)?, optional(place, by.as_ref())?),
        (None, Some(seal), None) => hash(place, seal)?,
        _ => return Err(format!("{place}: it says in two ways, or in none, who did it.").into()),
    };
    let at = Timestamp::parse(&line.at).filter(|at| at.to_string() == line.at);
    Ok(Content {
        id: id(place, &line.transfer)?,
        group: id(place, &line.group)?,
        currency,
        debit: id(place, &line.debit)?,
        credit: id(place, &line.credit)?,
        amount: Amount::new(line.amount),
        kind: TransferKind::from_word(&line.kind).ok_or_else(|| format!("{place}: there is no such kind."))?,
        origin: TransferOrigin::from_word(&line.origin).ok_or_else(|| format!("{place}: there is no such origin."))?,
        description: chain::seal_text(&hash(place, &line.description_blind)?, &line.description),
        category: optional(place, line.category.as_ref())?,
        by,
        reverses: optional(place, line.reverses.as_ref())?,
        request: optional(place, line.request.as_ref())?,
        at: at.ok_or_else(|| format!("{place}: its time cannot be read."))?,
        debit_standing,
        credit_standing,
    })
}

/// The number of the transfer whose link was published.
fn meet(proven: &Proven, statement: &ProofFile, head: &str) -> Result<u64, Refusal> {
    let head = hash("--head", &head.trim().to_lowercase())?;
    proven.links.get(&head).copied().ok_or_else(|| {
        let (first, last) = (statement.start.number, statement.end.number);
        format!(
            "The published head is not among transfers {first} to {last}. It was published before or after them, or \
             these are other books. Take a statement over the time in which the head was published."
        )
        .into()
    })
}

/// An id as this program writes it.
fn id<I: FromStr + fmt::Display>(place: &str, text: &str) -> Result<I, Refusal> {
    let read = text.parse::<I>().ok().filter(|id| id.to_string() == text);
    read.ok_or_else(|| format!("{place}: {text:?} is no id.").into())
}

fn optional<I: FromStr + fmt::Display>(place: &str, text: Option<&String>) -> Result<Option<I>, Refusal> {
    text.map(|text| id(place, text)).transpose()
}

fn hash(place: &str, text: &str) -> Result<Hash, Refusal> {
    let bytes = HEXLOWER.decode(text.as_bytes()).ok().and_then(|bytes| bytes.try_into().ok());
    bytes.ok_or_else(|| format!("{place}: {text:?} is no hash of 64 hexadecimal digits.").into())
}

#[cfg(test)]
mod tests;
