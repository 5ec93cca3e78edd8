//! A member's picture of giving and taking: the score with its parts, the year, the partners, and what would help.

use askama::Template;
use ayni_kernel::{Actor, CurrencyId, MemberId, ReadTx, Result};
use ayni_reciprocity::{Portrait, Score, WEIGHTS};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::pictures::Months;
use crate::{
    kit::{Answer, Ask, CardView, MoneyView, Of, Page, Route, Visit, Words, filters},
    ledger::input,
    links,
};

/// Length of the ring around the points, in its own units: 2 π times its radius of 54.
const RING: u32 = 339;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(links::RECIPROCITY, mine)
            .about("How giving and taking stand for the member acted for.")
            .asks::<PortraitQuery>()
            .answers::<PortraitPage>(),
        Route::get("/admin/members/{id}/reciprocity", of_member)
            .about("How giving and taking stand for a member.")
            .asks::<PortraitQuery>()
            .answers::<PortraitPage>()
            .office(),
    ]
}

/// Of which currency.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default)]
pub(crate) struct PortraitQuery {
    /// The currency's id; the main one without.
    currency: String,
}

/// One part of the score.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct PartView {
    /// balance, partners, loops or recent.
    pub name: &'static str,
    /// In thousandths.
    pub permille: u16,
    /// How many points of a hundred it is worth when it is whole.
    pub weight: u16,
}

impl PartView {
    /// The parts of a score in their order.
    pub(super) fn all(parts: [u16; 4]) -> Vec<Self> {
        let names = ["balance", "partners", "loops", "recent"];
        let each = names.into_iter().zip(parts).zip(WEIGHTS);
        each.map(|((name, permille), weight)| Self { name, permille, weight }).collect()
    }

    /// The points it brings, rounded.
    pub(super) fn points(&self) -> u32 {
        (u32::from(self.permille) * u32::from(self.weight) + 500) / 1_000
    }

    /// How long its bar is, in hundredths.
    pub(super) const fn percent(&self) -> u16 {
        self.permille / 10
    }

    pub(super) fn key(&self) -> String {
        format!("reciprocity-part-{}", self.name)
    }

    pub(super) fn hint(&self) -> String {
        format!("reciprocity-part-{}-hint", self.name)
    }
}

/// A score.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct ScoreView {
    /// Of a hundred.
    pub points: u16,
    /// What it is made of.
    pub parts: Vec<PartView>,
    /// How much of the exchange is with people who trade with others too, in thousandths; below 500 the score shrinks.
    pub open: u16,
}

impl ScoreView {
    fn of(score: &Score) -> Self {
        let parts = [score.balance, score.partners, score.loops, score.recent];
        Self { points: score.points, parts: PartView::all(parts), open: score.open }
    }

    /// How much of the ring is drawn.
    fn ring(&self) -> u32 {
        u32::from(self.points) * RING / 100
    }

    /// Whether the score shrinks because most of the exchange is within one circle.
    const fn shrinks(&self) -> bool {
        self.open < 500
    }
}

/// Somebody whom the member exchanged with.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct PartnerView {
    /// Who.
    pub member: CardView,
    /// What the member gave them.
    pub given: MoneyView,
    /// What the member took from them.
    pub taken: MoneyView,
    /// Whether they belong to those with whom the member trades most; exchange among these counts less.
    pub near: bool,
    #[serde(skip)]
    #[schema(ignore)]
    link: String,
}

/// A currency to look at.
#[derive(Debug, Clone)]
struct Choice {
    name: String,
    link: String,
    chosen: bool,
}

/// How giving and taking stand for a member.
#[derive(Template, Debug, Serialize, ToSchema)]
#[template(path = "reciprocity/portrait.html")]
pub(crate) struct PortraitPage {
    /// Who.
    pub member: CardView,
    /// The score; absent while there is too little to say.
    pub score: Option<ScoreView>,
    /// What would help most: begin, take, give, meet, open, return or go-on.
    pub advice: &'static str,
    /// What was given in the last twelve months.
    pub given: MoneyView,
    /// What was taken in the last twelve months.
    pub taken: MoneyView,
    /// The balance now.
    pub balance: MoneyView,
    /// With how many others there was an exchange in the last twelve months.
    pub partners: usize,
    /// Those with the most exchange.
    pub main: Vec<PartnerView>,
    #[serde(skip)]
    #[schema(ignore)]
    months: Option<Months>,
    #[serde(skip)]
    #[schema(ignore)]
    currencies: Vec<Choice>,
    #[serde(skip)]
    #[schema(ignore)]
    mine: bool,
    #[serde(skip)]
    #[schema(ignore)]
    back: String,
}

async fn mine(visit: Visit, Ask(query): Ask<PortraitQuery>) -> Answer {
    visit.page(&visit.read(|tx, me| PortraitPage::read(tx, me, &visit.words, me.member()?, &query))?)
}

async fn of_member(visit: Visit, Of(id): Of<MemberId>, Ask(query): Ask<PortraitQuery>) -> Answer {
    visit.page(&visit.read(|tx, me| PortraitPage::read(tx, me, &visit.words, id, &query))?)
}

/// The currency asked for, or the main one.
pub(super) fn currency(tx: &ReadTx, asked: &str) -> Result<CurrencyId> {
    match input::id("currency", asked)? {
        Some(id) => Ok(ayni_ledger::currency(tx, id)?.id),
        None => Ok(ayni_ledger::main_currency(tx)?.id),
    }
}

impl PortraitPage {
    fn read(tx: &ReadTx, me: &Actor, words: &Words, member: MemberId, query: &PortraitQuery) -> Result<Self> {
        let chosen = currency(tx, &query.currency)?;
        let portrait = ayni_reciprocity::portrait(tx, me, member, chosen)?;
        let mine = me.acts_for(member);
        let address = if mine { links::RECIPROCITY.to_owned() } else { links::reciprocity_of(member) };
        let mut currencies = Vec::new();
        for account in ayni_ledger::accounts_of(tx, me, member)? {
            let currency = ayni_ledger::currency(tx, account.currency)?;
            let link = links::in_currency(&address, currency.id);
            currencies.push(Choice { name: currency.plural.to_string(), link, chosen: currency.id == chosen });
        }
        let card = ayni_members::name_of(tx, member)?;
        let back = if mine { links::WALLET.to_owned() } else { links::admin_member(member) };
        Ok(Self::of(portrait, words, card.into(), (currencies, mine, back)))
    }

    fn of(
        portrait: Portrait,
        words: &Words,
        member: CardView,
        (currencies, mine, back): (Vec<Choice>, bool, String),
    ) -> Self {
        let currency = &portrait.currency;
        let money = |amount| MoneyView::from(currency.money(amount));
        let sum = |of: fn(&ayni_reciprocity::MonthLine) -> ayni_kernel::Amount| {
            let all = portrait.months.iter().map(of).map(ayni_kernel::Amount::minor);
            money(ayni_kernel::Amount::new(all.fold(0, i64::saturating_add)))
        };
        Self {
            member,
            score: portrait.score.as_ref().map(ScoreView::of),
            advice: portrait.advice.word(),
            given: sum(|line| line.given),
            taken: sum(|line| line.taken),
            balance: money(portrait.balance),
            partners: portrait.partners,
            months: Months::of(&portrait.months, currency.scale, words),
            main: portrait
                .main
                .into_iter()
                .map(|partner| PartnerView {
                    link: links::member(partner.member.id),
                    member: partner.member.into(),
                    given: money(partner.given),
                    taken: money(partner.taken),
                    near: partner.near,
                })
                .collect(),
            currencies,
            mine,
            back,
        }
    }

    fn advice_key(&self) -> String {
        format!("reciprocity-advice-{}", self.advice)
    }

    /// Where the advice leads.
    fn advice_link(&self) -> &'static str {
        match self.advice {
            "take" | "return" | "begin" => links::LISTINGS,
            "give" => links::NEW_LISTING,
            _ => links::MEMBERS,
        }
    }

    fn advice_do(&self) -> &'static str {
        match self.advice {
            "take" | "return" | "begin" => "reciprocity-do-listings",
            "give" => "reciprocity-do-offer",
            _ => "reciprocity-do-members",
        }
    }
}

impl Page for PortraitPage {
    const FEATURE: &'static str = "reciprocity";

    fn title(&self, words: &Words) -> String {
        words.say("reciprocity-title")
    }

    fn tab(&self) -> &'static str {
        if self.mine { "wallet" } else { "admin-members" }
    }
}
