//! What waits for the stewards.

use ayni_kernel::{Actor, MemberId, Reads, Result, Role, WriteTx};
use ayni_notices::{About, Notice};

use crate::{
    model::Agreement,
    policy::{Bench, BenchAct},
    tables,
};

/// The most stewards that are told of the same difference: the others find it in the queue.
const MAX_TOLD: usize = 20;

/// The differences that wait, the longest waiting first, at most `limit`; for stewards and admins. A steward finds
/// their own there too, and may not decide them.
pub fn disputes(tx: &impl Reads, me: &Actor, limit: usize) -> Result<Vec<Agreement>> {
    me.may(BenchAct::Judge, &Bench)?;
    tables::disputes(tx, limit)?.into_iter().map(|id| tables::named(tx, id)).collect()
}

/// Tells those who may decide.
pub(crate) fn tell_stewards(tx: &mut WriteTx<'_>, agreement: &Agreement) -> Result<()> {
    let mut stewards: Vec<MemberId> = Vec::new();
    for (user, roles) in ayni_members::all_roles(&**tx)? {
        if roles.has(Role::Steward) {
            let members: Vec<MemberId> =
                ayni_members::members_of(&**tx, user)?.into_iter().map(|member| member.id).collect();
            let party = members.iter().any(|member| agreement.side_of(*member).is_some());
            stewards.extend(members.first().filter(|_| !party));
        }
    }
    stewards.sort();
    stewards.dedup();
    stewards.truncate(MAX_TOLD);
    for steward in stewards {
        let notice = Notice::new("agreements-told-judge", About::Agreement(agreement.id));
        ayni_notices::tell(tx, steward, notice.with("title", agreement.title.as_str()))?;
    }
    Ok(())
}
