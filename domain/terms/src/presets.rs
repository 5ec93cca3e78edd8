//! Terms that are usual for a kind of place, to begin with: one choice instead of thirty.

use ayni_kernel::{Amount, Name};
use ayni_ledger::Currency;

use crate::{
    attach::Attachment,
    notice::Notice,
    policies::PolicyContent,
    prices::{DAY, PriceContent, Rate, Tier},
    rules::{Approval, CheckIn, Counts, Details, Hour, Late, Over, Per, Quota, RefundTier, Rules, Tentative},
};

ayni_kernel::choices! {
    /// A kind of place with its usual terms.
    Preset {
        /// A room by the hour: who does not come loses it.
        MeetingRoom = 1 "meeting-room",
        /// A desk by the day, one a day.
        DayDesk = 2 "day-desk",
        /// A machine: some hours a week for each, time to clean up, late is dear.
        Machine = 3 "machine",
        /// A hall: somebody says yes first, long notice to cancel, an hour to tidy up.
        VillageHall = 4 "village-hall",
        /// Things to take home for some days.
        ToolLibrary = 5 "tool-library",
    }

    /// What a simple price is for.
    PriceUnit {
        /// An hour, parts of it by the minute.
        Hour = 1 "hour",
        /// Half a day: up to six hours, begun ones whole.
        HalfDay = 2 "half-day",
        /// A day.
        Day = 3 "day",
        /// A week.
        Week = 4 "week",
    }
}

/// The three questions that a newcomer can answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlainRules {
    /// How many days ahead one may book.
    pub horizon: u16,
    /// Until when all comes back when one cancels.
    pub cancel: Notice,
    /// Whether a manager has to say yes.
    pub approval: Approval,
}

/// Minutes of an hour.
const HOUR: u32 = 60;

/// Minutes of half a day: half of any opening up to twelve hours.
const HALF_DAY: u32 = 6 * HOUR;

/// Minutes of a week.
const WEEK: u32 = 7 * DAY;

/// Hours after which a meeting room costs no more on a day.
const CAP_HOURS: i64 = 6;

impl PlainRules {
    /// The rules that these answers make.
    pub fn rules(self) -> Rules {
        Rules {
            horizon: Some(self.horizon),
            refunds: Some(vec![RefundTier { before: self.cancel, percent: 100 }]),
            approval: Some(self.approval),
            ..Rules::default()
        }
    }
}

impl Preset {
    /// Its usual rules.
    pub fn rules(self) -> Rules {
        match self {
            Self::MeetingRoom => Rules {
                horizon: Some(90),
                min_length: Some(HOUR / 2),
                max_length: Some(8 * HOUR),
                step: Some(15),
                quotas: vec![at_once(10)],
                check_in: Some(CheckIn::Required { opens_before: 15, grace: 15 }),
                refunds: Some(vec![back(Notice::Days(1), 100), back(Notice::Minutes(2 * HOUR), 50)]),
                details: Some(Details::Members),
                regret: Some(15),
                ..Rules::default()
            },
            Self::DayDesk => Rules {
                horizon: Some(30),
                quotas: vec![Quota {
                    counts: Counts::Bookings,
                    per: Per::Day,
                    over: Over::Category,
                    hour: Hour::Any,
                    most: Some(1),
                }],
                refunds: Some(vec![back(Notice::Minutes(12 * HOUR), 100)]),
                check_in: Some(CheckIn::Optional),
                ..Rules::default()
            },
            Self::Machine => Self::machine(),
            Self::VillageHall => Self::hall(),
            Self::ToolLibrary => Rules {
                horizon: Some(60),
                max_length: Some(WEEK),
                quotas: vec![at_once(3)],
                refunds: Some(vec![back(Notice::Days(1), 100)]),
                late: Some(Late { grace: 120, unit: 24 * 60, percent: 100 }),
                ..Rules::default()
            },
        }
    }

    fn machine() -> Rules {
        Rules {
            horizon: Some(28),
            min_length: Some(15),
            max_length: Some(4 * HOUR),
            step: Some(15),
            after: Some(10),
            quotas: vec![Quota {
                counts: Counts::Minutes,
                per: Per::Week,
                over: Over::Resource,
                hour: Hour::Any,
                most: Some(10 * HOUR),
            }],
            check_in: Some(CheckIn::Required { opens_before: 15, grace: 20 }),
            late: Some(Late { grace: 10, unit: 15, percent: 150 }),
            refunds: Some(vec![back(Notice::Days(1), 100), back(Notice::Minutes(2 * HOUR), 50)]),
            ..Rules::default()
        }
    }

    fn hall() -> Rules {
        Rules {
            notice_book: Some(Notice::Days(2)),
            horizon: Some(365),
            min_length: Some(HOUR),
            step: Some(30),
            after: Some(HOUR),
            approval: Some(Approval::Always),
            tentative: Some(Tentative::Blocks),
            approval_time: Some(3 * DAY),
            details: Some(Details::Everyone),
            refunds: Some(vec![back(Notice::Days(30), 100), back(Notice::Days(7), 50)]),
            check_in: Some(CheckIn::No),
            ..Rules::default()
        }
    }

    /// What its price is usually for.
    pub const fn unit(self) -> PriceUnit {
        match self {
            Self::MeetingRoom | Self::Machine | Self::VillageHall => PriceUnit::Hour,
            Self::DayDesk | Self::ToolLibrary => PriceUnit::Day,
        }
    }

    /// A policy with its usual rules.
    pub fn policy(self, name: Name, attached: Vec<Attachment>) -> PolicyContent {
        policy(name, attached, self.rules())
    }

    /// A price as is usual for it, of so much for its unit; a meeting room costs no more than six hours on a day.
    pub fn price(self, name: Name, attached: Vec<Attachment>, currency: &Currency, amount: Amount) -> PriceContent {
        let mut content = simple_price(name, attached, currency, self.unit(), amount);
        if self == Self::MeetingRoom {
            content.rate.day_cap = amount.minor().checked_mul(CAP_HOURS).map(Amount::new);
        }
        content
    }
}

fn back(before: Notice, percent: u8) -> RefundTier {
    RefundTier { before, percent }
}

fn at_once(most: u32) -> Quota {
    Quota { counts: Counts::Bookings, per: Per::AtOnce, over: Over::Category, hour: Hour::Any, most: Some(most) }
}

fn policy(name: Name, attached: Vec<Attachment>, rules: Rules) -> PolicyContent {
    PolicyContent { name, attached, groups: Vec::new(), priority: 0, rules }
}

/// A policy out of the three answers.
pub fn simple_policy(name: Name, attached: Vec<Attachment>, answers: PlainRules) -> PolicyContent {
    policy(name, attached, answers.rules())
}

/// A price of so much for a unit, and nothing else.
pub fn simple_price(
    name: Name,
    attached: Vec<Attachment>,
    currency: &Currency,
    unit: PriceUnit,
    amount: Amount,
) -> PriceContent {
    let tiers = vec![Tier { minutes: unit.minutes(), amount }];
    let mut rate = Rate::simple(currency, tiers);
    if unit != PriceUnit::Hour {
        rate.begun = crate::prices::Begun::Whole;
    }
    PriceContent { name, attached, groups: Vec::new(), priority: 0, rate }
}

impl PriceUnit {
    /// Minutes of the wall clock.
    pub const fn minutes(self) -> u32 {
        match self {
            Self::Hour => HOUR,
            Self::HalfDay => HALF_DAY,
            Self::Day => DAY,
            Self::Week => WEEK,
        }
    }
}
