//! A plain file server, with nothing that another plain file server would not do.

use std::path::Path;

use anyhow::Context;
use axum::Router;
use axum::http::{HeaderValue, header};
use tower_http::services::ServeDir;
use tower_http::set_header::SetResponseHeaderLayer;

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
    let files = ServeDir::new(dir);
    // Names change with their content, but `index.html` keeps its own: a browser asks whether it is still the same.
    let revalidate = SetResponseHeaderLayer::overriding(
        header::CACHE_CONTROL,
        HeaderValue::from_static("no-cache"),
    );
    match trimmed(prefix).as_str() {
        "" => Router::new().fallback_service(files).layer(revalidate),
        prefix => Router::new().nest_service(prefix, files).layer(revalidate),
    }
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
    use super::trimmed;

    #[test]
    fn a_prefix_may_be_written_with_or_without_slashes() {
        assert_eq!(trimmed("/"), "");
        assert_eq!(trimmed("some/deep/path/"), "/some/deep/path");
        assert_eq!(trimmed("/some/deep/path"), "/some/deep/path");
    }
}
