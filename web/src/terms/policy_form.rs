//! The editor of a policy: from its rules to fields, and back.

use ayni_kernel::{Fault, Name, Result};
use ayni_terms::{Approval, CheckIn, CheckOut, Details, Late, PolicyContent, Preset, Rules, Tentative, Who};

use super::{
    fields::{
        Declared, Hint, Reader, SectionView, Shape, UNITS, form_of_texts, sections, show, show_minutes, show_notice,
    },
    policy_rows::{QuotaForm, RefundForm},
    reach::{Said, boxes, ids},
};

form_of_texts! {
    /// A policy as its editor sends it: every field, changed or not. What is empty is not said.
    PolicyForm {
        /// Its name, which members read when a rule of it says no.
        name,
        /// Anything, to hold everywhere.
        everything,
        /// Of two that are equally near the higher number wins.
        priority,
        /// `everybody`, `groups` (those in `may`) or `nobody`.
        may_book,
        /// How long before the beginning one has to book.
        notice_book,
        /// `minutes`, `hours` (which pass) or `days` (of the calendar).
        notice_book_unit,
        /// How many days ahead one may book.
        horizon,
        /// At which times one may book, such as `Mo-Fr 08:00-20:00`.
        when,
        /// `no`, `always`, `outside-hours` or `longer-than`.
        approval,
        /// For `longer-than`: how long.
        approval_length,
        /// `minutes`, `hours` or `days`.
        approval_length_unit,
        /// Whether a request takes the place meanwhile: `blocks` or `free`.
        tentative,
        /// After how long a request lapses.
        approval_time,
        /// `minutes`, `hours` or `days`.
        approval_time_unit,
        /// The shortest booking.
        min_length,
        /// `minutes`, `hours` or `days`.
        min_length_unit,
        /// The longest booking.
        max_length,
        /// `minutes`, `hours` or `days`.
        max_length_unit,
        /// Minutes of a step.
        step,
        /// Minutes kept free before.
        before,
        /// Minutes kept free after.
        after,
        /// Which hours are busy ones, such as `Mo-Fr 17:00-20:00`.
        peak,
        /// `no`, `optional` or `required`.
        check_in,
        /// Minutes before the beginning from which one can check in.
        opens_before,
        /// Minutes after the beginning until which one must have checked in.
        grace,
        /// `by-itself` or `by-hand`.
        check_out,
        /// Minutes that one may stay longer for nothing.
        late_grace,
        /// Minutes of a unit of overtime.
        late_unit,
        /// Percent of the usual price that overtime costs; empty for nothing.
        late_percent,
        /// Percent of the price that is kept when nobody came.
        no_show,
        /// How long before the beginning one may still change.
        notice_change,
        /// `minutes`, `hours` or `days`.
        notice_change_unit,
        /// How long before the beginning one may still cancel.
        notice_cancel,
        /// `minutes`, `hours` or `days`.
        notice_cancel_unit,
        /// Minutes after booking within which cancelling costs nothing.
        regret,
        /// Who sees the details: `everyone`, `members` or `own`.
        details,
        /// Minutes for which a draft is kept.
        draft,
        /// For how long a freed place is offered to who waits.
        offer,
        /// `minutes`, `hours` or `days`.
        offer_unit,
        /// Those with a higher number are first among those who wait.
        waiting,
        /// How many dates one repeating booking may have.
        occurrences,
    }
    lists {
        /// Ids of resources where it holds, with all that stands in them.
        resources: Vec<String>,
        /// Ids of categories where it holds.
        categories: Vec<String>,
        /// Ids of groups for whom it holds; none for everybody.
        groups: Vec<String>,
        /// Ids of groups that may book, for `may_book` = `groups`.
        may: Vec<String>,
        /// How much one may have, at most 12.
        quotas: Vec<QuotaForm>,
        /// What comes back of the price when one cancels, at most 8.
        refunds: Vec<RefundForm>,
    }
}

const NUMBER: Shape = Shape::Number("");
const MINUTES: Shape = Shape::Number("terms-suffix-minutes");
const PERCENT: Shape = Shape::Number("terms-suffix-percent");
const LENGTH: Shape = Shape::Length(UNITS);

/// The sections of the editor.
const SECTIONS: &[(&str, &[Declared])] = &[
    (
        "when",
        &[
            ("may_book", Shape::Choice("terms-may-", &["everybody", "groups", "nobody"]), Hint::Yes),
            ("horizon", Shape::Number("terms-suffix-days"), Hint::No),
            ("notice_book", LENGTH, Hint::Yes),
            ("when", Shape::Hours, Hint::Yes),
        ],
    ),
    (
        "length",
        &[
            ("min_length", LENGTH, Hint::No),
            ("max_length", LENGTH, Hint::No),
            ("step", MINUTES, Hint::Yes),
            ("before", MINUTES, Hint::No),
            ("after", MINUTES, Hint::Yes),
            ("occurrences", NUMBER, Hint::Yes),
        ],
    ),
    (
        "approval",
        &[
            ("approval", Shape::Choice("terms-approval-", &["no", "always", "outside-hours", "longer-than"]), Hint::No),
            ("approval_length", LENGTH, Hint::Yes),
            ("tentative", Shape::Choice("terms-tentative-", &["blocks", "free"]), Hint::No),
            ("approval_time", LENGTH, Hint::Yes),
        ],
    ),
    (
        "cancel",
        &[
            ("notice_change", LENGTH, Hint::No),
            ("notice_cancel", LENGTH, Hint::No),
            ("regret", MINUTES, Hint::Yes),
            ("no_show", PERCENT, Hint::No),
        ],
    ),
    (
        "presence",
        &[
            ("check_in", Shape::Choice("terms-check-in-", &["no", "optional", "required"]), Hint::Yes),
            ("opens_before", MINUTES, Hint::No),
            ("grace", MINUTES, Hint::Yes),
            ("check_out", Shape::Choice("terms-check-out-", &["by-itself", "by-hand"]), Hint::No),
            ("late_percent", PERCENT, Hint::Yes),
            ("late_grace", MINUTES, Hint::No),
            ("late_unit", MINUTES, Hint::No),
        ],
    ),
    (
        "more",
        &[
            ("details", Shape::Choice("terms-details-", &["everyone", "members", "own"]), Hint::No),
            ("peak", Shape::Hours, Hint::Yes),
            ("draft", MINUTES, Hint::No),
            ("offer", LENGTH, Hint::No),
            ("waiting", NUMBER, Hint::Yes),
            ("priority", NUMBER, Hint::Yes),
        ],
    ),
];

impl PolicyForm {
    /// The editor of rules that a preset makes.
    pub(super) fn preset(preset: Preset, name: String) -> Self {
        let mut form = Self { name, everything: "on".to_owned(), ..Self::default() };
        form.fill(&preset.rules());
        form
    }

    /// The editor of a policy that there is.
    pub(super) fn filled(content: &PolicyContent) -> Self {
        let mut form =
            Self { name: content.name.to_string(), priority: content.priority.to_string(), ..Self::default() };
        for tick in boxes(&content.attached, &content.groups) {
            form.tick(&tick);
        }
        form.fill(&content.rules);
        form
    }

    fn tick(&mut self, name: &str) {
        "on".clone_into(self.slot(name));
        let lists =
            [("resource-", &mut self.resources), ("category-", &mut self.categories), ("group-", &mut self.groups)];
        for (start, list) in lists {
            list.extend(name.strip_prefix(start).map(ToOwned::to_owned));
        }
    }

    fn fill(&mut self, rules: &Rules) {
        self.fill_access(rules);
        show_notice(self, "notice_book", rules.notice_book);
        show_notice(self, "notice_change", rules.notice_change);
        show_notice(self, "notice_cancel", rules.notice_cancel);
        for (name, minutes) in [
            ("min_length", rules.min_length),
            ("max_length", rules.max_length),
            ("approval_time", rules.approval_time),
            ("offer", rules.offer),
        ] {
            show_minutes(self, name, minutes);
        }
        for (name, number) in [
            ("step", rules.step),
            ("before", rules.before),
            ("after", rules.after),
            ("regret", rules.regret),
            ("draft", rules.draft),
            ("horizon", rules.horizon.map(u32::from)),
            ("no_show", rules.no_show.map(u32::from)),
            ("waiting", rules.priority.map(u32::from)),
            ("occurrences", rules.occurrences.map(u32::from)),
        ] {
            show(self, name, number);
        }
        show(self, "when", rules.when.as_ref());
        show(self, "peak", rules.peak.as_ref());
        show(self, "tentative", rules.tentative);
        show(self, "details", rules.details);
        show(self, "check_out", rules.check_out);
        if let Some(late) = rules.late {
            show(self, "late_grace", Some(late.grace));
            show(self, "late_unit", Some(late.unit));
            show(self, "late_percent", Some(late.percent));
        }
        self.quotas = rules.quotas.iter().map(QuotaForm::from).collect();
        self.refunds = rules.refunds.iter().flatten().map(RefundForm::from).collect();
    }

    fn fill_access(&mut self, rules: &Rules) {
        match &rules.may_book {
            Some(Who::Everybody) => "everybody".clone_into(&mut self.may_book),
            Some(Who::Nobody) => "nobody".clone_into(&mut self.may_book),
            Some(Who::Groups(groups)) => {
                "groups".clone_into(&mut self.may_book);
                for id in groups {
                    self.may.push(id.to_string());
                    "on".clone_into(self.slot(&format!("may-{id}")));
                }
            }
            None => {}
        }
        let approval = match rules.approval {
            None => "",
            Some(Approval::No) => "no",
            Some(Approval::Always) => "always",
            Some(Approval::OutsideHours) => "outside-hours",
            Some(Approval::LongerThan(minutes)) => {
                show_minutes(self, "approval_length", Some(minutes));
                "longer-than"
            }
        };
        approval.clone_into(&mut self.approval);
        let check_in = match rules.check_in {
            None => "",
            Some(CheckIn::No) => "no",
            Some(CheckIn::Optional) => "optional",
            Some(CheckIn::Required { opens_before, grace }) => {
                show(self, "opens_before", Some(opens_before));
                show(self, "grace", Some(grace));
                "required"
            }
        };
        check_in.clone_into(&mut self.check_in);
    }

    /// What it says about where and for whom.
    pub(super) fn said(&self) -> Said<'_> {
        Said {
            rows: &self.rows,
            everything: &self.everything,
            resources: &self.resources,
            categories: &self.categories,
            groups: &self.groups,
        }
    }

    /// The boxes that are ticked, with those of who may book.
    pub(super) fn ticked(&self) -> std::collections::BTreeSet<String> {
        let mut ticked = self.said().ticked();
        ticked.extend(self.may.iter().map(|id| format!("may-{id}")));
        ticked
    }

    /// Reads the form as a policy.
    pub(super) fn read(&self) -> Result<PolicyContent> {
        let mut reader = Reader::new(self);
        let name = reader.check.take(Name::parse("name", &self.name));
        let attached = self.said().attached(&mut reader.check);
        let groups = self.said().groups(&mut reader.check);
        let priority = reader.number("priority").unwrap_or(0);
        let rules = self.rules(&mut reader);
        let check = reader.check;
        check.done()?;
        let Some(name) = name else { return Err(check.into()) };
        Ok(PolicyContent { name, attached, groups, priority, rules })
    }

    fn rules(&self, reader: &mut Reader<'_, Self>) -> Rules {
        Rules {
            may_book: self.who(reader),
            notice_book: reader.notice("notice_book"),
            notice_change: reader.notice("notice_change"),
            notice_cancel: reader.notice("notice_cancel"),
            horizon: reader.number("horizon"),
            min_length: reader.minutes("min_length"),
            max_length: reader.minutes("max_length"),
            step: reader.number("step"),
            before: reader.number("before"),
            after: reader.number("after"),
            quotas: self.read_quotas(&mut reader.check),
            when: reader.hours("when"),
            approval: approval(reader),
            tentative: reader.choice("tentative", Tentative::parse),
            approval_time: reader.minutes("approval_time"),
            details: reader.choice("details", Details::parse),
            check_in: check_in(reader),
            check_out: reader.choice("check_out", CheckOut::parse),
            late: late(reader),
            draft: reader.number("draft"),
            offer: reader.minutes("offer"),
            priority: reader.number("waiting"),
            refunds: self.read_refunds(&mut reader.check),
            no_show: reader.number("no_show"),
            peak: reader.hours("peak"),
            occurrences: reader.number("occurrences"),
            regret: reader.number("regret"),
        }
    }

    fn who(&self, reader: &mut Reader<'_, Self>) -> Option<Who> {
        match self.text("may_book") {
            "" => None,
            "everybody" => Some(Who::Everybody),
            "nobody" => Some(Who::Nobody),
            "groups" => Some(Who::Groups(ids(&self.ticked(), "may-", "may_book", &mut reader.check).collect())),
            _ => reader.check.take(Err(Fault::new("may_book", "fault-choice"))),
        }
    }

    /// The sections of the editor.
    pub(super) fn sections(&self) -> Vec<SectionView> {
        sections(self, SECTIONS)
    }
}

fn approval(reader: &mut Reader<'_, PolicyForm>) -> Option<Approval> {
    match reader.form.text("approval") {
        "" => None,
        "no" => Some(Approval::No),
        "always" => Some(Approval::Always),
        "outside-hours" => Some(Approval::OutsideHours),
        "longer-than" => {
            let length = reader.minutes("approval_length");
            reader
                .check
                .take(length.map(Approval::LongerThan).ok_or_else(|| Fault::new("approval_length", "fault-required")))
        }
        _ => reader.check.take(Err(Fault::new("approval", "fault-choice"))),
    }
}

/// Minutes before and after the beginning in which one checks in, where the editor says nothing.
const USUAL_CHECK_IN: i64 = 15;

fn check_in(reader: &mut Reader<'_, PolicyForm>) -> Option<CheckIn> {
    match reader.form.text("check_in") {
        "" => None,
        "no" => Some(CheckIn::No),
        "optional" => Some(CheckIn::Optional),
        "required" => Some(CheckIn::Required {
            opens_before: reader.number("opens_before").unwrap_or(USUAL_CHECK_IN),
            grace: reader.number("grace").unwrap_or(USUAL_CHECK_IN),
        }),
        _ => reader.check.take(Err(Fault::new("check_in", "fault-choice"))),
    }
}

/// Minutes of a unit of overtime where the editor says nothing.
const USUAL_LATE_UNIT: u16 = 15;

fn late(reader: &mut Reader<'_, PolicyForm>) -> Option<Late> {
    let percent = reader.number("late_percent")?;
    Some(Late {
        grace: reader.number("late_grace").unwrap_or(0),
        unit: reader.number("late_unit").unwrap_or(USUAL_LATE_UNIT),
        percent,
    })
}
