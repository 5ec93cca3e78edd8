//! The rows of a policy's editor: limits of how much, and what comes back when one cancels.

use ayni_kernel::{Check, Fault};
use ayni_terms::{Counts, Hour, Over, Per, Quota, RefundTier};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    fields::{UNITS, notice_of, show_notice, whole},
    policy_form::PolicyForm,
};
use crate::members::views::{Choice, choices};

/// Empty rows for quotas and refunds at the end of their lists.
const SPARE_ROWS: usize = 2;

/// Minutes in an hour.
const HOUR: u32 = 60;

/// How much a member may have.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct QuotaForm {
    /// The most: bookings, or hours; `none` lifts what another policy says. A row without it is dropped.
    pub most: String,
    /// `bookings` or `minutes` (of which `most` gives the hours).
    pub counts: String,
    /// `day`, `week`, `month`, `year` or `at-once`.
    pub per: String,
    /// `resource`, `category` or `all`.
    pub over: String,
    /// `any` or `peak`.
    pub hour: String,
}

/// What comes back of the price.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct RefundForm {
    /// How long before the beginning at the latest; a row without it is dropped.
    pub before: String,
    /// `minutes`, `hours` or `days`.
    pub unit: String,
    /// Percent of the price that comes back.
    pub percent: String,
}

/// A row of quotas with what can be chosen in it.
#[derive(Debug, Clone)]
pub(super) struct QuotaRow {
    pub most: String,
    pub counts: Vec<Choice>,
    pub per: Vec<Choice>,
    pub over: Vec<Choice>,
    pub hour: Vec<Choice>,
}

/// A row of refunds with what can be chosen in it.
#[derive(Debug, Clone)]
pub(super) struct RefundRow {
    pub before: String,
    pub units: Vec<Choice>,
    pub percent: String,
}

impl PolicyForm {
    /// The quotas as sent: a program's list, or the rows of a browser.
    fn quota_forms(&self) -> Vec<QuotaForm> {
        let cell = |row: usize, name: &str| self.text(&format!("quota-{row}-{name}")).to_owned();
        let row = |row| QuotaForm {
            most: cell(row, "most"),
            counts: cell(row, "counts"),
            per: cell(row, "per"),
            over: cell(row, "over"),
            hour: cell(row, "hour"),
        };
        let typed = (0..=ayni_terms::MAX_QUOTAS).map(row).filter(|row| !row.most.is_empty());
        self.quotas.iter().cloned().chain(typed).collect()
    }

    fn refund_forms(&self) -> Vec<RefundForm> {
        let cell = |row: usize, name: &str| self.text(&format!("refund-{row}-{name}")).to_owned();
        let row =
            |row| RefundForm { before: cell(row, "before"), unit: cell(row, "unit"), percent: cell(row, "percent") };
        let typed = (0..=ayni_terms::MAX_TIERS).map(row).filter(|row| !row.before.is_empty());
        self.refunds.iter().cloned().chain(typed).collect()
    }

    pub(super) fn read_quotas(&self, check: &mut Check) -> Vec<Quota> {
        self.quota_forms().iter().filter_map(|row| check.take(row.read())).collect()
    }

    /// Tiers; nothing at all is not said.
    pub(super) fn read_refunds(&self, check: &mut Check) -> Option<Vec<RefundTier>> {
        let rows = self.refund_forms();
        let tiers = rows.iter().filter_map(|row| check.take(row.read())).collect();
        (!rows.is_empty()).then_some(tiers)
    }

    /// The rows of quotas, with some to spare.
    pub(super) fn quota_rows(&self) -> Vec<QuotaRow> {
        let spare = std::iter::repeat_n(QuotaForm::default(), SPARE_ROWS);
        let rows = self.quota_forms().into_iter().chain(spare).take(ayni_terms::MAX_QUOTAS);
        rows.map(|row| QuotaRow {
            counts: choices(Counts::ALL.iter().map(|each| each.word()), "terms-counts-", &row.counts),
            per: choices(Per::ALL.iter().map(|each| each.word()), "terms-per-", &row.per),
            over: choices(Over::ALL.iter().map(|each| each.word()), "terms-over-", &row.over),
            hour: choices(Hour::ALL.iter().map(|each| each.word()), "terms-hour-", &row.hour),
            most: row.most,
        })
        .collect()
    }

    /// The rows of refunds, with some to spare.
    pub(super) fn refund_rows(&self) -> Vec<RefundRow> {
        let spare = std::iter::repeat_n(RefundForm::default(), SPARE_ROWS);
        let rows = self.refund_forms().into_iter().chain(spare).take(ayni_terms::MAX_TIERS);
        rows.map(|row| RefundRow {
            units: choices(UNITS.iter().copied(), "terms-unit-", if row.unit.is_empty() { "days" } else { &row.unit }),
            before: row.before,
            percent: row.percent,
        })
        .collect()
    }
}

impl From<&Quota> for QuotaForm {
    fn from(quota: &Quota) -> Self {
        let most = match (quota.most, quota.counts) {
            (None, _) => "none".to_owned(),
            (Some(most), Counts::Bookings) => most.to_string(),
            (Some(most), Counts::Minutes) if most % HOUR == 0 => (most / HOUR).to_string(),
            (Some(most), Counts::Minutes) => format!("{}:{:02}", most / HOUR, most % HOUR),
        };
        let (counts, per) = (quota.counts.word().to_owned(), quota.per.word().to_owned());
        Self { most, counts, per, over: quota.over.word().to_owned(), hour: quota.hour.word().to_owned() }
    }
}

impl QuotaForm {
    fn read(&self) -> Result<Quota, Fault> {
        let counts = or(&self.counts, Counts::Bookings, Counts::parse)?;
        let most = match (self.most.trim(), counts) {
            ("none", _) => None,
            (text, Counts::Bookings) => whole("quotas", text)?,
            (text, Counts::Minutes) => Some(hours(text)?),
        };
        Ok(Quota {
            counts,
            per: or(&self.per, Per::Day, Per::parse)?,
            over: or(&self.over, Over::Resource, Over::parse)?,
            hour: or(&self.hour, Hour::Any, Hour::parse)?,
            most,
        })
    }
}

fn or<T>(text: &str, usual: T, parse: impl FnOnce(&'static str, &str) -> Result<T, Fault>) -> Result<T, Fault> {
    if text.is_empty() { Ok(usual) } else { parse("quotas", text) }
}

/// Minutes out of hours such as `10` or `7:30`.
fn hours(text: &str) -> Result<u32, Fault> {
    let fault = || Fault::new("quotas", "terms-quota-hours");
    let (hours, minutes) = text.split_once(':').unwrap_or((text, "0"));
    let hours: u32 = hours.parse().map_err(|_| fault())?;
    let minutes: u32 = minutes.parse().map_err(|_| fault())?;
    hours.checked_mul(HOUR).and_then(|all| all.checked_add(minutes)).filter(|_| minutes < HOUR).ok_or_else(fault)
}

impl From<&RefundTier> for RefundForm {
    fn from(tier: &RefundTier) -> Self {
        let mut form = PolicyForm::default();
        show_notice(&mut form, "notice_book", Some(tier.before));
        let (before, unit) = (form.notice_book, form.notice_book_unit);
        Self { before, unit, percent: tier.percent.to_string() }
    }
}

impl RefundForm {
    fn read(&self) -> Result<RefundTier, Fault> {
        let unit = if self.unit.is_empty() { "days" } else { &self.unit };
        let before = notice_of("refunds", &self.before, unit)?;
        let percent = whole("refunds", &self.percent)?;
        let required = || Fault::new("refunds", "fault-required");
        Ok(RefundTier { before: before.ok_or_else(required)?, percent: percent.ok_or_else(required)? })
    }
}
