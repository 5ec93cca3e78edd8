//! The rules that a policy may lay down. Each is optional: what is not said is left to the next policy.

use ayni_calendar::Hours;
use ayni_kernel::{Check, Fault, Faults, GroupId};

use crate::notice::Notice;

/// The most quotas of one policy.
pub const MAX_QUOTAS: usize = 12;

/// The most refund tiers: more than anybody keeps in mind.
pub const MAX_TIERS: usize = 8;

/// The longest horizon, in days: two years.
pub const MAX_HORIZON: u16 = 731;

/// The longest booking that a rule may name, in minutes: a year.
pub const MAX_LENGTH: u32 = 366 * 24 * 60;

/// The longest time kept free before or after, in minutes: two days of drying paint.
pub const MAX_BUFFER: u32 = 2 * 24 * 60;

/// The longest time that a draft or an offer is kept, in minutes: three days.
pub const MAX_KEPT: u32 = 3 * 24 * 60;

/// The most dates of one repeating booking: two years of days.
pub const MAX_OCCURRENCES: u16 = 731;

/// The most that a quota may count: bookings, or minutes of a year.
pub const MAX_QUOTA: u32 = MAX_LENGTH;

/// The highest overtime price, in percent of the usual one.
pub const MAX_LATE_PERCENT: u16 = 1_000;

ayni_kernel::choices! {
    /// Which rule: for "why not?" and for the overview of what is in force.
    RuleKind {
        /// Who may book.
        MayBook = 1 "may-book",
        /// How long before the beginning one has to book.
        NoticeBook = 2 "notice-book",
        /// How long before the beginning one may still change.
        NoticeChange = 3 "notice-change",
        /// How long before the beginning one may still cancel.
        NoticeCancel = 4 "notice-cancel",
        /// How far ahead one may book.
        Horizon = 5 "horizon",
        /// The shortest booking.
        MinLength = 6 "min-length",
        /// The longest booking.
        MaxLength = 7 "max-length",
        /// At which times bookings begin and end.
        Step = 8 "step",
        /// Time kept free before.
        Before = 9 "before",
        /// Time kept free after.
        After = 10 "after",
        /// How many bookings or hours.
        Quota = 11 "quota",
        /// At which times one may book.
        When = 12 "when",
        /// Whether a manager has to say yes.
        Approval = 13 "approval",
        /// Whether a request takes the place.
        Tentative = 14 "tentative",
        /// When a request lapses.
        ApprovalTime = 15 "approval-time",
        /// Who sees the details.
        Details = 16 "details",
        /// Whether one has to check in.
        CheckIn = 17 "check-in",
        /// Whether the clock checks out.
        CheckOut = 18 "check-out",
        /// What leaving late costs.
        Late = 19 "late",
        /// How long a draft is kept.
        Draft = 20 "draft",
        /// How long a place is offered to who waits.
        Offer = 21 "offer",
        /// Who is first among those who wait.
        Priority = 22 "priority",
        /// What comes back when one cancels.
        Refunds = 23 "refunds",
        /// What is kept when nobody came.
        NoShow = 24 "no-show",
        /// Which hours are busy ones.
        Peak = 25 "peak",
        /// How many dates one repeating booking may have.
        Occurrences = 26 "occurrences",
        /// How long after booking one may change one's mind.
        Regret = 27 "regret",
    }

    /// Whether a request takes the place while it waits for a yes.
    Tentative {
        /// Nobody else can have it meanwhile.
        Blocks = 1 "blocks",
        /// Others may book beside it; the first yes wins.
        Free = 2 "free",
    }

    /// Who sees more of a booking than that the place is taken.
    Details {
        /// Everybody who sees the place.
        Everyone = 1 "everyone",
        /// Members.
        Members = 2 "members",
        /// Only the member and those who look after the place.
        Own = 3 "own",
    }

    /// Who ends a booking that was checked in.
    CheckOut {
        /// The clock, at the end.
        ByItself = 1 "by-itself",
        /// Somebody; until then it counts as overtime.
        ByHand = 2 "by-hand",
    }

    /// Over what time a quota counts.
    Per {
        /// A day.
        Day = 1 "day",
        /// A week, from Monday (ISO 8601).
        Week = 2 "week",
        /// A calendar month.
        Month = 3 "month",
        /// A calendar year.
        Year = 4 "year",
        /// All bookings that are not over yet.
        AtOnce = 5 "at-once",
    }

    /// Which of the member's bookings a quota counts.
    Over {
        /// Those of the same resource.
        Resource = 1 "resource",
        /// Those of resources of the same category.
        Category = 2 "category",
        /// All.
        All = 3 "all",
    }

    /// What a quota counts.
    Counts {
        /// Bookings, each in the period in which it begins.
        Bookings = 1 "bookings",
        /// Minutes of the wall clock, each in its own period.
        Minutes = 2 "minutes",
    }

    /// At which hours a quota counts.
    Hour {
        /// At any.
        Any = 1 "any",
        /// Only in busy ones.
        Peak = 2 "peak",
    }
}

/// Who may book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Who {
    /// Every member who sees the place.
    Everybody,
    /// The members of these groups.
    Groups(Vec<GroupId>),
    /// Nobody but those who look after it.
    Nobody,
}

/// Whether a manager has to say yes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Approval {
    /// No.
    No,
    /// Yes, always.
    Always,
    /// For times outside those at which one may book, which are refused otherwise.
    OutsideHours,
    /// For bookings of more than so many minutes.
    LongerThan(u32),
}

/// Whether one has to say that one is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CheckIn {
    /// No.
    No,
    /// One can, from [`EARLY_MINUTES`] before the beginning.
    Optional,
    /// One must, or loses the place.
    Required {
        /// Minutes before the beginning from which it is possible.
        opens_before: i64,
        /// Minutes after the beginning until which it counts.
        grace: i64,
    },
}

/// Minutes before the beginning from which one can check in where nothing else is said.
pub const EARLY_MINUTES: i64 = 15;

impl CheckIn {
    /// Minutes before the beginning from which it is possible.
    pub const fn opens_before(self) -> i64 {
        match self {
            Self::No | Self::Optional => EARLY_MINUTES,
            Self::Required { opens_before, .. } => opens_before,
        }
    }
}

/// What leaving late costs: each begun unit, at a share of the booking's own price.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Late {
    /// Minutes that cost nothing.
    pub grace: u16,
    /// Minutes of a unit; a begun one counts as one.
    pub unit: u16,
    /// Percent of what the same time cost in the booking.
    pub percent: u16,
}

/// How many bookings or minutes a member may have in a period. Several quotas hold together; of those that count the
/// same thing over the same period the nearest policy's holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quota {
    /// Bookings or minutes.
    pub counts: Counts,
    /// Over what time.
    pub per: Per,
    /// Of what.
    pub over: Over,
    /// At which hours.
    pub hour: Hour,
    /// The most; `None` lifts what a more general policy says.
    pub most: Option<u32>,
}

impl Quota {
    /// Whether both count the same.
    pub fn is_like(&self, other: &Self) -> bool {
        Self { most: None, ..*self } == Self { most: None, ..*other }
    }
}

/// What comes back of the price when one cancels in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RefundTier {
    /// How long before the beginning, at the latest.
    pub before: Notice,
    /// Percent of the price that comes back.
    pub percent: u8,
}

/// What a policy says. `None` is not said.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Rules {
    /// Who may book.
    pub may_book: Option<Who>,
    /// How long before the beginning one has to book.
    pub notice_book: Option<Notice>,
    /// How long before the beginning one may still change.
    pub notice_change: Option<Notice>,
    /// How long before the beginning one may still cancel.
    pub notice_cancel: Option<Notice>,
    /// How many days ahead a booking may begin.
    pub horizon: Option<u16>,
    /// The shortest booking, in minutes of the wall clock.
    pub min_length: Option<u32>,
    /// The longest booking, in minutes of the wall clock.
    pub max_length: Option<u32>,
    /// Bookings begin and last by steps of so many minutes, counted from the beginning of the day or of the opening.
    pub step: Option<u32>,
    /// Minutes kept free before.
    pub before: Option<u32>,
    /// Minutes kept free after.
    pub after: Option<u32>,
    /// How much a member may have.
    pub quotas: Vec<Quota>,
    /// At which times one may book.
    pub when: Option<Hours>,
    /// Whether a manager has to say yes.
    pub approval: Option<Approval>,
    /// Whether a request takes the place.
    pub tentative: Option<Tentative>,
    /// After how many minutes a request lapses; 0 for at its beginning.
    pub approval_time: Option<u32>,
    /// Who sees the details.
    pub details: Option<Details>,
    /// Whether one has to check in.
    pub check_in: Option<CheckIn>,
    /// Who checks out.
    pub check_out: Option<CheckOut>,
    /// What leaving late costs.
    pub late: Option<Late>,
    /// For how many minutes a draft is kept.
    pub draft: Option<u32>,
    /// For how many minutes a place is offered to who waits.
    pub offer: Option<u32>,
    /// Those with a higher number are first among those who wait.
    pub priority: Option<u16>,
    /// What comes back when one cancels, the longest notice first; after the last nothing does.
    pub refunds: Option<Vec<RefundTier>>,
    /// Percent of the price that is kept when nobody came.
    pub no_show: Option<u8>,
    /// Which hours are busy ones.
    pub peak: Option<Hours>,
    /// How many dates one repeating booking may have.
    pub occurrences: Option<u16>,
    /// For how many minutes after booking all comes back when one cancels before the beginning.
    pub regret: Option<u32>,
}

impl Rules {
    /// Puts lists into order and checks all bounds; one fault for each rule that is broken.
    pub fn checked(mut self) -> Result<Self, Faults> {
        let mut check = Check::default();
        for (field, notice) in [
            ("notice_book", self.notice_book),
            ("notice_change", self.notice_change),
            ("notice_cancel", self.notice_cancel),
        ] {
            check.take(notice.unwrap_or(Notice::NONE).checked(field));
        }
        self.check_numbers(&mut check);
        self.check_quotas(&mut check);
        if let Some(tiers) = &mut self.refunds {
            tiers.sort_by_key(|tier| std::cmp::Reverse(tier.before.minutes()));
            check_tiers(tiers, &mut check);
        }
        if let Some(Who::Groups(groups)) = &self.may_book {
            check.require(|| groups.is_empty().then(|| Fault::new("may_book", "terms-groups-none")));
        }
        if let Some(late) = self.late {
            let good = late.unit > 0 && late.percent <= MAX_LATE_PERCENT;
            check
                .require(|| (!good).then(|| Fault::new("late", "terms-late").with("max", i64::from(MAX_LATE_PERCENT))));
        }
        if check.done().is_ok() { Ok(self) } else { Err(faults(check)) }
    }

    fn check_numbers(&self, check: &mut Check) {
        let mut within = |field, number: Option<u32>, least: u32, most: u32| {
            let good = number.is_none_or(|number| (least..=most).contains(&number));
            check.require(|| {
                (!good).then(|| {
                    Fault::new(field, "terms-number").with("min", i64::from(least)).with("max", i64::from(most))
                })
            });
        };
        within("horizon", self.horizon.map(u32::from), 0, u32::from(MAX_HORIZON));
        within("min_length", self.min_length, 1, MAX_LENGTH);
        within("max_length", self.max_length, 1, MAX_LENGTH);
        within("step", self.step, 1, MAX_BUFFER);
        within("before", self.before, 0, MAX_BUFFER);
        within("after", self.after, 0, MAX_BUFFER);
        within("approval_time", self.approval_time, 0, MAX_LENGTH);
        within("draft", self.draft, 1, MAX_KEPT);
        within("offer", self.offer, 1, MAX_KEPT);
        within("regret", self.regret, 0, MAX_KEPT);
        within("no_show", self.no_show.map(u32::from), 0, 100);
        within("occurrences", self.occurrences.map(u32::from), 1, u32::from(MAX_OCCURRENCES));
        let crossed = self.min_length.zip(self.max_length).is_some_and(|(min, max)| min > max);
        check.require(|| crossed.then(|| Fault::new("max_length", "terms-length-order")));
        if let Some(CheckIn::Required { opens_before, grace }) = self.check_in {
            let good = [opens_before, grace].iter().all(|minutes| (0..=i64::from(MAX_KEPT)).contains(minutes));
            check.require(|| {
                (!good)
                    .then(|| Fault::new("check_in", "terms-number").with("min", 0_i64).with("max", i64::from(MAX_KEPT)))
            });
        }
    }

    fn check_quotas(&self, check: &mut Check) {
        let many = self.quotas.len() > MAX_QUOTAS;
        check.require(|| many.then(|| Fault::new("quotas", "terms-many").with("max", MAX_QUOTAS)));
        let twice = self
            .quotas
            .iter()
            .enumerate()
            .any(|(at, quota)| self.quotas.iter().skip(at + 1).any(|other| quota.is_like(other)));
        check.require(|| twice.then(|| Fault::new("quotas", "terms-quota-twice")));
        let large = self.quotas.iter().filter_map(|quota| quota.most).any(|most| most > MAX_QUOTA);
        check.require(|| large.then(|| Fault::new("quotas", "terms-quota-large").with("max", i64::from(MAX_QUOTA))));
    }
}

fn faults(check: Check) -> Faults {
    match check.into() {
        ayni_kernel::Error::Invalid(faults) => faults,
        _ => Faults::default(),
    }
}

/// The later one cancels, the less comes back; no notice twice.
fn check_tiers(tiers: &[RefundTier], check: &mut Check) {
    check.require(|| (tiers.len() > MAX_TIERS).then(|| Fault::new("refunds", "terms-many").with("max", MAX_TIERS)));
    for tier in tiers {
        check.take(tier.before.checked("refunds"));
        check.require(|| (tier.percent > 100).then(|| Fault::new("refunds", "terms-percent")));
    }
    let falls = tiers.windows(2).all(|pair| match pair {
        [early, late] => early.before.minutes() > late.before.minutes() && early.percent >= late.percent,
        _ => true,
    });
    check.require(|| (!falls).then(|| Fault::new("refunds", "terms-refunds-order")));
}
