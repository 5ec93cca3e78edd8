//! Kinds of limits: the fields of a form, how a limit comes about in words and with an account's own figures.

use ayni_kernel::{Amount, Arg, Check, Fault, Line, Result, Scale};
use ayni_ledger::{Account, Currency, Formula, Growth, LimitKind};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    kit::{Face, MoneyView, Words},
    ledger::input,
    members::views::{Choice, choices},
};

/// Decimals of a percentage: a hundredth.
const PERCENT_DECIMALS: u8 = 2;

/// The kinds in the order in which they are offered.
const KINDS: [&str; 4] = ["hard", "warn", "growing", "formula"];

/// Limits as they are sent.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(super) struct LimitsForm {
    /// hard, warn, growing or formula; hard when absent.
    pub kind: String,
    /// Least balance that a payment may leave, such as `-100.00`; empty for no limit.
    pub lower: String,
    /// Greatest balance that a payment may leave; empty for no limit.
    pub upper: String,
    /// For growing: per cent of what was earned that adds to the credit.
    pub share: String,
    /// For growing: the most credit there is, such as `500.00`.
    pub cap: String,
    /// For growing: distinct partners before anything is added.
    pub partners: String,
    /// For formula: such as `min(500, 100 + received * 50%)`.
    pub formula: String,
    /// Why; the member sees it.
    pub reason: String,
    /// `yes` to see what the limits would mean without saving them; only for the default of a currency.
    pub look: String,
}

/// What a form says: lower, upper, kind, reason.
pub(super) type Said = (Option<Amount>, Option<Amount>, LimitKind, Line);

impl LimitsForm {
    /// The limits there are.
    pub(super) fn filled(
        (lower, upper): (Option<Amount>, Option<Amount>),
        kind: &LimitKind,
        currency: &Currency,
    ) -> Self {
        let typed = |limit: Option<Amount>| limit.map(|limit| currency.scale.format_exact(limit)).unwrap_or_default();
        let mut form = Self {
            kind: kind.word().to_owned(),
            lower: typed(lower),
            upper: typed(upper),
            share: "50".to_owned(),
            partners: "2".to_owned(),
            ..Self::default()
        };
        match kind {
            LimitKind::Hard | LimitKind::Warn => {}
            LimitKind::Growing(growth) => {
                form.share = percent(growth.points);
                form.cap = typed(Some(growth.cap));
                form.partners = growth.partners.to_string();
            }
            LimitKind::Formula(formula) => formula.as_str().clone_into(&mut form.formula),
        }
        form
    }

    /// The kinds to choose from.
    pub(super) fn kinds(&self) -> Vec<Choice> {
        let chosen = if self.kind.is_empty() { "hard" } else { &self.kind };
        choices(KINDS, "ledger-limit-kind-", chosen)
    }

    /// Reads the form.
    pub(super) fn read(&self, face: Face, scale: Scale) -> Result<Said> {
        let mut check = Check::default();
        let lower = check.take(input::limit(face, scale, "lower", &self.lower));
        let upper = check.take(input::limit(face, scale, "upper", &self.upper));
        let kind = self.read_kind(&mut check, face, scale);
        let reason = check.take(Line::parse("reason", &self.reason));
        check.done()?;
        let (Some(lower), Some(upper), Some(kind), Some(reason)) = (lower, upper, kind, reason) else {
            return Err(check.into());
        };
        Ok((lower, upper, kind, reason))
    }

    fn read_kind(&self, check: &mut Check, face: Face, scale: Scale) -> Option<LimitKind> {
        match self.kind.trim() {
            "" | "hard" => Some(LimitKind::Hard),
            "warn" => Some(LimitKind::Warn),
            "growing" => {
                let points = check.take(points(&self.share));
                let cap = check.take(input::amount(face, scale, "cap", &self.cap));
                let partners = check.take(input::whole("partners", &self.partners));
                let partners = partners.map(Option::unwrap_or_default);
                points
                    .zip(cap)
                    .zip(partners)
                    .map(|((points, cap), partners)| LimitKind::Growing(Growth { points, cap, partners }))
            }
            "formula" => check.take(Formula::parse("formula", &self.formula)).map(LimitKind::Formula),
            _ => check.take(Err(Fault::new("kind", "fault-choice"))),
        }
    }
}

fn points(text: &str) -> Result<u16, Fault> {
    let fault = || Fault::new("share", "ledger-growing-share");
    let text = text.trim().trim_end_matches('%').trim();
    let points = Scale::new(PERCENT_DECIMALS)?.parse_typed(text).map_err(|_| fault())?;
    u16::try_from(points.minor()).map_err(|_| fault())
}

fn percent(points: u16) -> String {
    let (whole, part) = (points / 100, points % 100);
    if part == 0 { whole.to_string() } else { format!("{whole}.{part:02}") }
}

/// How a kind of limit works, in a sentence; nothing for a hard one.
pub(super) fn kind_says(words: &Words, kind: &LimitKind, currency: &Currency) -> String {
    match kind {
        LimitKind::Hard => String::new(),
        LimitKind::Warn => words.say("ledger-says-warn"),
        LimitKind::Growing(growth) => words.say_with(
            "ledger-says-growing",
            &[
                ("share", percent(growth.points).into()),
                ("cap", currency.money(growth.cap).into()),
                ("partners", i64::from(growth.partners).into()),
            ],
        ),
        LimitKind::Formula(formula) => words.say_with("ledger-says-formula", &[("formula", formula.as_str().into())]),
    }
}

/// How an account's lower limit comes about.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct CreditView {
    /// warn, growing or formula.
    pub kind: &'static str,
    /// How it works.
    pub says: String,
    /// How it came about, with this account's own figures; empty for one that warns.
    pub reckoned: String,
    /// A lower limit for one payment that is still open.
    pub once: Option<MoneyView>,
    /// Until when that is open.
    pub expires: Option<String>,
}

impl CreditView {
    /// The view of an account; `None` for a plain limit without a grant.
    pub(crate) fn of(words: &Words, account: &Account, currency: &Currency) -> Option<Self> {
        let credit = account.credit.as_ref()?;
        if credit.kind == LimitKind::Hard && credit.once.is_none() {
            return None;
        }
        let worth = credit.floor.and_then(Amount::negated).unwrap_or_default();
        let worth: Arg = currency.money(worth).into();
        let reckoned = match &credit.kind {
            LimitKind::Hard | LimitKind::Warn => String::new(),
            LimitKind::Growing(_) => words.say_with(
                "ledger-reckoned-growing",
                &[
                    ("earned", currency.money(credit.earned.amount).into()),
                    ("partners", i64::from(credit.earned.partners).into()),
                    ("worth", worth),
                ],
            ),
            LimitKind::Formula(formula) => {
                let said = formula.explained(&credit.figures, currency.scale);
                words.say_with("ledger-reckoned-formula", &[("said", said.into()), ("worth", worth)])
            }
        };
        Some(Self {
            kind: credit.kind.word(),
            says: kind_says(words, &credit.kind, currency),
            reckoned,
            once: credit.once.as_ref().map(|once| currency.money(once.lower).into()),
            expires: credit.once.as_ref().map(|once| once.expires.to_string()),
        })
    }
}
