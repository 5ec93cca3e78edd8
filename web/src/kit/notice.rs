//! What everybody who comes to this node should know: that it is a standby, was replaced, or waits for its standby.

use std::sync::{Arc, PoisonError, RwLock};

use crate::kit::words::Words;

/// Which part this node plays.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Standing {
    /// It takes changes: nothing to tell.
    #[default]
    Primary,
    /// It shows what another node has; changes are made there.
    Standby {
        /// The address of that node.
        primary: String,
    },
    /// Another node took over; this one takes no changes ever again.
    Replaced,
    /// It takes no changes until its standby is back.
    Waiting,
}

/// The node's standing, which may change while the program runs. Clones share it.
#[derive(Debug, Clone, Default)]
pub struct Notice(Arc<RwLock<Standing>>);

impl Notice {
    /// Says how things stand from now on.
    pub fn set(&self, standing: Standing) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = standing;
    }

    /// One word for whoever watches over the node; none when there is nothing to tell.
    pub(crate) fn word(&self) -> Option<&'static str> {
        match *self.0.read().unwrap_or_else(PoisonError::into_inner) {
            Standing::Primary => None,
            Standing::Standby { .. } => Some("standby"),
            Standing::Replaced => Some("replaced"),
            Standing::Waiting => Some("waiting"),
        }
    }

    /// The sentence for the reader; none when there is nothing to tell.
    pub(crate) fn sentence(&self, words: &Words) -> Option<String> {
        let standing = self.0.read().unwrap_or_else(PoisonError::into_inner).clone();
        match standing {
            Standing::Primary => None,
            Standing::Standby { primary } => Some(words.say_with("kit-notice-standby", &[("primary", primary.into())])),
            Standing::Replaced => Some(words.say("kit-notice-replaced")),
            Standing::Waiting => Some(words.say("kit-notice-waiting")),
        }
    }
}
