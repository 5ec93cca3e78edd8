//! Vouchers on paper: several to a page, each with its picture.

use askama::Template;
use ayni_kernel::{Result, VoucherId};
use serde::Serialize;
use utoipa::ToSchema;

use super::vouchers::VoucherView;
use crate::{
    kit::{Answer, Of, Page, Route, Visit, Words, filters, qr},
    links,
    members::Origin,
};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/vouchers/{id}/sheet", sheet)
            .about("The vouchers that were issued together, for printing.")
            .answers::<SheetPage>(),
    ]
}

/// Vouchers to print.
#[derive(Template, Debug, Serialize, ToSchema)]
#[template(path = "payments/voucher_sheet.html")]
struct SheetPage {
    /// The vouchers.
    vouchers: Vec<VoucherView>,
    #[serde(skip)]
    #[schema(ignore)]
    pictures: Vec<String>,
    #[serde(skip)]
    #[schema(ignore)]
    community: String,
    #[serde(skip)]
    #[schema(ignore)]
    site: String,
}

async fn sheet(visit: Visit, Origin(origin): Origin, Of(id): Of<VoucherId>) -> Answer {
    visit.page(&SheetPage::of(&visit, &origin, id)?)
}

impl SheetPage {
    fn of(visit: &Visit, origin: &str, id: VoucherId) -> Result<Self> {
        let sheet = visit.read(|tx, me| ayni_payments::voucher_sheet(tx, me, id))?;
        let pictures = sheet.iter().map(|voucher| qr::picture(&format!("{origin}{}", links::redeem(&voucher.token))));
        Ok(Self {
            pictures: pictures.collect::<Result<_>>()?,
            vouchers: visit
                .read(|tx, _| sheet.iter().map(|voucher| VoucherView::of(tx, &visit.words, voucher)).collect())?,
            community: visit.settings.name.to_string(),
            site: format!("{origin}{}", links::REDEEM),
        })
    }

    /// The vouchers that are still good, each with its picture.
    fn cards(&self) -> impl Iterator<Item = (&VoucherView, &String)> {
        self.vouchers.iter().zip(&self.pictures)
    }
}

impl Page for SheetPage {
    const FEATURE: &'static str = "payments";

    fn title(&self, words: &Words) -> String {
        words.say("payments-vouchers")
    }

    fn tab(&self) -> &'static str {
        "pay"
    }
}
