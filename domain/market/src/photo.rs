//! Pictures of a listing: those kept here, and addresses on the web that an import gave.

use ayni_communities::BlobHash;
use ayni_kernel::{Fault, Line};

/// The most pictures a listing may have: a row of them on a phone.
pub const MAX_IMAGES: usize = 10;

/// The longest address of a picture, in bytes: what browsers and proxies take without trouble.
pub const MAX_IMAGE_ADDRESS: usize = 2_000;

/// The longest text of a picture, in characters: a sentence is enough for those who cannot see it.
pub const MAX_ALT: usize = 150;

/// A picture kept among the community's files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Photo {
    /// Its file.
    pub file: BlobHash,
    /// What is to be seen on it, for those who cannot see it; may be empty.
    pub alt: Line,
}

pub(crate) fn fault(photos: &[Photo], images: &[String]) -> Option<Fault> {
    let many = photos.len() > MAX_IMAGES || images.len() > MAX_IMAGES;
    if many {
        return Some(Fault::new("images", "market-images-many").with("max", MAX_IMAGES));
    }
    if !images.iter().all(|address| is_web(address)) {
        return Some(Fault::new("images", "market-image-address"));
    }
    let long = photos.iter().any(|photo| photo.alt.as_str().chars().count() > MAX_ALT);
    long.then(|| Fault::new("alt", "fault-long").with("max", MAX_ALT))
}

/// Only addresses that are safe as a picture's source: no `javascript:` and the like.
fn is_web(address: &str) -> bool {
    let rest = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"));
    let clean = |rest: &str| !rest.is_empty() && !rest.chars().any(|c| c.is_whitespace() || c.is_control());
    address.len() <= MAX_IMAGE_ADDRESS && rest.is_some_and(clean)
}
