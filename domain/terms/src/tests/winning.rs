//! Which policy and which price hold: the nearest, field by field; what is frozen stays.

use super::*;

#[test]
fn the_nearest_policy_wins_field_by_field() {
    let house = House::new();
    house.policy(
        "House",
        Attachment::Everything,
        Rules { horizon: Some(90), step: Some(30), notice_cancel: Some(Notice::Days(1)), ..Rules::default() },
    );
    house.policy(
        "Rooms",
        Attachment::Resource(house.site.id),
        Rules { horizon: Some(60), step: Some(15), ..Rules::default() },
    );
    house.policy("This room", Attachment::Resource(house.room.id), Rules { horizon: Some(14), ..Rules::default() });
    let room = house.terms(&house.room, Cast::Ana.member());
    assert_eq!((room.horizon(), room.step()), (14, 15));
    assert_eq!(room.rules.notice_cancel, Some(Notice::Days(1)));
    assert_eq!(room.said_by(RuleKind::Horizon), Some(&name("This room")));
    assert_eq!(room.said_by(RuleKind::Step), Some(&name("Rooms")));
    assert_eq!(room.said_by(RuleKind::NoticeCancel), Some(&name("House")));
    let studio = house.terms(&house.studio, Cast::Ana.member());
    assert_eq!((studio.horizon(), studio.step()), (60, 15));
}

#[test]
fn a_policy_for_a_group_wins_over_one_for_all_and_only_for_its_members() {
    let house = House::new();
    let group = house.write(|tx| {
        let group = ayni_members::add_group(tx, &PROGRAM, name("Residents"), line(""))?;
        ayni_members::join_group(tx, &PROGRAM, group.id, Cast::Ana.member())?;
        Ok(group.id)
    });
    let group = group.unwrap();
    house.policy(
        "All",
        Attachment::Everything,
        Rules {
            may_book: Some(Who::Groups(vec![group])),
            horizon: Some(30),
            quotas: vec![
                Quota { counts: Counts::Minutes, per: Per::Week, over: Over::All, hour: Hour::Any, most: Some(600) },
                Quota { counts: Counts::Bookings, per: Per::Day, over: Over::All, hour: Hour::Any, most: Some(2) },
            ],
            ..Rules::default()
        },
    );
    let rules = Rules {
        horizon: Some(120),
        priority: Some(10),
        quotas: vec![Quota { counts: Counts::Minutes, per: Per::Week, over: Over::All, hour: Hour::Any, most: None }],
        ..Rules::default()
    };
    let content = PolicyContent {
        name: name("Residents"),
        attached: vec![Attachment::Everything],
        groups: vec![group],
        priority: 0,
        rules,
    };
    house.write(move |tx| create_policy(tx, &Cast::Ada.actor(), content)).unwrap();
    let ana = house.terms(&house.room, Cast::Ana.member());
    assert_eq!((ana.horizon(), ana.waiting_priority()), (120, 10));
    assert_eq!(ana.rules.may_book, Some(Who::Everybody));
    // The same quota is lifted, the other one still holds.
    assert_eq!(ana.quotas().iter().map(|quota| quota.most).collect::<Vec<_>>(), [None, Some(2)]);
    let ben = house.terms(&house.room, Cast::Ben.member());
    assert_eq!((ben.horizon(), ben.waiting_priority()), (30, 0));
    assert_eq!(
        words(&ben, span("2026-03-02T10:00", "2026-03-02T11:00"), "2026-03-01T10:00", &[]),
        ["terms-may-not-book"]
    );
}

#[test]
fn of_equally_near_policies_the_higher_priority_wins_and_one_out_of_use_says_nothing() {
    let house = House::new();
    let first = house.policy("First", Attachment::Everything, Rules { horizon: Some(10), ..Rules::default() });
    let mut second = first.content.clone();
    second.priority = 5;
    second.rules.horizon = Some(20);
    let second = house.write(move |tx| create_policy(tx, &Cast::Ada.actor(), second)).unwrap().id;
    assert_eq!(house.terms(&house.room, Cast::Ana.member()).horizon(), 20);
    house.write(move |tx| use_policy(tx, &Cast::Ada.actor(), second, InUse::No)).unwrap();
    assert_eq!(house.terms(&house.room, Cast::Ana.member()).horizon(), 10);
    let first = first.id;
    house.write(move |tx| remove_policy(tx, &Cast::Ada.actor(), first)).unwrap();
    assert_eq!(house.terms(&house.room, Cast::Ana.member()).horizon(), HORIZON);
}

#[test]
fn what_is_frozen_into_a_booking_reads_as_it_was() {
    let house = House::new();
    for preset in Preset::ALL {
        let (text, rules) = (preset.word(), preset.rules());
        house.policy(text, Attachment::Everything, rules.clone());
        assert_eq!(rules.clone().checked().unwrap(), rules, "{text} is in order");
    }
    house.policy(
        "Odd",
        Attachment::Resource(house.room.id),
        Rules {
            may_book: Some(Who::Everybody),
            when: Some(hours("Mo-Fr 08:00-20:00")),
            peak: Some(hours("Mo-Fr 17:00-20:00")),
            approval: Some(Approval::LongerThan(90)),
            occurrences: Some(4),
            offer: Some(30),
            draft: Some(5),
            no_show: Some(50),
            check_out: Some(CheckOut::ByHand),
            ..Rules::default()
        },
    );
    let terms = house.terms(&house.room, Cast::Ana.member());
    assert_eq!(Terms::from_bytes(&terms.to_bytes()).unwrap(), terms);
    assert!(terms.said.len() > 15);
    assert!(Terms::from_bytes(&[]).is_err());
    assert!(Terms::from_bytes(&[9, 9, 1, 2, 3]).is_err());
}

#[test]
fn only_managers_make_terms_and_everybody_inside_reads_them() {
    let house = House::new();
    let policy = house.policy("House", Attachment::Everything, Rules::default());
    for cast in [Cast::Ana, Cast::Carla, Cast::Tova] {
        let content = policy.content.clone();
        let refused = house.write(move |tx| create_policy(tx, &cast.actor(), content)).unwrap_err();
        assert_eq!(word(&refused), "forbidden", "{}", cast.name());
        assert_eq!(house.read(|tx| policies(tx, &cast.actor())).len(), 1);
    }
    let stranger = house.community.read(|tx| policies(tx, &Actor::Stranger)).unwrap_err();
    assert_eq!(word(&stranger), "sign-in");
}

#[test]
fn rules_out_of_bounds_are_refused_with_a_sentence_each() {
    let rules = Rules {
        horizon: Some(5_000),
        min_length: Some(120),
        max_length: Some(60),
        refunds: Some(vec![
            RefundTier { before: Notice::Days(1), percent: 100 },
            RefundTier { before: Notice::Days(7), percent: 50 },
        ]),
        late: Some(Late { grace: 0, unit: 0, percent: 100 }),
        ..Rules::default()
    };
    let faults = rules.checked().unwrap_err().0;
    let words: Vec<_> = faults.iter().map(|fault| fault.word).collect();
    assert_eq!(words, ["terms-number", "terms-length-order", "terms-refunds-order", "terms-late"]);
}
