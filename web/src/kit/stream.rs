//! Large files as answers: read piece by piece, so that their size does not matter.

use std::path::Path;

use axum::{
    body::{Body, Bytes},
    http::{HeaderName, HeaderValue, header},
};
use ayni_kernel::{Error, Result};
use http_body_util::channel::Channel;
use tokio::{fs::File, io::AsyncReadExt as _};

/// Bytes read at once.
const PIECE: usize = 64 * 1024;

/// Pieces that may wait for a slow reader.
const AHEAD: usize = 4;

/// The headers of a file to keep.
pub(crate) fn attachment(name: &str) -> Result<[(HeaderName, HeaderValue); 2]> {
    let safe: String = name.chars().filter(|c| c.is_ascii_alphanumeric() || "-_.".contains(*c)).collect();
    let disposition = HeaderValue::from_str(&format!("attachment; filename=\"{safe}\"")).map_err(Error::broken)?;
    let kind = HeaderValue::from_static("application/octet-stream");
    Ok([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, disposition)])
}

/// The content of a file.
pub(crate) async fn body(file: &Path) -> Result<Body> {
    let mut file = File::open(file).await.map_err(Error::broken)?;
    let (mut out, body) = Channel::<Bytes, std::io::Error>::new(AHEAD);
    tokio::spawn(async move {
        loop {
            let mut piece = Vec::with_capacity(PIECE);
            match (&mut file).take(PIECE as u64).read_to_end(&mut piece).await {
                Ok(0) => return,
                // The reader has gone.
                Ok(_) if out.send_data(piece.into()).await.is_err() => return,
                Ok(_) => {}
                Err(error) => return out.abort(error),
            }
        }
    });
    Ok(Body::new(body))
}
