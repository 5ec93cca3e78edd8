//! Every address of the program, made by functions, so that a changed path is changed once.
//!
//! Long because each page has its line here and nowhere else.

use ayni_kernel::{
    AccountId, AddOnId, AgreementId, ApiTokenId, BookingId, BusyCalendarId, CategoryId, ChargeRuleId, ChargeRunId,
    ClosureId, CurrencyId, FeedId, GroupId, HoldId, InviteId, ListingId, MemberId, PassId, PassKindId, PlanId,
    PolicyId, PriceId, QualificationId, ReferenceId, RequestId, ResourceCategoryId, ResourceId, SavedSearchId,
    SeriesId, TransferId, WaitId,
};

/// The first page.
pub(crate) const HOME: &str = "/";

/// The setup of a node without data.
pub(crate) const SETUP: &str = "/setup";

/// The rendered API document.
pub(crate) const API_DOCS: &str = "/api/docs";

/// The payment form.
pub(crate) const PAY: &str = "/pay";

/// Payment requests.
pub(crate) const REQUESTS: &str = "/requests";

/// What one was told.
pub(crate) const NOTICES: &str = "/notices";

/// The directory.
pub(crate) const MEMBERS: &str = "/members";

/// The marketplace.
pub(crate) const LISTINGS: &str = "/listings";

/// The search over everything.
pub(crate) const SEARCH: &str = "/search";

/// One's own profile.
pub(crate) const PROFILE: &str = "/profile";

/// Members, for the office.
pub(crate) const ADMIN_MEMBERS: &str = "/admin/members";

/// All transfers.
pub(crate) const ADMIN_TRANSFERS: &str = "/admin/transfers";

/// Currencies and their limits.
pub(crate) const ADMIN_CURRENCIES: &str = "/admin/currencies";

/// The community's settings.
pub(crate) const ADMIN_SETTINGS: &str = "/admin/settings";

/// Backups, drills and sizes.
pub(crate) const ADMIN_KEEPING: &str = "/admin/keeping";

/// Import and export.
pub(crate) const ADMIN_IMPORT: &str = "/admin/import";

/// The sign-in form.
pub(crate) const SIGN_IN: &str = "/sign-in";

/// The end of a session.
pub(crate) const SIGN_OUT: &str = "/sign-out";

/// What to do without a password.
pub(crate) const FORGOT: &str = "/forgot";

/// The choice of a language.
pub(crate) const LANGUAGE: &str = "/language";

/// The choice of the member to act for.
pub(crate) const ACTING: &str = "/acting";

/// One's own login: password and devices.
pub(crate) const PASSWORD: &str = "/profile/password";

/// The name and address of one's own login.
pub(crate) const LOGIN: &str = "/profile/login";

/// The first page after a reset link was used.
pub(crate) const PASSWORD_SET: &str = "/?said=users-said-password";

/// The end of all other sessions.
pub(crate) const OTHER_SESSIONS: &str = "/profile/sessions/end";

/// Tokens for programs.
pub(crate) const TOKENS: &str = "/profile/tokens";

/// The first page after the setup.
pub(crate) const WELCOME: &str = "/?said=communities-said-founded";

/// What members agree to.
pub(crate) const TERMS: &str = "/terms";

/// Applying to become a member.
pub(crate) const JOIN: &str = "/join";

/// The form of a new listing.
pub(crate) const NEW_LISTING: &str = "/listings/new";

/// The office's first page.
pub(crate) const ADMIN: &str = "/admin";

/// The community's logo.
pub(crate) const ADMIN_LOGO: &str = "/admin/settings/logo";

/// Categories of listings and transfers.
pub(crate) const ADMIN_CATEGORIES: &str = "/admin/categories";

/// A reset link's path, to be handed over with the host before it.
pub(crate) fn reset(token: &ayni_users::Token) -> String {
    format!("/reset/{token}")
}

/// The revocation of a token.
pub(crate) fn revoke_token(id: ApiTokenId) -> String {
    format!("{TOKENS}/{id}/revocation")
}

/// A category in the office.
pub(crate) fn admin_category(id: CategoryId) -> String {
    format!("{ADMIN_CATEGORIES}/{id}")
}

/// The acceptance of a payment request.
pub(crate) fn accept_request(id: RequestId) -> String {
    format!("{}/acceptance", request(id))
}

/// The rejection of a payment request.
pub(crate) fn reject_request(id: RequestId) -> String {
    format!("{}/rejection", request(id))
}

/// Sign-in, coming back to `next` afterwards.
pub(crate) fn sign_in(next: &str) -> String {
    if next == HOME || next.is_empty() { "/sign-in".to_owned() } else { format!("/sign-in?next={}", encode(next)) }
}

/// A path on this host to go on with, or the home page for anything that could lead elsewhere.
pub(crate) fn local(next: &str) -> &str {
    let stays =
        next.starts_with('/') && !next.starts_with("//") && !next.contains('\\') && !next.chars().any(char::is_control);
    if stays { next } else { HOME }
}

/// A photo or logo.
pub(crate) fn photo(hash: &[u8; 32]) -> String {
    format!("/photos/{}", data_encoding::HEXLOWER.encode(hash))
}

/// The hash in a photo's address.
pub(crate) fn photo_hash(name: &str) -> Option<[u8; 32]> {
    data_encoding::HEXLOWER.decode(name.as_bytes()).ok()?.try_into().ok()
}

/// A member's page.
pub(crate) fn member(id: MemberId) -> String {
    format!("/members/{id}")
}

/// A member's page in the office.
pub(crate) fn admin_member(id: MemberId) -> String {
    format!("/admin/members/{id}")
}

/// An account with its statement.
pub(crate) fn account(id: AccountId) -> String {
    format!("/accounts/{id}")
}

/// The limits of an account.
pub(crate) fn limits(id: AccountId) -> String {
    format!("/admin/accounts/{id}/limits")
}

/// What went beyond limits.
pub(crate) const BREACHES: &str = "/admin/breaches";

/// The default limits of a currency.
pub(crate) fn default_limits(id: ayni_kernel::CurrencyId) -> String {
    format!("{ADMIN_CURRENCIES}/{id}/limits")
}

/// The rules of charges.
pub(crate) const ADMIN_CHARGES: &str = "/admin/charges";

/// The editor of a new rule of charges.
pub(crate) fn new_charge(kind: ayni_charges::ChargeKind) -> String {
    format!("{ADMIN_CHARGES}/new?kind={kind}")
}

/// A rule of charges, for the office.
pub(crate) fn admin_charge(id: ChargeRuleId) -> String {
    format!("{ADMIN_CHARGES}/{id}")
}

/// A rule of charges, for everybody inside.
pub(crate) fn charge(id: ChargeRuleId) -> String {
    format!("/charges/{id}")
}

/// One period of a rule of charges.
pub(crate) fn charge_run(id: ChargeRunId) -> String {
    format!("{ADMIN_CHARGES}/runs/{id}")
}

/// Taking a run back.
pub(crate) fn reverse_run(id: ChargeRunId) -> String {
    format!("{ADMIN_CHARGES}/runs/{id}/reversal")
}

/// A transfer.
pub(crate) fn transfer(id: TransferId) -> String {
    format!("/transfers/{id}")
}

/// A payment request.
pub(crate) fn request(id: RequestId) -> String {
    format!("/requests/{id}")
}

/// The payment form with the payee filled in.
pub(crate) fn pay_to(number: &str) -> String {
    format!("{PAY}?payee={}", encode(number))
}

/// A listing.
pub(crate) fn listing(id: ListingId) -> String {
    format!("/listings/{id}")
}

/// The withdrawal of an invitation.
pub(crate) fn withdraw_invite(id: InviteId) -> String {
    format!("/invites/{id}/withdrawal")
}

/// Percent-encodes a value for a query (RFC 3986 section 2.3: everything but the unreserved characters).
pub(crate) fn encode(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            text.push(char::from(byte));
        } else {
            text.push('%');
            text.push_str(&data_encoding::HEXUPPER.encode(&[byte]));
        }
    }
    text
}

/// A search with what it asks; parts without a value are left out.
pub(crate) fn search(parts: &[(&str, &str)]) -> String {
    let asked: Vec<String> = parts
        .iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| format!("{name}={}", encode(value)))
        .collect();
    if asked.is_empty() { SEARCH.to_owned() } else { format!("{SEARCH}?{}", asked.join("&")) }
}

/// Everything of a kind in a category.
pub(crate) fn search_within(kind: &str, category: &str) -> String {
    search(&[("kind", kind), ("category", category)])
}

/// An import under way.
pub(crate) fn import_job(id: u64) -> String {
    format!("{ADMIN_IMPORT}/{id}")
}

/// A request for payment with the payer filled in.
pub(crate) fn ask_of(number: &str) -> String {
    format!("{REQUESTS}/new?payer={}", encode(number))
}

/// The payment form of the staff, paying for a member.
pub(crate) fn pay_for(number: &str) -> String {
    format!("{PAY}?from={}", encode(number))
}

/// The listings of a member.
pub(crate) fn listings_of(id: MemberId) -> String {
    format!("{LISTINGS}?member={id}")
}

/// A decision about a member: approval, refusal, suspension, restoration, departure, roles, reset-link.
pub(crate) fn decision(member: &str, noun: &str) -> String {
    format!("{MEMBERS}/{member}/{noun}")
}

/// The profile of a member, for stewards.
pub(crate) fn admin_profile(id: MemberId) -> String {
    format!("/admin/members/{id}/profile")
}

/// The invitations.
pub(crate) const ADMIN_INVITES: &str = "/admin/invites";

/// The payment form for somebody else's account, for those who act on behalf.
pub(crate) fn pay_from(id: AccountId) -> String {
    format!("{PAY}?from={id}")
}

/// The payment form filled in as an earlier payment was.
pub(crate) fn pay_again(number: &str, amount: &str, description: &str) -> String {
    format!("{PAY}{}", query(&[("payee", number), ("amount", amount), ("description", description)]))
}

/// The withdrawal of a payment request.
pub(crate) fn withdraw_request(id: RequestId) -> String {
    format!("{}/withdrawal", request(id))
}

/// The reversal of a transfer.
pub(crate) fn reverse(id: TransferId) -> String {
    format!("{}/reversal", transfer(id))
}

/// The statement of an account as a file.
pub(crate) fn statement_file(account: &str) -> String {
    format!("{account}/statement.csv")
}

/// The statement of an account between two days on paper.
pub(crate) fn statement_pdf(account: &str, from: &str, until: &str) -> String {
    format!("{account}/statement.pdf{}", query(&[("from", from), ("until", until)]))
}

/// The statement of an account between two days, with proofs.
pub(crate) fn statement_proof(account: &str, from: &str, until: &str) -> String {
    format!("{account}/statement.proof{}", query(&[("from", from), ("until", until)]))
}

/// The published head of a currency's chain.
pub(crate) fn head(id: ayni_kernel::CurrencyId) -> String {
    format!("/currencies/{id}/head")
}

/// A currency in the office.
pub(crate) fn admin_currency(id: ayni_kernel::CurrencyId) -> String {
    format!("{ADMIN_CURRENCIES}/{id}")
}

/// A query from its fields; empty ones are left out, and so is the whole when all are.
pub(crate) fn query(fields: &[(&str, &str)]) -> String {
    let given = fields.iter().filter(|(_, value)| !value.is_empty());
    let pairs: Vec<String> = given.map(|(name, value)| format!("{name}={}", encode(value))).collect();
    if pairs.is_empty() { String::new() } else { format!("?{}", pairs.join("&")) }
}

/// An invitation, by the token in its link.
pub(crate) fn invite(token: &str) -> String {
    format!("/invites/{}", encode(token))
}

/// The form that asks for a payment.
pub(crate) const NEW_REQUEST: &str = "/requests/new";

/// The requests one has sent.
pub(crate) const SENT_REQUESTS: &str = "/requests?show=sent";

/// All transfers as a file.
pub(crate) const TRANSFERS_FILE: &str = "/admin/transfers.csv";

/// The payment form with the payee and what is paid for filled in.
pub(crate) fn pay_for_listing(number: &str, headline: &str) -> String {
    format!("{}&description={}", pay_to(number), encode(headline))
}

/// The form of a listing that the staff write for a member.
pub(crate) fn new_listing_for(member: &str) -> String {
    format!("{NEW_LISTING}?member={member}")
}

/// One's own photo.
pub(crate) const PROFILE_PHOTO: &str = "/profile/photo";

/// The photo of a member, for stewards.
pub(crate) fn admin_photo(member: &str) -> String {
    format!("{ADMIN_MEMBERS}/{member}/photo")
}

/// The form of a listing.
pub(crate) fn edit_listing(id: ListingId) -> String {
    format!("{}/edit", listing(id))
}

/// Something that is done with a listing: renewal, fulfilment, favourite, questions, approval and the like.
pub(crate) fn listing_deed(id: ListingId, noun: &str) -> String {
    format!("{}/{noun}", listing(id))
}

/// One's own listings.
pub(crate) const MY_LISTINGS: &str = "/listings/mine";

/// Listings one keeps an eye on.
pub(crate) const FAVOURITES: &str = "/listings/favourites";

/// Searches that go on.
pub(crate) const SAVED_SEARCHES: &str = "/listings/searches";

/// A search that goes on: leads to what it finds.
pub(crate) fn saved_search(id: SavedSearchId) -> String {
    format!("{SAVED_SEARCHES}/{id}")
}

/// Listings that wait for a steward.
pub(crate) const WAITING_LISTINGS: &str = "/admin/market/waiting";

/// What the community decides about its market.
pub(crate) const MARKET_SETTINGS: &str = "/admin/market";

/// The form that sets an amount aside.
pub(crate) const NEW_HOLD: &str = "/holds/new";

/// The form that sets an amount aside on an account.
pub(crate) fn hold_from(id: AccountId) -> String {
    format!("{NEW_HOLD}?from={id}")
}

/// The form that sets an amount aside, with what was typed into the payment form.
pub(crate) fn set_aside(from: &str, payee: &str, amount: &str, description: &str) -> String {
    let fields = [("from", from), ("payee", payee), ("amount", amount), ("description", description)];
    format!("{NEW_HOLD}{}", query(&fields))
}

/// An amount set aside.
pub(crate) fn hold(id: HoldId) -> String {
    format!("/holds/{id}")
}

/// The payment of what was set aside.
pub(crate) fn post_hold(id: HoldId) -> String {
    format!("{}/posting", hold(id))
}

/// The release of what was set aside.
pub(crate) fn void_hold(id: HoldId) -> String {
    format!("{}/voiding", hold(id))
}

/// The note that everything told was seen.
pub(crate) const NOTICES_SEEN: &str = "/notices/seen";

/// The cart.
pub(crate) const CART: &str = "/cart";

/// A booking.
pub(crate) fn booking(id: BookingId) -> String {
    format!("/bookings/{id}")
}

/// A booking that repeats.
pub(crate) fn series(id: SeriesId) -> String {
    format!("/series/{id}")
}

/// The form that books any place of a category.
pub(crate) fn book_any(id: ResourceCategoryId) -> String {
    format!("{SPACES}/categories/{id}/book")
}

/// Where one joins the line for any place of a category.
pub(crate) fn wait_any(id: ResourceCategoryId) -> String {
    format!("{SPACES}/categories/{id}/waiting")
}

/// A place in a waiting list.
pub(crate) fn wait(id: WaitId) -> String {
    format!("/waiting/{id}")
}

/// A place or thing that can be booked.
pub(crate) fn resource(id: ResourceId) -> String {
    format!("/resources/{id}")
}

/// All places and things that can be booked, for those who look after them.
pub(crate) const ADMIN_SPACES: &str = "/admin/spaces";

/// Where new places are sent to.
pub(crate) const ADMIN_RESOURCES: &str = "/admin/spaces/resources";

/// The form of a new place.
pub(crate) const NEW_RESOURCE: &str = "/admin/spaces/new";

/// The guided setup of places.
pub(crate) const SPACES_SETUP: &str = "/admin/spaces/setup";

/// Closures.
pub(crate) const ADMIN_CLOSURES: &str = "/admin/spaces/closures";

/// Categories of places.
pub(crate) const RESOURCE_CATEGORIES: &str = "/admin/spaces/categories";

/// Add-ons.
pub(crate) const ADMIN_ADDONS: &str = "/admin/spaces/addons";

/// Trainings and agreements.
pub(crate) const ADMIN_QUALIFICATIONS: &str = "/admin/spaces/qualifications";

/// One's own trainings and agreements.
pub(crate) const QUALIFICATIONS: &str = "/qualifications";

/// Groups of members.
pub(crate) const ADMIN_GROUPS: &str = "/admin/groups";

/// A place in its editor.
pub(crate) fn admin_resource(id: ResourceId) -> String {
    format!("{ADMIN_RESOURCES}/{id}")
}

/// The hours of a place.
pub(crate) fn admin_hours(id: ResourceId) -> String {
    format!("{}/hours", admin_resource(id))
}

/// The floor plans of a place.
pub(crate) fn admin_plans(id: ResourceId) -> String {
    format!("{}/plans", admin_resource(id))
}

/// A floor plan with the places on it.
pub(crate) fn admin_plan(id: PlanId) -> String {
    format!("/admin/spaces/plans/{id}")
}

/// A floor plan as people look at it.
pub(crate) fn plan(id: PlanId) -> String {
    format!("/plans/{id}")
}

/// A step of the guided setup of a site.
pub(crate) fn setup_step(id: ResourceId, step: &str) -> String {
    format!("{SPACES_SETUP}/{id}?step={step}")
}

/// A closure.
pub(crate) fn admin_closure(id: ClosureId) -> String {
    format!("{ADMIN_CLOSURES}/{id}")
}

/// A category of places.
pub(crate) fn resource_category(id: ResourceCategoryId) -> String {
    format!("{RESOURCE_CATEGORIES}/{id}")
}

/// An add-on.
pub(crate) fn admin_addon(id: AddOnId) -> String {
    format!("{ADMIN_ADDONS}/{id}")
}

/// A training or an agreement with those who have it.
pub(crate) fn admin_qualification(id: QualificationId) -> String {
    format!("{ADMIN_QUALIFICATIONS}/{id}")
}

/// The agreement of a member to a text.
pub(crate) fn agree(id: QualificationId) -> String {
    format!("{QUALIFICATIONS}/{id}/agreement")
}

/// A group of members.
pub(crate) fn admin_group(id: GroupId) -> String {
    format!("{ADMIN_GROUPS}/{id}")
}

/// The calendars from elsewhere of a place.
pub(crate) fn admin_calendars(id: ResourceId) -> String {
    format!("{ADMIN_RESOURCES}/{id}/calendars")
}

/// A calendar from elsewhere.
pub(crate) fn admin_calendar(id: BusyCalendarId) -> String {
    format!("/admin/spaces/calendars/{id}")
}

/// The bookings that fall into a closure, and where they could go.
pub(crate) fn resolve_closure(id: ClosureId) -> String {
    format!("/admin/spaces/closures/{id}/bookings")
}

/// The bookings of a place that is out of service, and where they could go.
pub(crate) fn resolve_outage(id: ResourceId) -> String {
    format!("/admin/spaces/{id}/bookings")
}

/// Finding a place.
pub(crate) const SPACES: &str = "/spaces";

/// One's own bookings.
pub(crate) const BOOKINGS: &str = "/bookings";

/// The calendar of all places.
pub(crate) const CALENDAR: &str = "/calendar";

/// The front desk.
pub(crate) const DESK: &str = "/desk";

/// The form that books a place.
pub(crate) fn book(id: ResourceId) -> String {
    format!("{SPACES}/{id}/book")
}

/// The form that books a place, with the time filled in (`from` and `until` in the wall time of the place).
pub(crate) fn book_at(id: ResourceId, from: &str, until: &str) -> String {
    format!("{}{}", book(id), query(&[("from", from), ("until", until)]))
}

/// Where the code at a door leads.
pub(crate) fn at_door(code: &str) -> String {
    format!("/door/{code}")
}

/// A calendar: `view` is `day`, `week`, `month` or `agenda`.
pub(crate) fn calendar(view: &str, day: &str, place: &str) -> String {
    format!("{CALENDAR}{}", query(&[("view", view), ("day", day), ("place", place)]))
}

/// The booking policies.
pub(crate) const ADMIN_POLICIES: &str = "/admin/spaces/policies";

/// The prices of bookings.
pub(crate) const ADMIN_PRICES: &str = "/admin/spaces/prices";

/// The first account of the member acted for.
pub(crate) const WALLET: &str = "/wallet";

/// How giving and taking stand for the member acted for.
pub(crate) const RECIPROCITY: &str = "/reciprocity";

/// How giving and taking stand for the community.
pub(crate) const COMMUNITY_RECIPROCITY: &str = "/reciprocity/community";

/// How giving and taking stand for a member.
pub(crate) fn reciprocity_of(id: MemberId) -> String {
    format!("{}/reciprocity", admin_member(id))
}

/// The statistics of the exchange.
pub(crate) const STATISTICS: &str = "/statistics";

/// The statistics as a file.
pub(crate) const STATISTICS_FILE: &str = "/statistics.csv";

/// The statistics of a currency over so many months, as a page or a file.
pub(crate) fn statistics(address: &str, currency: CurrencyId, months: usize) -> String {
    format!("{address}{}", query(&[("currency", &currency.to_string()), ("months", &months.to_string())]))
}

/// A page in one of the currencies.
pub(crate) fn in_currency(address: &str, currency: CurrencyId) -> String {
    format!("{address}{}", query(&[("currency", &currency.to_string())]))
}

/// Who should be talked with, and why.
pub(crate) fn concern(concern: &str, after: &str) -> String {
    format!("{COMMUNITY_RECIPROCITY}{}", query(&[("concern", concern), ("after", after)]))
}

/// Reports on places.
pub(crate) const ADMIN_REPORTS: &str = "/admin/spaces/reports";

/// A report as a file.
pub(crate) const REPORTS_FILE: &str = "/admin/spaces/reports.csv";

/// The kinds of passes.
pub(crate) const ADMIN_PASSES: &str = "/admin/spaces/passes";

/// A member's passes.
pub(crate) const PASSES: &str = "/passes";

/// A booking policy.
pub(crate) fn admin_policy(id: PolicyId) -> String {
    format!("{ADMIN_POLICIES}/{id}")
}

/// A price of bookings.
pub(crate) fn admin_price(id: PriceId) -> String {
    format!("{ADMIN_PRICES}/{id}")
}

/// A kind of pass.
pub(crate) fn admin_pass(id: PassKindId) -> String {
    format!("{ADMIN_PASSES}/{id}")
}

/// A pass.
pub(crate) fn pass(id: PassId) -> String {
    format!("{PASSES}/{id}")
}

/// Where something is taken out of the cart.
pub(crate) const CART_REMOVAL: &str = "/cart/removal";

/// Where all of the cart is booked.
pub(crate) const CART_BOOKING: &str = "/cart/booking";

/// What one waits for.
pub(crate) const WAITING: &str = "/waiting";

/// The form of a repeating booking of a place.
pub(crate) fn repeat(place: &str) -> String {
    format!("{SPACES}/{place}/repeat")
}

/// Where a repeating booking of a place is made.
pub(crate) fn new_series(place: &str) -> String {
    format!("{SPACES}/{place}/series")
}

/// One's repeating bookings.
pub(crate) const SERIES: &str = "/series";

/// The change of a date of a series, and of those that go with it.
pub(crate) fn change_series(booking: &str) -> String {
    format!("{BOOKINGS}/{booking}/series")
}

/// The cancellation of a date of a series, and of those that go with it.
pub(crate) fn cancel_series(booking: &str) -> String {
    format!("{BOOKINGS}/{booking}/series/cancellation")
}

/// Calendar files and calendar programs.
pub(crate) const CALENDARS: &str = "/profile/calendars";

/// The same, with a place chosen.
pub(crate) fn calendars_of(id: ResourceId) -> String {
    format!("{CALENDARS}{}", query(&[("resource", &id.to_string())]))
}

/// A calendar file's path, to be handed over with the host before it.
pub(crate) fn feed(token: &ayni_users::Token) -> String {
    format!("/feeds/{token}.ics")
}

/// The end of a calendar file's address.
pub(crate) fn revoke_feed(id: FeedId) -> String {
    format!("{CALENDARS}/{id}/revocation")
}

/// What else there is beside the plain payment.
pub(crate) const WAYS: &str = "/payments/ways";

/// Payments that wait for a second person.
pub(crate) const APPROVALS: &str = "/approvals";

/// A payment that waits for a second person.
pub(crate) fn approval(id: ayni_kernel::ApprovalId) -> String {
    format!("{APPROVALS}/{id}")
}

/// From which amount on a second person is asked.
pub(crate) fn second_person(currency: ayni_kernel::CurrencyId) -> String {
    format!("{}/second-person", admin_currency(currency))
}

/// Vouchers of an account.
pub(crate) const VOUCHERS: &str = "/vouchers";

/// Where a voucher is redeemed.
pub(crate) const REDEEM: &str = "/vouchers/redeem";

/// Where vouchers are checked without a network.
pub(crate) const CHECK_VOUCHERS: &str = "/vouchers/check";

/// A voucher.
pub(crate) fn voucher(id: ayni_kernel::VoucherId) -> String {
    format!("{VOUCHERS}/{id}")
}

/// The vouchers that were issued together, for printing.
pub(crate) fn voucher_sheet(id: ayni_kernel::VoucherId) -> String {
    format!("{}/sheet", voucher(id))
}

/// Where the picture on a voucher leads.
pub(crate) fn redeem(token: &str) -> String {
    format!("{REDEEM}/{token}")
}

/// Lists of payments.
pub(crate) const BATCHES: &str = "/batches";

/// A list of payments.
pub(crate) fn batch(id: ayni_kernel::BatchId) -> String {
    format!("{BATCHES}/{id}")
}

/// Payments that are made later, or again and again.
pub(crate) const PAYMENT_ORDERS: &str = "/payment-orders";

/// A payment order.
pub(crate) fn payment_order(id: ayni_kernel::PaymentOrderId) -> String {
    format!("{PAYMENT_ORDERS}/{id}")
}

/// Amounts kept for people who are no members yet.
pub(crate) const CLAIMS: &str = "/claims";

/// An amount kept for somebody who is no member yet.
pub(crate) fn claim(id: ayni_kernel::ClaimId) -> String {
    format!("{CLAIMS}/{id}")
}

/// Which requests are accepted by themselves.
pub(crate) const AUTO_ACCEPT: &str = "/requests/auto-accept";

/// Payment links.
pub(crate) const PAY_LINKS: &str = "/payment-links";

/// A payment link, for whoever made it.
pub(crate) fn pay_link(id: ayni_kernel::PayLinkId) -> String {
    format!("{PAY_LINKS}/{id}")
}

/// Where a payment link leads.
pub(crate) fn pay_by_link(code: &str) -> String {
    format!("{PAY}/{code}")
}

/// Where the link leads that is handed to somebody who is no member yet.
pub(crate) fn take_claim(code: &str) -> String {
    format!("/claim/{code}")
}

/// One's own card on paper.
pub(crate) const CARD: &str = "/payments/card";

/// Payment slips on paper.
pub(crate) const SLIPS: &str = "/payments/slips";

/// The cards of all members on paper.
pub(crate) const MEMBER_CARDS: &str = "/admin/members/cards";

/// One's own agreements.
pub(crate) const AGREEMENTS: &str = "/agreements";

/// The differences that wait for a steward.
pub(crate) const DISPUTES: &str = "/admin/disputes";

/// An agreement.
pub(crate) fn agreement(id: AgreementId) -> String {
    format!("{AGREEMENTS}/{id}")
}

/// A reference.
pub(crate) fn reference(id: ReferenceId) -> String {
    format!("/references/{id}")
}

/// The references about a member.
pub(crate) fn references_about(member: MemberId) -> String {
    format!("/members/{member}/references")
}

/// The form that says that one is interested in a listing.
pub(crate) fn interest(listing: &str) -> String {
    format!("/listings/{listing}/interest")
}
