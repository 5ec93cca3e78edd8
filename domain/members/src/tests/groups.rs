//! Groups of members.

use super::*;

#[test]
fn stewards_keep_groups_and_managers_see_them() {
    let town = Town::new();
    let (ana, carla) = (Cast::Ana, Cast::Carla);
    let made = town.write(move |tx| add_group(tx, &carla.actor(), name("Residents"), line("Desk by the month")));
    let id = made.unwrap().id;
    let again = town.write(move |tx| add_group(tx, &carla.actor(), name("residents"), Line::default()));
    assert_eq!(again, Err(Error::conflict("members-group-taken")));
    assert_eq!(town.write(move |tx| join_group(tx, &ana.actor(), id, ana.member())), Err(Error::Forbidden));
    town.write(move |tx| {
        join_group(tx, &carla.actor(), id, ana.member())?;
        join_group(tx, &carla.actor(), id, ana.member())?;
        join_group(tx, &carla.actor(), id, Cast::Ben.member())
    })
    .unwrap();
    let manager = Actor::person(ana.user(), ana.member(), Roles::NONE.with(Role::Manager));
    town.community
        .read(|tx| {
            assert_eq!(groups_of(tx, ana.member())?, [id]);
            assert_eq!(group_size(tx, &manager, id)?, 2);
            let first = group_members(tx, &manager, id, None, 1)?;
            let rest = group_members(tx, &manager, id, first.next.as_ref(), 1)?;
            let both: Vec<_> = first.rows.iter().chain(&rest.rows).map(|card| card.id).collect();
            assert_eq!((both, rest.next), (vec![ana.member(), Cast::Ben.member()], None));
            assert_eq!(groups(tx, &ana.actor()), Err(Error::Forbidden));
            Ok(())
        })
        .unwrap();
    let used = town.write(move |tx| remove_group(tx, &carla.actor(), id));
    assert_eq!(used, Err(Error::conflict("members-group-used")));
    town.write(move |tx| {
        leave_group(tx, &carla.actor(), id, ana.member())?;
        leave_group(tx, &carla.actor(), id, Cast::Ben.member())?;
        remove_group(tx, &carla.actor(), id)
    })
    .unwrap();
    assert_eq!(town.community.data.store().check().unwrap(), []);
}
