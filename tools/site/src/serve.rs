//! A plain file server, with nothing that another plain file server would not do.

use std::path::Path;

use anyhow::Context;
use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::Response;
use tower_http::services::ServeDir;

/// Serves `dir` under `prefix` to this machine only, until the process is stopped.
pub fn run(dir: &Path, prefix: &str, port: u16) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_io()
        .build()?;
    runtime.block_on(serve(site(dir, prefix), prefix, port))
}

async fn serve(site: Router, prefix: &str, port: u16) -> anyhow::Result<()> {
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", port))
        .await
        .with_context(|| format!("port {port} cannot be used; choose another with --port"))?;
    let address = listener.local_addr()?;
    println!("Serving at http://{address}{}/", trimmed(prefix));
    axum::serve(listener, site).await?;
    Ok(())
}

fn site(dir: &Path, prefix: &str) -> Router {
    let files = ServeDir::new(dir).precompressed_br().precompressed_gzip();
    let site = match trimmed(prefix).as_str() {
        "" => Router::new().fallback_service(files),
        prefix => Router::new().nest_service(prefix, files),
    };
    site.layer(middleware::from_fn(with_caching))
}

/// A name with a hash can be kept for ever; for any other a browser asks whether the file is still the same.
async fn with_caching(request: Request, next: Next) -> Response {
    let rule = if is_hashed(request.uri().path()) {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    let mut response = next.run(request).await;
    if response.status() != StatusCode::NOT_FOUND {
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(rule));
    }
    response
}

/// Whether the name ends with a hash before its extension, as in `page-0123456789abcdef.js`.
fn is_hashed(path: &str) -> bool {
    let stem = path.rsplit_once('.').map_or(path, |(stem, _)| stem);
    let hash = stem.rsplit_once('-').map_or("", |(_, hash)| hash);
    hash.len() == 16 && hash.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// With a slash in front and none behind; nothing at all for the root.
fn trimmed(prefix: &str) -> String {
    match prefix.trim_matches('/') {
        "" => String::new(),
        inner => format!("/{inner}"),
    }
}

#[cfg(test)]
mod tests {
    use super::{is_hashed, trimmed};

    #[test]
    fn a_prefix_may_be_written_with_or_without_slashes() {
        assert_eq!(trimmed("/"), "");
        assert_eq!(trimmed("some/deep/path/"), "/some/deep/path");
        assert_eq!(trimmed("/some/deep/path"), "/some/deep/path");
    }

    #[test]
    fn only_names_that_change_with_the_content_are_kept_for_ever() {
        assert!(is_hashed("/deep/page-0123456789abcdef.js"));
        for name in [
            "/",
            "/index.html",
            "/service.js",
            "/icon-192.png",
            "/manifest.json",
        ] {
            assert!(!is_hashed(name), "{name}");
        }
    }
}
