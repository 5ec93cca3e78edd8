//! How the people of the story become members, and what they put on the market.

use ayni_kernel::{
    Actor, Address, Body, Email, Error, Line, MemberId, Name, Person, Point, Result, Roles, UserId, WriteTx,
};
use ayni_ledger::cards_of;
use ayni_market::{Content, Expiry, ListingKind, NewListing, Place, Price};
use ayni_members::{AcceptInvite, Apply, Contact, ContactKind, EditProfile, NewInvite, NewMember, Visibility};
use ayni_users::NewUser;

use super::{
    offers::OFFERS,
    people::{ROLES, SECOND_LOGINS, Someone, Way},
    wants::WANTS,
    world::{Hand, LAST_DAY, TELLER, World, address},
};

/// The market cross of Much Wending, in degrees north and east.
const CROSS: (f64, f64) = (52.4421, -2.8367);
/// The tables give places in hundred-thousandths of a degree.
const PLACE_STEPS: f64 = 100_000.0;

impl World<'_> {
    /// Somebody sends the form, follows the invitation, or is written in.
    pub(super) fn enrol(&mut self, who: usize) -> Result<()> {
        let someone = self.player(who)?.someone;
        let steward = self.steward()?;
        let (user, member) = match someone.way {
            Way::Founds => return Ok(()),
            Way::WrittenIn => (None, self.write_in(someone, steward, None)?),
            Way::Of(keeper) => {
                let user = self.login(keeper)?.user;
                (Some(user), self.write_in(someone, steward, Some(user))?)
            }
            Way::Invited => {
                let user = self.register(someone.key, someone.name, someone)?;
                (Some(user), self.invited(someone, steward, user)?)
            }
            Way::Applies(letter) | Way::Waits(letter) => {
                let user = self.register(someone.key, someone.name, someone)?;
                (Some(user), self.applies(someone, letter, user)?)
            }
        };
        let player = self.player_mut(who)?;
        (player.user, player.member) = (user, Some(member));
        Ok(())
    }

    /// Makes a login and notes where it belongs.
    fn register(&self, key: &str, name: &str, someone: &Someone) -> Result<UserId> {
        let community = self.community.id;
        let new = NewUser {
            language: Some(someone.language),
            password: Some(self.password.clone()),
            ..NewUser::new(Email::parse("email", &address(key))?, Name::parse("name", name)?)
        };
        self.node.data().write(move |tx| {
            let user = ayni_users::register(tx, new)?.id;
            ayni_users::note_membership(tx, user, community)?;
            Ok(user)
        })
    }

    fn write_in(&self, someone: &'static Someone, steward: Hand, user: Option<UserId>) -> Result<MemberId> {
        self.community.write(move |tx| {
            let me = steward.actor(tx)?;
            let new = NewMember {
                user,
                number: None,
                name: Name::parse("name", someone.name)?,
                kind: someone.kind,
                description: Body::parse("description", someone.about)?,
                address: home(someone)?,
                location: Some(place(someone)?),
                contacts: contacts(someone)?,
                note: Line::default(),
            };
            Ok(ayni_members::create(tx, &me, new)?.id)
        })
    }

    fn invited(&self, someone: &'static Someone, steward: Hand, user: UserId) -> Result<MemberId> {
        let email = Email::parse("email", &address(someone.key))?;
        self.community.write(move |tx| {
            let me = steward.actor(tx)?;
            let name = Line::parse("name", someone.name)?;
            let note = Line::parse("note", "Met at the Saturday market")?;
            let ask = NewInvite { email: Some(email.clone()), name, note, valid_days: 30 };
            let (_, token) = ayni_members::invite(tx, &me, ask)?;
            let name = Name::parse("name", someone.name)?;
            let ask = AcceptInvite { user, name, kind: someone.kind, email };
            Ok(ayni_members::accept_invite(tx, &token, ask)?.id)
        })
    }

    fn applies(&self, someone: &'static Someone, letter: &'static str, user: UserId) -> Result<MemberId> {
        let email = Email::parse("email", &address(someone.key))?;
        self.community.write(move |tx| {
            let me = Actor::Person(Person { user, member: None, members: Vec::new(), roles: Roles::NONE });
            let letter = Body::parse("letter", letter)?;
            let name = Name::parse("name", someone.name)?;
            Ok(ayni_members::apply(tx, &me, Apply { user, name, kind: someone.kind, email, letter })?.id)
        })
    }

    /// The evening of that day: the steward approves, the new member fills in the profile.
    pub(super) fn welcome(&mut self, who: usize) -> Result<()> {
        let player = self.player(who)?;
        let (someone, Some(member)) = (player.someone, player.member) else { return Ok(()) };
        if matches!(someone.way, Way::Waits(_)) {
            return Ok(());
        }
        let second = SECOND_LOGINS.iter().find(|(key, ..)| *key == someone.key);
        let second = second.map(|(_, key, name)| self.register(key, name, someone)).transpose()?;
        let (steward, own, admin) = (self.steward()?, self.hand(who)?, self.login("hettie")?);
        let roles: Roles = ROLES.iter().filter(|(key, _)| *key == someone.key).map(|(_, role)| *role).collect();
        let account = self.community.write(move |tx| {
            if matches!(someone.way, Way::Applies(_)) {
                let me = steward.actor(tx)?;
                ayni_members::approve(tx, &me, member)?;
            }
            let me = own.actor(tx)?;
            ayni_members::edit_profile(tx, &me, member, profile(someone)?)?;
            if let Some(second) = second {
                ayni_members::add_user(tx, &me, member, second)?;
            }
            if !roles.is_empty() {
                let me = admin.actor(tx)?;
                ayni_members::set_roles(tx, &me, own.user, roles)?;
            }
            Ok(cards_of(&**tx, &TELLER, member)?.first().map(|card| card.id))
        })?;
        let player = self.player_mut(who)?;
        (player.account, player.trades) = (account, true);
        Ok(())
    }

    /// Puts up the listings whose day it is: offers in the weeks after joining, wants in the last weeks.
    pub(super) fn publish(&mut self, day: i64) -> Result<()> {
        let mut due = Vec::new();
        for (number, offer) in OFFERS.iter().enumerate() {
            let owner = self.find(offer.by)?;
            // The founders take their time with it: a few offers a day make a market.
            let later = i64::try_from(number % 5).unwrap_or(0) * 2 + 1;
            if self.player(owner)?.someone.day + later == day && self.player(owner)?.trades {
                due.push((owner, self.offer(number)?));
                if let Some(from) = self.offered.get_mut(number) {
                    *from = day;
                }
            }
        }
        for (by, category, title, text, price, ago) in WANTS {
            let owner = self.find(by)?;
            if LAST_DAY - ago == day && self.player(owner)?.trades {
                let expires = Expiry::At(self.morning(day).plus_days(90));
                let words = (ListingKind::Want, *title, *text, *price);
                due.push((owner, Content { expires, ..self.content(category, words)? }));
            }
        }
        let due = due.into_iter().map(|(owner, content)| Ok((self.hand(owner)?, self.player(owner)?.member, content)));
        let due = due.collect::<Result<Vec<_>>>()?;
        if due.is_empty() {
            return Ok(());
        }
        self.community
            .write(move |tx| due.into_iter().try_for_each(|(hand, member, content)| put_up(tx, hand, member, content)))
    }

    fn offer(&self, number: usize) -> Result<Content> {
        let offer = OFFERS.get(number).ok_or_else(|| Error::broken("no such offer"))?;
        let owner = self.player(self.find(offer.by)?)?.someone;
        let content = self.content(offer.category, (ListingKind::Offer, offer.title, offer.text, offer.price))?;
        Ok(Content { access: owner.access, place: Place::Point(place(owner)?), ..content })
    }

    fn content(&self, category: &str, (kind, title, text, price): (ListingKind, &str, &str, &str)) -> Result<Content> {
        Ok(Content {
            category: self.categories.get(category).copied(),
            description: Body::parse("description", text)?,
            price: Price::in_words(Line::parse("price", price)?),
            expires: Expiry::Usual,
            ..Content::new(kind, Line::parse("title", title)?)
        })
    }
}

fn put_up(tx: &mut WriteTx<'_>, hand: Hand, member: Option<MemberId>, content: Content) -> Result<()> {
    let me = hand.actor(tx)?;
    let Some(member) = member else { return Ok(()) };
    ayni_market::publish(tx, &me, NewListing { member, content }).map(drop)
}

fn place(someone: &Someone) -> Result<Point> {
    let (north, east) = someone.place;
    Ok(Point::new(CROSS.0 + f64::from(north) / PLACE_STEPS, CROSS.1 + f64::from(east) / PLACE_STEPS)?)
}

fn home(someone: &Someone) -> Result<Address> {
    let line = |text: &str| Line::parse("address", text);
    Ok(Address {
        street: line(someone.street)?,
        locality: line("Much Wending")?,
        postal_code: line("MW1 4BT")?,
        region: line("Dawdleshire")?,
        country: line("GB")?,
    })
}

/// The address to sign in with first, for members; then what the tables say.
fn contacts(someone: &Someone) -> Result<Vec<Contact>> {
    let own = address(someone.key);
    let email = (ContactKind::Email, "", own.as_str(), Visibility::Members);
    let rows = someone.online().then_some(email).into_iter().chain(someone.contacts.iter().copied());
    rows.map(|(kind, label, value, visibility)| Ok(Contact::parse(kind, label, value, visibility)?)).collect()
}

fn profile(someone: &Someone) -> Result<EditProfile> {
    let shop = someone.kind != ayni_members::MemberKind::Personal;
    Ok(EditProfile {
        name: Name::parse("name", someone.name)?,
        kind: someone.kind,
        access: someone.access,
        description: Body::parse("description", someone.about)?,
        address: home(someone)?,
        address_visibility: if shop { Visibility::Public } else { Visibility::Members },
        location: Some(place(someone)?),
        contacts: contacts(someone)?,
    })
}
