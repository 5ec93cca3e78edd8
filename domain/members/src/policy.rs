//! Who may do what with members: tables read from top to bottom, whose last line is "no".

use ayni_communities::{Access, Audience};
use ayni_kernel::{Actor, Guarded, Role};

use crate::model::{Closeness, Member, MemberStatus};

/// What somebody may want to do with one member.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MemberAct {
    /// Look at it, in a community whose member list has this audience.
    See(Audience),
    /// Change its profile, its photo, its users.
    Edit,
    /// Know which users act for it.
    SeeUsers,
    /// Answer its application, suspend and restore it.
    Decide,
    /// End the membership.
    Leave,
}

/// What somebody may want to do with the membership as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RollAct {
    /// Invite, and look after the invitations.
    Invite,
    /// Write in a member, or apply when joining is by invitation.
    WriteIn,
    /// Look through the members, in a community whose member list has this audience.
    List(Audience),
    /// See who waits for an answer.
    SeeWaiting,
    /// Say who holds which role.
    GiveRoles,
    /// See the groups and who is in them.
    SeeGroups,
    /// Make groups and say who is in them.
    KeepGroups,
}

/// The membership as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Roll;

/// Stewards, treasurers and admins: they see every member.
pub(crate) fn is_staff(me: &Actor) -> bool {
    me.has(Role::Steward) || me.has(Role::Treasurer)
}

/// How close the actor stands to a member.
pub(crate) fn closeness(me: &Actor, member: &Member) -> Closeness {
    if is_staff(me) {
        Closeness::Staff
    } else if me.acts_for(member.id) {
        Closeness::Own
    } else if me.is_inside() {
        Closeness::Inside
    } else {
        Closeness::Outside
    }
}

impl Guarded for Member {
    type Act = MemberAct;

    fn allows(&self, me: &Actor, act: MemberAct) -> bool {
        let own = me.acts_for(self.id);
        match act {
            MemberAct::See(Audience::Public)
                if self.access == Access::Public && self.status == MemberStatus::Active =>
            {
                true
            }
            MemberAct::See(_) if self.visible(me) => true,
            MemberAct::Edit | MemberAct::Leave if own || me.has(Role::Steward) => true,
            MemberAct::SeeUsers if own || is_staff(me) => true,
            MemberAct::Decide if me.has(Role::Steward) => true,
            _ => false,
        }
    }

    fn visible(&self, me: &Actor) -> bool {
        match (self.status, self.access) {
            _ if me.acts_for(self.id) || is_staff(me) => true,
            (MemberStatus::Draft | MemberStatus::Pending | MemberStatus::Deleted, _) | (_, Access::Private) => false,
            (_, Access::Public | Access::Group) if me.is_inside() => true,
            _ => false,
        }
    }
}

impl Guarded for Roll {
    type Act = RollAct;

    fn allows(&self, me: &Actor, act: RollAct) -> bool {
        match act {
            RollAct::Invite | RollAct::WriteIn | RollAct::KeepGroups if me.has(Role::Steward) => true,
            RollAct::List(Audience::Public) => true,
            RollAct::List(Audience::Members) if me.is_inside() => true,
            RollAct::SeeWaiting if is_staff(me) => true,
            RollAct::GiveRoles if me.has(Role::Admin) => true,
            // Managers make prices and policies for groups.
            RollAct::SeeGroups if me.has(Role::Steward) || me.has(Role::Manager) => true,
            _ => false,
        }
    }

    fn visible(&self, me: &Actor) -> bool {
        me.is_inside()
    }
}
