//! Invitations: by whom, for how long, how often.

use super::*;

fn new_invite(valid_days: u16) -> NewInvite {
    NewInvite { email: Some(email("ivo@example.org")), name: line("Ivo"), note: line("Plays the harp"), valid_days }
}

fn accept(town: &Town, token: &Token, user: UserId) -> Result<Member> {
    let ask = AcceptInvite { user, name: name("Ivo"), kind: MemberKind::Personal, email: email("ivo@example.org") };
    let token = token.clone();
    town.write(move |tx| accept_invite(tx, &token, ask))
}

#[test]
fn an_invitation_makes_one_active_member_once() {
    let town = Town::with(Joining::InviteOnly, Audience::Members);
    let by_ana = town.write(|tx| invite(tx, &Cast::Ana.actor(), new_invite(7)));
    assert_eq!(by_ana.err(), Some(Error::Forbidden));
    let (invite, token) = town.write(|tx| invite(tx, &Cast::Carla.actor(), new_invite(7))).unwrap();
    assert!(town.events().ends_with(&[Event::InviteMade(invite.id)]));
    let seen = town.community.read(|tx| invite_by_token(tx, tx.now(), &token)).unwrap();
    assert_eq!(seen.as_ref(), Some(&invite));

    refused(accept(&town, &token, Cast::Ana.user()), "members-already");
    let ivo = accept(&town, &token, user(0x73)).unwrap();
    assert_eq!((ivo.status, ivo.contacts.len()), (MemberStatus::Active, 1));
    assert_eq!(town.actor(user(0x73)).member(), Ok(ivo.id));
    refused(accept(&town, &token, user(0x74)), "members-invite-over");
    let listed = town.community.read(|tx| invites(tx, &Cast::Ada.actor())).unwrap();
    assert_eq!(listed.iter().map(|invite| invite.used).collect::<Vec<_>>(), [Some(ivo.id)]);
    let taken_back = town.write(move |tx| withdraw_invite(tx, &Cast::Carla.actor(), invite.id));
    refused(taken_back, "members-invite-used");
    town.is_sound();
}

#[test]
fn an_invitation_ends_with_its_time_or_when_it_is_withdrawn() {
    let town = Town::new();
    for days in [0, MAX_INVITE_DAYS + 1] {
        let wrong = town.write(move |tx| invite(tx, &Cast::Carla.actor(), new_invite(days)));
        refused(wrong.map(|(invite, _)| invite), "members-invite-days");
    }
    let (_, old) = town.write(|tx| invite(tx, &Cast::Carla.actor(), new_invite(1))).unwrap();
    let (other, withdrawn) = town.write(|tx| invite(tx, &Cast::Carla.actor(), new_invite(30))).unwrap();
    town.clock.turn(DAY + 1);
    refused(accept(&town, &old, user(0x73)), "members-invite-over");
    town.write(move |tx| withdraw_invite(tx, &Cast::Ada.actor(), other.id)).unwrap();
    refused(accept(&town, &withdrawn, user(0x73)), "members-invite-over");
    let gone = town.write(move |tx| withdraw_invite(tx, &Cast::Ada.actor(), other.id));
    assert_eq!(gone, Err(Error::NotFound));
    assert_eq!(town.community.read(|tx| invites(tx, &Actor::Stranger)), Err(Error::SignIn));
    town.is_sound();
}
