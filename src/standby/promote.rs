//! The takeover: a deliberate act of the operator, written down with its term before the first change is taken.

use std::sync::{Arc, PoisonError};

use anyhow::{Result, bail};

use super::{
    Replication,
    backoff::Backoff,
    client::{Client, Fault},
    position,
    record::{Pairing, Position, Role},
    stores,
    wire::Takeover,
};
use crate::{house::House, operation::Outcome};

/// Makes the standby of this folder the primary.
pub(crate) fn promote(house: &House) -> Result<Outcome> {
    let replication = house.replication();
    // From here on nothing is taken over from the old primary any more.
    let _still = replication.applying.write().unwrap_or_else(PoisonError::into_inner);
    let record = replication.record();
    match record.role {
        Role::Primary => bail!("This folder takes changes already; there is nothing to promote."),
        Role::Fenced => bail!(
            "Another node took over from this one (term {}). Use that one; if it is lost, restore a backup into a new folder.",
            record.term
        ),
        Role::Standby if !record.whole => {
            bail!("This standby has not fetched everything yet, so it cannot take over.")
        }
        Role::Standby => {}
    }
    let took_over: Vec<Position> = stores(house.node())?.iter().map(|(name, store)| position(name, store)).collect();
    replication.remember(|record| {
        record.role = Role::Primary;
        record.term += 1;
        record.promoted_in = Some(record.term);
        record.accepts = record.pairing.as_ref().map(|pairing| pairing.key.hash());
        record.took_over = Some(took_over);
    })?;
    replication.put_into_effect(house.node());
    let term = replication.term();
    tracing::warn!(term, "this node has taken over");
    Ok(Outcome {
        lines: vec![
            format!("This node has taken over and takes changes from now on (term {term})."),
            "The old primary is told as soon as it can be reached. Lead your address to this node now.".to_owned(),
        ],
        data: serde_json::json!({ "role": Role::Primary, "term": term }),
        well: true,
        file: None,
    })
}

impl Replication {
    /// Whom a promoted node has to tell, and what.
    fn untold(&self) -> Option<(Pairing, Takeover)> {
        let record = self.record();
        let stores = record.took_over.filter(|_| record.role == Role::Primary)?;
        Some((record.pairing?, Takeover { stores }))
    }

    /// The old primary has heard of it.
    fn told(&self) -> Result<()> {
        self.remember(|record| {
            record.took_over = None;
            record.pairing = None;
        })
    }
}

/// Tells the old primary of a takeover whenever there is one to tell, for as long as it takes.
pub(super) async fn keep_telling(house: Arc<House>) {
    let replication = house.replication();
    let mut changed = replication.changed.subscribe();
    loop {
        if let Some((pairing, takeover)) = replication.untold() {
            tell(&house, pairing, &takeover).await;
        }
        if changed.changed().await.is_err() {
            return;
        }
    }
}

async fn tell(house: &House, pairing: Pairing, takeover: &Takeover) {
    let replication = house.replication();
    let url = pairing.url.clone();
    let client = match Client::new(pairing) {
        Ok(client) => client,
        Err(error) => return tracing::error!(error = format!("{error:#}"), "the old primary cannot be told"),
    };
    let (mut backoff, mut last) = (Backoff::of_questions(), None);
    loop {
        let fault = match client.post("/takeover", replication.term(), takeover).await {
            Ok(answer) => match replication.hear(house.node(), answer.term).and_then(|()| replication.told()) {
                Ok(()) => return tracing::warn!(url, "the old primary knows that it was replaced"),
                Err(error) => Fault::from(error),
            },
            Err(fault) => fault,
        };
        if last.as_ref() != Some(&fault) {
            tracing::warn!(url, %fault, "the old primary does not know yet that it was replaced; it is told again and again");
        }
        last = Some(fault);
        backoff.pause().await;
    }
}
