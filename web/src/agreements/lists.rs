//! One's own agreements, and the differences that wait for a steward.

use askama::Template;
use ayni_kernel::{Cursor, Result};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::views::AgreementView;
use crate::{
    kit::{Answer, Ask, Page, PageView, Route, Visit, Words, filters},
    links,
};

/// Agreements on a page.
const PAGE: usize = 30;

/// Differences that the queue shows: more than a steward decides in a day.
const SHOWN: usize = 50;

/// The routes of the lists.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(links::AGREEMENTS, mine)
            .about("One's own agreements: first what waits for oneself, then what waits for others, then what is over.")
            .asks::<MineQuery>()
            .answers::<AgreementsPage>(),
        Route::get(links::DISPUTES, disputes)
            .about("The agreements whose sides say different figures, for stewards.")
            .answers::<DisputesPage>()
            .office(),
    ]
}

/// Which agreements.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default)]
pub(crate) struct MineQuery {
    /// Where the page begins: the `next` of the page before.
    after: String,
}

/// One's own agreements.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "agreements/mine.html")]
pub(crate) struct AgreementsPage {
    /// The agreements.
    agreements: PageView<AgreementView>,
}

impl Page for AgreementsPage {
    const FEATURE: &'static str = "market";

    fn title(&self, words: &Words) -> String {
        words.say("agreements-mine")
    }

    fn tab(&self) -> &'static str {
        "market"
    }
}

impl AgreementsPage {
    fn older(&self) -> Option<String> {
        self.agreements.next.as_ref().map(|next| format!("{}{}", links::AGREEMENTS, links::query(&[("after", next)])))
    }
}

async fn mine(visit: Visit, Ask(ask): Ask<MineQuery>) -> Answer {
    let member = visit.member()?;
    let page = visit.read(|tx, me| {
        let after = Some(&ask.after).filter(|after| !after.is_empty()).map(|after| Cursor::parse(after)).transpose()?;
        let found = ayni_agreements::agreements(tx, me, member, after.as_ref(), PAGE)?;
        Ok(AgreementsPage { agreements: found.try_map(|each| AgreementView::of(tx, me, &each))?.into() })
    })?;
    visit.page(&page)
}

/// What waits for the stewards.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "agreements/disputes.html")]
pub(crate) struct DisputesPage {
    /// The agreements, the longest waiting first.
    disputes: Vec<AgreementView>,
}

impl Page for DisputesPage {
    const FEATURE: &'static str = "market";

    fn title(&self, words: &Words) -> String {
        words.say("agreements-disputes")
    }

    fn tab(&self) -> &'static str {
        "market"
    }
}

async fn disputes(visit: Visit) -> Answer {
    let page = visit.read(|tx, me| {
        let found = ayni_agreements::disputes(tx, me, SHOWN)?;
        let disputes = found.iter().map(|each| AgreementView::of(tx, me, each)).collect::<Result<_>>()?;
        Ok(DisputesPage { disputes })
    })?;
    visit.page(&page)
}
