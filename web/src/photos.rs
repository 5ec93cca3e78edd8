//! Photos and logos: taken with limits, made small, stripped of what the camera wrote into them, served by hash.

use std::io::Cursor;

use axum::{
    Router,
    extract::{Multipart, multipart::MultipartError},
    http::{HeaderValue, StatusCode, header},
    response::IntoResponse,
    routing::get,
};
use ayni_kernel::{Error, Fault, Result};
use image::{DynamicImage, ImageFormat, ImageReader, Limits};

use crate::kit::{Of, Refusal, Visit, app::App, app::blocking, reply::Answer};
use crate::links;

/// The largest picture file taken, in bytes.
pub(crate) const MAX_PHOTO: usize = 10 * 1024 * 1024;

/// The largest side of a picture taken, in pixels.
const MAX_SIDE: u32 = 10_000;

/// Pixels of the side of a kept picture: sharp on a dense screen, small on the wire.
const KEPT_SIDE: u32 = 640;

/// The same for pictures of places and for floor plans, in which one looks for small things.
const LARGE_SIDE: u32 = 1_600;

/// A picture that is kept, with its size in pixels.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Kept {
    /// The name of its file.
    pub hash: [u8; 32],
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
}

/// Serves the pictures.
pub(crate) fn router() -> Router<App> {
    Router::new().route("/photos/{hash}", get(photo))
}

/// A picture by its hash. Names are 256-bit hashes, so only who was shown one can ask for it.
async fn photo(visit: Visit, Of(name): Of<String>) -> Answer {
    let hash = links::photo_hash(&name).ok_or(Error::NotFound)?;
    let blobs = visit.community.blobs.clone();
    let bytes =
        blocking(move || blobs.get(&hash)).await?.map_err(|error| Refusal(error.into()))?.ok_or(Error::NotFound)?;
    let kind = if bytes.starts_with(b"\x89PNG") { "image/png" } else { "image/jpeg" };
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, max-age=31536000, immutable")),
    ];
    Ok((headers, bytes).into_response())
}

/// Reads a picture that somebody sent, makes it small and keeps it; answers its hash. `field` names the form field.
pub(crate) async fn keep(visit: &Visit, field: &'static str, bytes: Vec<u8>) -> Result<[u8; 32]> {
    Ok(keep_within(visit, field, bytes, KEPT_SIDE).await?.hash)
}

/// The same for a picture of a place or a floor plan.
pub(crate) async fn keep_large(visit: &Visit, field: &'static str, bytes: Vec<u8>) -> Result<Kept> {
    keep_within(visit, field, bytes, LARGE_SIDE).await
}

/// The picture that a form sent as the part `field`.
pub(crate) async fn sent(field: &'static str, mut parts: Multipart) -> Result<Vec<u8>> {
    let unreadable = |why: &MultipartError| {
        let large = why.status() == StatusCode::PAYLOAD_TOO_LARGE;
        Error::from(Fault::new(field, if large { "fault-body-large" } else { "fault-photo" }))
    };
    while let Some(part) = parts.next_field().await.map_err(|why| unreadable(&why))? {
        if part.name() == Some(field) {
            let bytes = part.bytes().await.map_err(|why| unreadable(&why))?;
            return if bytes.is_empty() { Err(Error::invalid(field, "fault-required")) } else { Ok(bytes.to_vec()) };
        }
    }
    Err(Error::invalid(field, "fault-required"))
}

async fn keep_within(visit: &Visit, field: &'static str, bytes: Vec<u8>, side: u32) -> Result<Kept> {
    let blobs = visit.community.blobs.clone();
    blocking(move || {
        let (small, width, height) =
            shrink(&bytes, side).ok_or_else(|| Error::from(Fault::new(field, "fault-photo")))?;
        Ok(Kept { hash: blobs.put(&small)?, width, height })
    })
    .await?
}

/// Decodes within limits and encodes anew, which also drops places and names that a camera wrote into the file.
/// Answers the file and its size in pixels.
fn shrink(bytes: &[u8], side: u32) -> Option<(Vec<u8>, u32, u32)> {
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok()?;
    let mut limits = Limits::default();
    limits.max_image_width = Some(MAX_SIDE);
    limits.max_image_height = Some(MAX_SIDE);
    reader.limits(limits);
    let picture = reader.decode().ok()?;
    let small = if picture.width().max(picture.height()) > side {
        picture.resize(side, side, image::imageops::FilterType::Lanczos3)
    } else {
        picture
    };
    let (width, height) = (small.width(), small.height());
    let mut out = Cursor::new(Vec::new());
    if small.color().has_alpha() {
        small.write_to(&mut out, ImageFormat::Png).ok()?;
    } else {
        DynamicImage::ImageRgb8(small.into_rgb8()).write_to(&mut out, ImageFormat::Jpeg).ok()?;
    }
    Some((out.into_inner(), width, height))
}
