//! A rule as it is sent: by a form with boxes to tick, by a program with lists.

use std::collections::{BTreeMap, BTreeSet};

use ayni_charges::{Bearer, ChargeKind, Every, Exempt, Levy, Rate, RuleContent, Share, What};
use ayni_kernel::{
    Actor, Amount, CategoryId, Check, Code, CurrencyId, Error, Fault, GroupId, MemberId, Name, ReadTx, Result, Scale,
    tx::Now as _,
};
use ayni_ledger::Currency;
use ayni_members::MemberKind;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::says::percent;
use crate::{
    kit::{Face, Words},
    ledger::{amount_of, gather},
};

/// Decimals of a percentage: a basis point.
const PERCENT_DECIMALS: u8 = 2;

/// A rule as it is sent.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
#[schema(as = ChargeRuleForm)]
pub(super) struct RuleForm {
    /// What people call it; stands on every statement.
    pub name: String,
    /// levy, fee, dues or demurrage.
    pub kind: String,
    /// The currency's id; the first one without.
    pub currency: String,
    /// Who bears a levy: payer, payee or both.
    pub bearer: String,
    /// Per cent of the price, or of what is held, such as `2.5`.
    pub rate: String,
    /// What a levy adds to it.
    pub fixed: String,
    /// The least that a levy takes.
    pub least: String,
    /// The most that a levy takes; empty for no bound.
    pub most: String,
    /// How much a fee or dues are.
    pub amount: String,
    /// What is free of demurrage.
    pub free: String,
    /// Who gets what demurrage takes: treasury, active or all.
    pub share: String,
    /// week, month, quarter or year.
    pub every: String,
    /// The first day, such as 2026-01-31.
    pub starts: String,
    /// Numbers of members that are left out, separated by commas.
    pub members: String,
    /// Ids of groups that are left out.
    pub groups: Vec<String>,
    /// Kinds of members that are left out: personal, business, organization or public.
    pub kinds: Vec<String>,
    /// Ids of the categories that a levy is on; none for all.
    pub categories: Vec<String>,
    /// What HTML forms send in ticked fields.
    #[serde(flatten, skip_serializing)]
    #[schema(ignore)]
    pub rows: BTreeMap<String, String>,
}

/// A box to tick.
#[derive(Debug, Clone)]
pub(super) struct Tick {
    /// The field's name.
    pub name: String,
    /// What stands beside it.
    pub label: String,
    /// Whether it is ticked.
    pub ticked: bool,
}

impl RuleForm {
    /// What a new rule of a kind is offered as.
    pub(super) fn fresh(tx: &ReadTx, words: &Words, kind: ChargeKind) -> Result<Self> {
        let today = tx.now().in_zone(words.zone()).date();
        let starts = if kind == ChargeKind::Levy { today } else { today.last_of_month().tomorrow().unwrap_or(today) };
        Ok(Self {
            name: words.say(&format!("charges-name-{kind}")),
            kind: kind.word().to_owned(),
            currency: ayni_ledger::main_currency(tx)?.id.to_string(),
            bearer: Bearer::Payer.word().to_owned(),
            share: Share::Active.word().to_owned(),
            every: if kind == ChargeKind::Dues { Every::Year } else { Every::Month }.word().to_owned(),
            starts: starts.to_string(),
            ..Self::default()
        })
    }

    /// A rule as its form has it.
    pub(super) fn filled(tx: &ReadTx, content: &RuleContent) -> Result<Self> {
        let scale = ayni_ledger::currency(tx, content.currency)?.scale;
        let money = |amount: Amount| {
            if amount == Amount::ZERO { String::new() } else { scale.format_exact(amount) }
        };
        let exempt = &content.exempt;
        let cards = exempt.members.iter().filter_map(|id| ayni_members::name_of(tx, *id).ok());
        let mut form = Self {
            name: content.name.to_string(),
            kind: content.what.kind().word().to_owned(),
            currency: content.currency.to_string(),
            every: content.every.word().to_owned(),
            starts: content.starts.to_string(),
            members: cards.map(|card| card.number.to_string()).collect::<Vec<_>>().join(", "),
            groups: exempt.groups.iter().map(ToString::to_string).collect(),
            kinds: exempt.kinds.iter().map(ToString::to_string).collect(),
            ..Self::default()
        };
        match &content.what {
            What::Levy(levy) => {
                levy.bearer.word().clone_into(&mut form.bearer);
                form.rate = percent(levy.rate);
                (form.fixed, form.least) = (money(levy.fixed), money(levy.least));
                form.most = levy.most.map(money).unwrap_or_default();
                form.categories = levy.categories.iter().map(ToString::to_string).collect();
            }
            What::Fee { amount } | What::Dues { amount } => form.amount = money(*amount),
            What::Demurrage { rate, free, share } => {
                form.rate = percent(*rate);
                form.free = money(*free);
                share.word().clone_into(&mut form.share);
            }
        }
        Ok(form)
    }

    /// Its kind; a levy where none is named.
    pub(super) fn kind(&self) -> ChargeKind {
        ChargeKind::from_word(&self.kind).unwrap_or(ChargeKind::Levy)
    }

    /// Its currency; the first one where none is named.
    pub(super) fn currency(&self, tx: &ReadTx) -> Result<Currency> {
        match self.currency.trim() {
            "" => ayni_ledger::main_currency(tx),
            text => {
                let id: CurrencyId = text.parse().map_err(|_| Fault::new("currency", "fault-id"))?;
                ayni_ledger::currency(tx, id).map_err(|_| Error::invalid("currency", "charges-no-currency"))
            }
        }
    }

    fn ticked(&self) -> BTreeSet<String> {
        let mut ticked: BTreeSet<String> = self.rows.keys().cloned().collect();
        for (start, list) in [("group", &self.groups), ("kind", &self.kinds), ("category", &self.categories)] {
            ticked.extend(list.iter().map(|each| format!("{start}-{each}")));
        }
        ticked
    }

    /// The boxes for groups, kinds of members and categories.
    pub(super) fn ticks(&self, tx: &ReadTx, me: &Actor, words: &Words) -> Result<[Vec<Tick>; 3]> {
        let ticked = self.ticked();
        let tick = |start: &str, value: String, label: String| {
            let name = format!("{start}-{value}");
            Tick { ticked: ticked.contains(&name), name, label }
        };
        let groups = ayni_members::groups(tx, me)?.into_iter();
        let kinds = MemberKind::ALL.iter();
        let categories = ayni_communities::categories(tx)?.into_iter();
        Ok([
            groups.map(|group| tick("group", group.id.to_string(), group.name.into())).collect(),
            kinds
                .map(|kind| tick("kind", kind.to_string(), words.say(&format!("charges-kind-of-member-{kind}"))))
                .collect(),
            categories.map(|category| tick("category", category.id.to_string(), category.name.into())).collect(),
        ])
    }

    /// Reads the form.
    pub(super) fn read(&self, tx: &ReadTx, me: &Actor, face: Face) -> Result<RuleContent> {
        let mut check = Check::default();
        let name = check.take(Name::parse("name", &self.name));
        let kind = check.take(ChargeKind::parse("kind", &self.kind));
        let currency = gather(&mut check, self.currency(tx))?;
        let starts = self.starts.trim().parse().map_err(|_| Fault::new("starts", "ledger-date"));
        let starts = check.take(starts);
        let every = match kind {
            Some(ChargeKind::Levy) => Some(Every::Year),
            _ => check.take(Every::parse("every", &self.every)),
        };
        let exempt = gather(&mut check, self.exempt(tx, me))?;
        let what = match (kind, &currency) {
            (Some(kind), Some(currency)) => gather(&mut check, self.what(kind, face, currency.scale))?,
            _ => None,
        };
        check.done()?;
        let (Some(name), Some(currency), Some(what), Some(every), Some(starts), Some(exempt)) =
            (name, currency, what, every, starts, exempt)
        else {
            return Err(check.into());
        };
        Ok(RuleContent { name, currency: currency.id, what, every, starts, exempt })
    }

    fn what(&self, kind: ChargeKind, face: Face, scale: Scale) -> Result<What> {
        let mut check = Check::default();
        let what = match kind {
            ChargeKind::Levy => self.levy(&mut check, face, scale).map(What::Levy),
            ChargeKind::Fee => {
                check.take(amount_of(face, scale, "amount", &self.amount)).map(|amount| What::Fee { amount })
            }
            ChargeKind::Dues => {
                check.take(amount_of(face, scale, "amount", &self.amount)).map(|amount| What::Dues { amount })
            }
            ChargeKind::Demurrage => {
                let rate = check.take(rate(&self.rate));
                let free = check.take(or_nothing(face, scale, "free", &self.free));
                let share = check.take(Share::parse("share", &self.share));
                rate.zip(free).zip(share).map(|((rate, free), share)| What::Demurrage { rate, free, share })
            }
        };
        check.done()?;
        what.ok_or_else(|| check.into())
    }

    fn levy(&self, check: &mut Check, face: Face, scale: Scale) -> Option<Levy> {
        let bearer = check.take(Bearer::parse("bearer", &self.bearer))?;
        let rate = check.take(rate(&self.rate))?;
        let fixed = check.take(or_nothing(face, scale, "fixed", &self.fixed))?;
        let least = check.take(or_nothing(face, scale, "least", &self.least))?;
        let most = match self.most.trim() {
            "" => None,
            text => Some(check.take(amount_of(face, scale, "most", text))?),
        };
        let categories = ids::<CategoryId>(&self.ticked(), "category-", check);
        Some(Levy { bearer, rate, fixed, least, most, categories })
    }

    fn exempt(&self, tx: &ReadTx, me: &Actor) -> Result<Exempt> {
        let mut check = Check::default();
        let ticked = self.ticked();
        let groups = ids::<GroupId>(&ticked, "group-", &mut check);
        let kinds = MemberKind::ALL.iter().copied().filter(|kind| ticked.contains(&format!("kind-{kind}"))).collect();
        let mut members = Vec::new();
        for number in self.members.split([',', ';']).map(str::trim).filter(|number| !number.is_empty()) {
            members.push(member(tx, me, number)?);
        }
        check.done()?;
        Ok(Exempt { members, groups, kinds })
    }
}

fn member(tx: &ReadTx, me: &Actor, number: &str) -> Result<MemberId> {
    let unknown = || Error::from(Fault::new("members", "charges-no-member").with("number", number));
    let code = Code::parse("members", number).map_err(|_| unknown())?;
    ayni_members::by_number(tx, me, &code).map(|member| member.id).map_err(|_| unknown())
}

/// The ids behind a beginning.
fn ids<I: std::str::FromStr>(ticked: &BTreeSet<String>, start: &'static str, check: &mut Check) -> Vec<I> {
    let found = ticked.iter().filter_map(|name| name.strip_prefix(start));
    let read = found.filter_map(|id| check.take(id.parse().map_err(|_| Fault::new("", "fault-id"))));
    read.collect()
}

/// An amount; nothing typed means none at all.
fn or_nothing(face: Face, scale: Scale, field: &'static str, text: &str) -> Result<Amount, Fault> {
    if text.trim().is_empty() { Ok(Amount::ZERO) } else { amount_of(face, scale, field, text) }
}

/// A percentage with up to two decimals; nothing typed means none.
fn rate(text: &str) -> Result<Rate, Fault> {
    let text = text.trim().trim_end_matches('%').trim();
    if text.is_empty() {
        return Ok(Rate::default());
    }
    let points = Scale::new(PERCENT_DECIMALS)?.parse_typed(text).map_err(|fault| fault.on("rate"))?;
    Rate::new(u16::try_from(points.minor()).map_err(|_| Fault::new("rate", "charges-rate"))?)
}
