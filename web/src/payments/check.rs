//! Checking vouchers without a network: a page that knows the community's public key and what to do with it.

use askama::Template;
use ayni_kernel::{Result, tx::Now as _};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    kit::{Answer, Page, Route, Visit, Words, filters},
    links,
};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(links::CHECK_VOUCHERS, check)
            .about("What is needed to check the community's vouchers without a network: its public key and currencies.")
            .answers::<CheckPage>(),
    ]
}

/// A currency as the text of a voucher names it.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = PaymentMarkView)]
struct MarkView {
    /// The last four bytes of the currency's id, as they stand in the text of vouchers, in hexadecimal digits.
    mark: String,
    /// The currency's sign.
    symbol: String,
    /// Its decimals.
    scale: u8,
}

/// What is needed to check vouchers.
#[derive(Template, Debug, Serialize, ToSchema)]
#[template(path = "payments/check.html")]
struct CheckPage {
    /// The public Ed25519 key in hexadecimal digits; absent before the community issued a voucher.
    key: Option<String>,
    /// The community's currencies.
    currencies: Vec<MarkView>,
    /// When this was asked.
    now: String,
    #[serde(skip)]
    #[schema(ignore)]
    language: &'static str,
    #[serde(skip)]
    #[schema(ignore)]
    redeem: &'static str,
}

async fn check(visit: Visit) -> Answer {
    visit.page(&CheckPage::of(&visit)?)
}

impl CheckPage {
    fn of(visit: &Visit) -> Result<Self> {
        visit.read(|tx, _| {
            let marks = ayni_ledger::currencies(tx)?.into_iter().map(|currency| MarkView {
                mark: data_encoding::HEXLOWER.encode(currency.id.bytes().last_chunk::<4>().unwrap_or(&[0; 4])),
                symbol: currency.symbol.to_string(),
                scale: currency.scale.decimals(),
            });
            Ok(Self {
                key: ayni_payments::public_key(tx)?.map(|key| data_encoding::HEXLOWER.encode(&key)),
                currencies: marks.collect(),
                now: tx.now().to_string(),
                language: visit.words.language().tag(),
                redeem: links::REDEEM,
            })
        })
    }

    /// The currencies in one attribute: mark, decimals and sign of each.
    fn marks(&self) -> String {
        let each = self.currencies.iter().map(|each| format!("{} {} {}", each.mark, each.scale, each.symbol));
        each.collect::<Vec<_>>().join("|")
    }
}

impl Page for CheckPage {
    const FEATURE: &'static str = "payments";

    fn title(&self, words: &Words) -> String {
        words.say("payments-check")
    }

    fn tab(&self) -> &'static str {
        "pay"
    }
}
