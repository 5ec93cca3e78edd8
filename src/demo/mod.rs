//! The demo: a small town's exchange with a workshop and desks, and a year of its life, told through the real use cases.

mod bookings;
mod chance;
mod clock;
mod habits;
mod incidents;
mod joining;
mod life;
mod newcomers;
mod occasions;
mod offers;
mod people;
mod spaces;
mod trading;
mod wants;
mod world;

#[cfg(test)]
mod tests;

use ayni_kernel::{Node, Result, Timestamp};
use ayni_storage::Clock;
use ayni_users::{Password, PasswordHash};

pub(crate) use clock::DemoClock;

use world::World;

/// The password of every login of the demo: easy to type on a phone.
const PASSWORD: &str = "buttons for all";
/// The story's seed.
const SEED: u64 = 1889;

/// What somebody needs who wants to look around.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Guide {
    /// The community's name.
    pub(crate) community: String,
    /// Its slug: the first label of its host name.
    pub(crate) slug: String,
    /// The password of every login.
    pub(crate) password: &'static str,
    /// What a login shows, and its address.
    pub(crate) logins: Vec<(String, String)>,
}

/// Founds the demo's community and lets it live through the year that ends now. The stores of `node` must run on
/// `clock`, which shows the real time afterwards. `progress` hears of days lived and of days in all.
///
/// Refuses with `Conflict` when the node has the community already.
pub(crate) fn fill(node: &Node, clock: &DemoClock, progress: &mut dyn FnMut(usize, usize)) -> Result<Guide> {
    let password = ayni_users::hash(&Password::parse("password", PASSWORD)?)?;
    clock.release();
    let now = Timestamp::from_micros(clock.now_micros());
    tell(node, clock, (now, SEED), password, progress)
}

/// The story that a seed gives and that ends at `now`.
fn tell(
    node: &Node,
    clock: &DemoClock,
    (now, seed): (Timestamp, u64),
    password: PasswordHash,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<Guide> {
    let lived = World::found(node, clock, now, seed, password).and_then(|mut world| life::live(&mut world, progress));
    clock.release();
    lived?;
    let login = |shows: &str, key: &str| (shows.to_owned(), world::address(key));
    Ok(Guide {
        community: world::NAME.to_owned(),
        slug: world::SLUG.to_owned(),
        password: PASSWORD,
        logins: vec![
            login("admin", "hettie"),
            login("steward", "rafael"),
            login("treasurer", "gwen"),
            login("member", "tamsin"),
            login("member and bakery", "odile"),
            login("household", "issa"),
        ],
    })
}
