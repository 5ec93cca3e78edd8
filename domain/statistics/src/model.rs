//! What is counted, and the pure reckoning with it.

use ayni_kernel::MemberId;
use ayni_ledger::{Owner, TransferKind};
use rkyv::{Archive, Deserialize, Serialize};

/// So many transfers of so much together, in minor units.
#[derive(Archive, Serialize, Deserialize, Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Sum {
    /// How much.
    pub amount: u64,
    /// How many.
    pub times: u64,
}

impl Sum {
    /// One more of so much.
    pub(crate) const fn add(&mut self, amount: u64) {
        self.amount = self.amount.saturating_add(amount);
        self.times = self.times.saturating_add(1);
    }

    /// One less.
    pub(crate) const fn take_back(&mut self, amount: u64) {
        self.amount = self.amount.saturating_sub(amount);
        self.times = self.times.saturating_sub(1);
    }

    /// Both together.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self { amount: self.amount.saturating_add(other.amount), times: self.times.saturating_add(other.times) }
    }
}

/// What is counted in a month.
#[derive(Archive, Serialize, Deserialize, Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Figures {
    /// Every transfer posted in it, of whatever kind: the ledger's own count.
    pub posted: Sum,
    /// Trade between two members that was not taken back.
    pub trade: Sum,
    /// What the community charged and did not give back.
    pub charged: Sum,
    /// All else: what came from or went to the community's own accounts, and was not taken back.
    pub other: Sum,
    /// What was taken back in it, of whichever month.
    pub reversed: Sum,
    /// Members who gave or received in trade.
    pub active: u32,
    /// Members whose account moved for the first time.
    pub newcomers: u32,
    /// The sum of the members' positive balances after its last transfer.
    pub stock: u64,
}

/// What a transfer is for the statistics.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    /// Trade between these two.
    Trade(MemberId, MemberId),
    /// A charge of the community.
    Charge,
    /// Neither.
    Other,
}

impl Class {
    /// The class of a transfer that takes nothing back.
    pub(crate) fn of(kind: TransferKind, payer: Owner, payee: Owner) -> Self {
        match (payer, payee) {
            _ if kind.is_charge() => Self::Charge,
            (Owner::Member(payer), Owner::Member(payee)) if payer != payee => Self::Trade(payer, payee),
            _ => Self::Other,
        }
    }

    /// The sum that it belongs to.
    pub(crate) const fn sum(self, figures: &mut Figures) -> &mut Sum {
        match self {
            Self::Trade(..) => &mut figures.trade,
            Self::Charge => &mut figures.charged,
            Self::Other => &mut figures.other,
        }
    }
}

/// Members' balances of about the same size.
#[derive(Archive, Serialize, Deserialize, Debug, Clone, Copy, PartialEq, Eq)]
pub struct Band {
    /// Which: 0 for nothing, 1 for less than one unit, 2 from one, 3 from two, 4 from five, 5 from ten …, and the same
    /// below zero.
    pub step: i16,
    /// How many accounts.
    pub accounts: u64,
    /// What they hold or owe together, in minor units without a sign.
    pub sum: u64,
}

/// The band of a balance, where one unit has so many minor units.
pub(crate) fn step(balance: i64, unit: u64) -> i16 {
    let size = balance.unsigned_abs();
    let sign = if balance < 0 { -1 } else { 1 };
    if size == 0 {
        return 0;
    }
    let reached = borders(unit).take_while(|border| size >= *border).count();
    sign * i16::try_from(reached + 1).unwrap_or(i16::MAX)
}

/// What bounds a band: from, and before what, without a sign, in minor units.
pub fn ends(step: i16, unit: u64) -> (u64, u64) {
    let reached = usize::from(step.unsigned_abs());
    let border = |at: usize| borders(unit).nth(at).unwrap_or(u64::MAX);
    match reached {
        0 => (0, 0),
        1 => (0, border(0)),
        more => (border(more - 2), border(more - 1)),
    }
}

/// 1, 2, 5, 10, 20, 50 … units, as far as numbers go.
fn borders(unit: u64) -> impl Iterator<Item = u64> {
    let powers = std::iter::successors(Some(unit.max(1)), |power| power.checked_mul(10));
    powers.flat_map(|power| [1, 2, 5].into_iter().filter_map(move |times| power.checked_mul(times)))
}

/// How unevenly what members hold is spread, in thousandths: 0 when all who hold something hold the same, near 1000 when
/// one holds everything. Within a band all are held to be equal. `None` when fewer than two hold something.
pub(crate) fn gini(bands: &[Band]) -> Option<u16> {
    let mut held: Vec<&Band> = bands.iter().filter(|band| band.step > 0 && band.accounts > 0).collect();
    held.sort_by_key(|band| band.step);
    let people: u128 = held.iter().map(|band| u128::from(band.accounts)).sum();
    let all: u128 = held.iter().map(|band| u128::from(band.sum)).sum();
    if people < 2 || all == 0 {
        return None;
    }
    let (mut below, mut area) = (0_u128, 0_u128);
    for band in held {
        let sum = u128::from(band.sum);
        area = area.saturating_add(u128::from(band.accounts).saturating_mul(2 * below + sum));
        below += sum;
    }
    let equal = area.saturating_mul(1_000) / people.saturating_mul(all);
    u16::try_from(1_000_u128.saturating_sub(equal)).ok()
}
