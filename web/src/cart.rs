//! The cart: what is kept together, until when, what it costs, and booking all of it at once.

use std::future::ready;

use askama::Template;
use ayni_bookings::Cart;
use ayni_kernel::{Actor, BookingId, Faults, MemberId, OrderId, ReadTx, ResourceId, Result};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    bookings::{
        input::{BookForm, id, open_hours},
        views::{BookingView, money},
        zone_of,
    },
    kit::{Answer, FormFaults, Input, MoneyView, Of, Page, Route, Visit, Words, filters},
    links,
};

/// The routes of the cart.
pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get(links::CART, show).about("What the member acted for has in the cart.").answers::<CartPage>(),
        Route::post("/spaces/{id}/cart", add)
            .about("Puts a place into the cart; it is kept until the cart expires.")
            .takes::<BookForm>()
            .answers::<CartPage>(),
        Route::post(links::CART_REMOVAL, remove)
            .about("Takes something out of the cart.")
            .takes::<RemoveForm>()
            .answers::<CartPage>(),
        Route::post(links::CART_BOOKING, check_out)
            .about("Books everything in the cart, or nothing.")
            .takes::<CheckOutForm>()
            .answers::<BookedView>(),
    ]
}

/// A sum of the cart.
#[derive(Debug, Clone, Serialize, ToSchema)]
struct TotalView {
    /// `free`, `local` (through the ledger) or `money` (paid outside).
    way: &'static str,
    /// The prices.
    price: MoneyView,
    /// The deposits, which come back; absent where there are none.
    deposit: Option<MoneyView>,
}

/// What is in the cart.
#[derive(Template, Serialize, ToSchema)]
#[template(path = "cart/show.html")]
struct CartPage {
    /// The order's id, for checking out; absent while the cart is empty.
    order: Option<String>,
    /// Until when everything is kept.
    expires: Option<String>,
    /// What is kept.
    items: Vec<BookingView>,
    /// What it costs together, for each way to pay and currency.
    totals: Vec<TotalView>,
    #[serde(skip)]
    faults: FormFaults,
}

impl Page for CartPage {
    const FEATURE: &'static str = "bookings";

    fn title(&self, words: &Words) -> String {
        words.say("cart-title")
    }

    fn tab(&self) -> &'static str {
        "bookings"
    }
}

impl CartPage {
    fn of(tx: &ReadTx, words: &Words, cart: &Cart, faults: Faults) -> Result<Self> {
        let mut totals = Vec::new();
        for total in &cart.totals {
            let Some(price) = money(tx, total.currency, total.price)? else { continue };
            let deposit = if total.deposit.is_positive() { money(tx, total.currency, total.deposit)? } else { None };
            totals.push(TotalView { way: total.way.word(), price, deposit });
        }
        let items = cart.items.iter().map(|item| BookingView::of(tx, words, item));
        Ok(Self {
            order: cart.order.map(|order| order.id.to_string()),
            expires: cart.order.map(|order| order.expires.to_string()),
            items: items.collect::<Result<_>>()?,
            totals,
            faults: faults.into(),
        })
    }

    fn read(visit: &Visit, (tx, me): (&ReadTx, &Actor), member: MemberId, faults: Faults) -> Result<Self> {
        Self::of(tx, &visit.words, &ayni_bookings::cart(tx, me, member)?, faults)
    }
}

async fn show(visit: Visit) -> Answer {
    let member = visit.member()?;
    visit.page(&visit.read(|tx, me| CartPage::read(&visit, (tx, me), member, Faults::default()))?)
}

async fn add(visit: Visit, Of(id): Of<ResourceId>, Input(form): Input<BookForm>) -> Answer {
    visit.user()?;
    match put_in(&visit, id, &form).await {
        Ok(cart) => {
            let page = visit.read(|tx, _| CartPage::of(tx, &visit.words, &cart, Faults::default()))?;
            visit.done(&page, links::CART, "cart-said-added")
        }
        Err(error) => again(&visit, error).await,
    }
}

async fn put_in(visit: &Visit, id: ResourceId, form: &BookForm) -> Result<Cart> {
    let ask = visit.read(|tx, me| {
        let resource = ayni_resources::visible(tx, me, id)?;
        let zone = zone_of(tx, &resource)?;
        let span = form.span(&resource, &zone, &|day| open_hours(tx, &resource, &zone, day))?;
        form.ask(&resource, form.whom(visit, tx, me)?, span)
    })?;
    visit.write(move |tx, me| ayni_bookings::add_to_cart(tx, me, ask)).await
}

/// The cart with the refusal above it.
async fn again(visit: &Visit, error: ayni_kernel::Error) -> Answer {
    let member = visit.member()?;
    let cart = |faults: Faults| {
        // The fields are those of another page; here the sentences stand above the cart.
        let faults = Faults(faults.0.into_iter().map(|fault| fault.on("")).collect());
        ready(visit.read(|tx, me| CartPage::read(visit, (tx, me), member, faults)))
    };
    visit.again(error, cart).await
}

/// Something to be taken out.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
struct RemoveForm {
    /// The id of the draft.
    booking: String,
}

async fn remove(visit: Visit, Input(form): Input<RemoveForm>) -> Answer {
    visit.user()?;
    let removed = match id::<BookingId>("booking", &form.booking) {
        Ok(booking) => take_out(&visit, booking).await,
        Err(fault) => Err(fault.into()),
    };
    match removed {
        Ok(page) => visit.done(&page, links::CART, "cart-said-removed"),
        Err(error) => again(&visit, error).await,
    }
}

async fn take_out(visit: &Visit, booking: Option<BookingId>) -> Result<CartPage> {
    let booking = booking.ok_or_else(|| ayni_kernel::Error::invalid("booking", "fault-required"))?;
    let cart = visit.write(move |tx, me| ayni_bookings::remove_from_cart(tx, me, booking)).await?;
    visit.read(|tx, _| CartPage::of(tx, &visit.words, &cart, Faults::default()))
}

/// The order to be booked.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
struct CheckOutForm {
    /// The order's id.
    order: String,
}

/// What was booked.
#[derive(Debug, Clone, Serialize, ToSchema)]
struct BookedView {
    /// The bookings.
    bookings: Vec<BookingView>,
}

async fn check_out(visit: Visit, Input(form): Input<CheckOutForm>) -> Answer {
    visit.user()?;
    let booked = match id::<OrderId>("order", &form.order) {
        Ok(order) => book_all(&visit, order).await,
        Err(fault) => Err(fault.into()),
    };
    match booked {
        Ok(view) => visit.done(&view, links::BOOKINGS, "cart-said-booked"),
        Err(error) => again(&visit, error).await,
    }
}

async fn book_all(visit: &Visit, order: Option<OrderId>) -> Result<BookedView> {
    let order = order.ok_or_else(|| ayni_kernel::Error::invalid("order", "fault-required"))?;
    let booked = visit.write(move |tx, me| ayni_bookings::check_out_cart(tx, me, order)).await?;
    let views = |tx: &ReadTx| booked.iter().map(|booking| BookingView::of(tx, &visit.words, booking)).collect();
    Ok(BookedView { bookings: visit.read(|tx, _| views(tx))? })
}
