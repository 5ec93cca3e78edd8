//! The small views that many pages share: money, a person's card, a page of rows.

use ayni_kernel::{Amount, Money, Page};
use serde::Serialize;
use utoipa::ToSchema;

use crate::kit::words::Words;

/// An amount as pages and the API show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct MoneyView {
    /// The exact decimal, with all decimals of the currency.
    #[schema(example = "12.50")]
    pub amount: String,
    /// The currency's sign.
    #[schema(example = "Br")]
    pub symbol: String,
    /// The same amount in minor units.
    #[schema(example = 1250)]
    pub minor: i64,
    /// The currency's decimals.
    #[schema(example = 2)]
    pub scale: u8,
}

impl MoneyView {
    /// The amount in the reader's writing, with the sign of the currency.
    pub(crate) fn written(&self, words: &Words) -> String {
        let scale = ayni_kernel::Scale::new(self.scale).unwrap_or_default();
        format!("{}\u{a0}{}", words.amount(Amount::new(self.minor), scale), self.symbol)
    }

    /// Whether it is below zero.
    pub(crate) const fn is_negative(&self) -> bool {
        self.minor < 0
    }

    /// Whether it is above zero.
    pub(crate) const fn is_positive(&self) -> bool {
        self.minor > 0
    }
}

impl From<Money> for MoneyView {
    fn from(money: Money) -> Self {
        Self {
            amount: money.scale.format_exact(money.amount),
            symbol: money.symbol,
            minor: money.amount.minor(),
            scale: money.scale.decimals(),
        }
    }
}

/// A member as shown beside an amount or in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct CardView {
    /// The member's id.
    pub id: String,
    /// The name.
    pub name: String,
    /// The member number.
    pub number: String,
    /// Address of the photo, if there is one.
    pub photo: Option<String>,
}

impl From<ayni_members::Card> for CardView {
    fn from(card: ayni_members::Card) -> Self {
        Self {
            id: card.id.to_string(),
            name: card.name.to_string(),
            number: card.number.to_string(),
            photo: card.photo.map(|hash| crate::links::photo(&hash)),
        }
    }
}

/// A page of rows with the address part of the next.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct PageView<T> {
    /// The rows.
    pub rows: Vec<T>,
    /// The `after` of the next page; absent on the last.
    pub next: Option<String>,
}

impl<T> From<Page<T>> for PageView<T> {
    fn from(page: Page<T>) -> Self {
        Self { rows: page.rows, next: page.next.map(|cursor| cursor.to_string()) }
    }
}
