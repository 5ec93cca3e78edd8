//! Who sees which member, and how much of it.

use super::*;

/// A profile with one contact of each visibility.
fn profile(access: Access, address_visibility: Visibility) -> EditProfile {
    let contact = |kind, value, visibility| Contact::parse(kind, "", value, visibility).unwrap();
    EditProfile {
        name: name("Ana Quispe"),
        kind: MemberKind::Personal,
        access,
        description: Body::parse("description", "Weaves alpaca wool.").unwrap(),
        address: Address { street: line("Calle Larga 4"), locality: line("Limatambo"), ..Address::default() },
        address_visibility,
        location: Some(Point::new(-13.4806, -72.4456).unwrap()),
        contacts: vec![
            contact(ContactKind::Website, "https://ana.example", Visibility::Public),
            contact(ContactKind::Email, "ana@example.org", Visibility::Members),
            contact(ContactKind::Phone, "984 000 111", Visibility::Staff),
        ],
    }
}

fn edit(town: &Town, ask: EditProfile) {
    town.write(move |tx| edit_profile(tx, &Cast::Ana.actor(), Cast::Ana.member(), ask)).unwrap();
}

/// A member of another community, signed in here.
fn visitor() -> Actor {
    match Cast::Ben.actor() {
        Actor::Person(person) => {
            Actor::Person(ayni_kernel::Person { member: None, members: Vec::new(), roles: Roles::NONE, ..person })
        }
        other => other,
    }
}

#[test]
fn everybody_sees_what_access_status_and_list_allow() {
    use MemberStatus::{Active, Deleted, Pending, Suspended};
    let (stranger, ben, ana, tova) = (Actor::Stranger, Cast::Ben.actor(), Cast::Ana.actor(), Cast::Tova.actor());
    // Each line: list, access, status; seen by stranger, visitor, member, itself, treasurer.
    for (list, access, status, seen) in [
        (Audience::Public, Access::Public, Active, [true, true, true, true, true]),
        (Audience::Public, Access::Group, Active, [false, false, true, true, true]),
        (Audience::Public, Access::Private, Active, [false, false, false, true, true]),
        (Audience::Members, Access::Public, Active, [false, false, true, true, true]),
        (Audience::Public, Access::Public, Suspended, [false, false, true, true, true]),
        (Audience::Public, Access::Public, Pending, [false, false, false, true, true]),
        (Audience::Public, Access::Public, Deleted, [false, false, false, true, true]),
    ] {
        let town = Town::with(Joining::Open, list);
        let id = MemberId::from_bytes([9; 16]);
        let stored = Member {
            access,
            ..Member::new(id, code("X1"), name("X"), MemberKind::Personal, status, Timestamp::default())
        };
        town.write(move |tx| {
            import_member(tx, &stored)?;
            add_user_of_ana(tx, id)
        })
        .unwrap();
        let own = match ana.clone() {
            Actor::Person(mut person) => {
                person.members.push(id);
                Actor::Person(person)
            }
            other => other,
        };
        for (me, sees) in [&stranger, &visitor(), &ben, &own, &tova].into_iter().zip(seen) {
            let refusal = if *me == Actor::Stranger { Error::SignIn } else { Error::NotFound };
            let answer = town.get(me, id).map(|member| member.id);
            assert_eq!(answer, if sees { Ok(id) } else { Err(refusal) }, "{list:?} {access:?} {status:?} {me:?}");
        }
    }
}

fn add_user_of_ana(tx: &mut WriteTx<'_>, member: MemberId) -> Result<()> {
    let link = Link { member, user: Cast::Ana.user(), preferences: Vec::new(), id: None, created: tx.now() };
    import_link(tx, &link)
}

#[test]
fn contacts_address_and_place_follow_their_visibility() {
    let town = Town::with(Joining::Open, Audience::Public);
    for (visibility, addresses) in [
        (Visibility::Public, [true, true, true, true]),
        (Visibility::Members, [false, true, true, true]),
        (Visibility::Staff, [false, false, true, true]),
    ] {
        edit(&town, profile(Access::Public, visibility));
        let eyes = [Actor::Stranger, Cast::Ben.actor(), Cast::Carla.actor(), Cast::Ana.actor()];
        for ((me, contacts), address) in eyes.iter().zip([1, 2, 3, 3]).zip(addresses) {
            let seen = town.get(me, Cast::Ana.member()).unwrap();
            assert_eq!(seen.contacts.len(), contacts, "{me:?}");
            assert_eq!((!seen.address.is_empty(), seen.location.is_some()), (address, address), "{me:?}");
        }
    }
    town.is_sound();
}

#[test]
fn a_profile_is_changed_by_its_own_users_and_stewards() {
    let town = Town::new();
    let id = Cast::Ana.member();
    let change = |me: Cast, ask| town.write(move |tx| edit_profile(tx, &me.actor(), id, ask));
    assert_eq!(change(Cast::Ben, profile(Access::Group, Visibility::Staff)), Err(Error::Forbidden));
    assert_eq!(change(Cast::Tova, profile(Access::Group, Visibility::Staff)), Err(Error::Forbidden));
    assert_eq!(change(Cast::Carla, profile(Access::Group, Visibility::Staff)).unwrap().name.as_str(), "Ana Quispe");
    let mut many = profile(Access::Group, Visibility::Staff);
    many.contacts = many.contacts.iter().cycle().take(MAX_CONTACTS + 1).cloned().collect();
    refused(change(Cast::Ana, many), "members-contacts-many");
    let photo = town.write(move |tx| set_photo(tx, &Cast::Ana.actor(), id, Some([7; 32]))).unwrap().photo;
    assert_eq!(photo, Some([7; 32]));
    assert!(town.events().ends_with(&[Event::MemberChanged(id)]));

    let mut large = profile(Access::Group, Visibility::Staff);
    large.description = Body::parse("description", &"\u{1F33D}".repeat(Body::MAX)).unwrap();
    let long = "\u{1F33D}".repeat(Line::MAX);
    let talkative = Contact::parse(ContactKind::Other, &long, &long, Visibility::Public).unwrap();
    large.contacts = vec![talkative; MAX_CONTACTS];
    refused(change(Cast::Ana, large), "members-profile-large");
    town.is_sound();
}

#[test]
fn a_contact_is_checked_as_what_it_is() {
    let parse = |kind, label, value| Contact::parse(kind, label, value, Visibility::Public).map_err(|fault| fault.word);
    for (kind, label, value, fault) in [
        (ContactKind::Email, "", "ana@example.org", None),
        (ContactKind::Email, "", "ana", Some("fault-email")),
        (ContactKind::Phone, "", "(084) 12-34.5", None),
        (ContactKind::Phone, "", "12", Some("members-contact-phone")),
        (ContactKind::Whatsapp, "", "call me", Some("members-contact-phone")),
        (ContactKind::Website, "", "https://ana.example", None),
        (ContactKind::Website, "", "javascript:alert(1)", Some("members-contact-website")),
        (ContactKind::Website, "", "https://", Some("members-contact-website")),
        (ContactKind::Telegram, "", "@ana", None),
        (ContactKind::Signal, "", " ", Some("fault-required")),
        (ContactKind::Other, "", "tap thrice", Some("members-contact-label")),
        (ContactKind::Other, "Window", "tap thrice", None),
    ] {
        assert_eq!(parse(kind, label, value).err(), fault, "{kind:?} {value}");
    }
}

#[test]
fn the_directory_is_sorted_by_name_and_comes_in_pages() {
    let town = Town::new();
    edit(&town, EditProfile { name: name("Álvaro"), ..profile(Access::Group, Visibility::Staff) });
    let list = |me: &Actor, status, limit| -> Result<Vec<String>> {
        let mut names = Vec::new();
        let mut after: Option<Cursor> = None;
        loop {
            let ask = List { status, after, limit };
            let page = town.community.read(|tx| directory(tx, me, &ask))?;
            assert!(page.rows.len() <= limit);
            names.extend(page.rows.iter().map(|member| member.name.to_string()));
            match page.next {
                Some(next) => after = Some(Cursor::parse(&next.to_string())?),
                None => return Ok(names),
            }
        }
    };
    let everybody = ["Ada", "Álvaro", "Ben", "Carla", "Tova"];
    for limit in [1, 2, 5, 100] {
        assert_eq!(list(&Cast::Ben.actor(), None, limit).unwrap(), everybody);
        assert_eq!(list(&Cast::Carla.actor(), None, limit).unwrap(), everybody);
    }
    assert_eq!(list(&Actor::Stranger, None, 10), Err(Error::SignIn));
    assert_eq!(list(&visitor(), None, 10), Err(Error::NotFound));

    let id = Cast::Ben.member();
    town.write(move |tx| suspend(tx, &PROGRAM, id, Line::default())).unwrap();
    edit(&town, profile(Access::Private, Visibility::Staff));
    assert_eq!(list(&Cast::Ben.actor(), Some(MemberStatus::Suspended), 1).unwrap(), ["Ada", "Carla", "Tova"]);
    assert_eq!(list(&Cast::Carla.actor(), Some(MemberStatus::Suspended), 10).unwrap(), ["Ben"]);
    assert_eq!(list(&Cast::Carla.actor(), None, 10).unwrap().len(), 5);
}

#[test]
fn a_crowd_of_hidden_members_makes_a_short_page_that_goes_on() {
    let town = Town::new();
    town.write(|tx| {
        tx.unlimited();
        for n in 0..u32::try_from(crate::directory::MAX_LOOKED_AT).unwrap() {
            let id = MemberId::from_bytes([[0; 12].as_slice(), &n.to_be_bytes()].concat().try_into().unwrap());
            let number = code(&format!("HID{n}"));
            let member = Member::new(id, number, name("Aa"), MemberKind::Personal, MemberStatus::Active, tx.now());
            import_member(tx, &Member { access: Access::Private, ..member })?;
        }
        Ok(())
    })
    .unwrap();
    let page = |after| {
        let ask = List { status: None, after, limit: 3 };
        town.community.read(|tx| directory(tx, &Cast::Ben.actor(), &ask)).unwrap()
    };
    let first = page(None);
    assert_eq!(first.rows, []);
    let second = page(first.next);
    assert_eq!(second.rows.iter().map(|member| member.name.as_str()).collect::<Vec<_>>(), ["Ada", "Ana", "Ben"]);
    assert_eq!(page(second.next).next, None);
}

#[test]
fn a_public_directory_shows_strangers_the_public_members_only() {
    let town = Town::with(Joining::Open, Audience::Public);
    edit(&town, profile(Access::Public, Visibility::Members));
    let ask = List { limit: 10, ..List::default() };
    let page = town.community.read(|tx| directory(tx, &Actor::Stranger, &ask)).unwrap();
    assert_eq!(page.rows.iter().map(|member| member.id).collect::<Vec<_>>(), [Cast::Ana.member()]);
    assert!(page.rows.iter().all(|member| member.contacts.len() == 1 && member.location.is_none()));
}

#[test]
fn words_find_members_but_not_what_is_hidden() {
    let town = Town::new();
    edit(&town, profile(Access::Group, Visibility::Staff));
    let index = |town: &Town| {
        let puts = town.community.read(|tx| {
            let documents = Cast::ALL.into_iter().map(|cast| document(tx, cast.member()));
            documents.filter_map(Result::transpose).map(|document| document.map(Update::Put)).collect::<Result<_>>()
        });
        town.community.index.apply(puts.unwrap(), 1).unwrap();
    };
    index(&town);
    let finds = |me: &Actor, words: &str| {
        let found = town.community.read(|tx| find(tx, me, &town.community.index, words, 10));
        found.map(|members| members.into_iter().map(|member| member.name.to_string()).collect::<Vec<_>>())
    };
    let ben = Cast::Ben.actor();
    for words in ["quispe", "LIMA0001", "alpaca wool", "ana@example.org"] {
        assert_eq!(finds(&ben, words).unwrap(), ["Ana Quispe"], "{words}");
    }
    for hidden in ["984000111", "984 000", "Calle"] {
        assert_eq!(finds(&ben, hidden).unwrap(), [""; 0], "{hidden}");
    }
    assert_eq!(finds(&Actor::Stranger, "quispe"), Err(Error::SignIn));

    let id = Cast::Ana.member();
    town.write(move |tx| leave(tx, &PROGRAM, id)).unwrap();
    assert_eq!(finds(&ben, "quispe").unwrap(), [""; 0], "an index that lags shows nobody who left");
    assert_eq!(town.community.read(|tx| document(tx, id)).unwrap(), None);
}
