//! A plain file server, with nothing that another plain file server would not do.

use std::fs::File;
use std::path::{Component, Path, PathBuf};

use anyhow::{Context, anyhow};
use tiny_http::{Header, Method, Request, Response, Server};

/// Files that are sent at the same time; a browser opens six connections to a server.
const THREADS: usize = 12;

/// Serves `dir` under `prefix` to this machine only, until the process is stopped.
pub fn run(dir: &Path, prefix: &str, port: u16) -> anyhow::Result<()> {
    let server = Server::http(("127.0.0.1", port))
        .map_err(|error| anyhow!("{error}"))
        .with_context(|| format!("port {port} cannot be used; choose another with --port"))?;
    let prefix = format!("/{}/", prefix.trim_matches('/')).replace("//", "/");
    println!("Serving at http://{}{prefix}", server.server_addr());
    // A browser may be slow to take one file while it waits for another.
    std::thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                for request in server.incoming_requests() {
                    // A browser that hangs up is no reason to stop.
                    let _ = answer(request, dir, &prefix);
                }
            });
        }
    });
    Ok(())
}

fn answer(request: Request, dir: &Path, prefix: &str) -> std::io::Result<()> {
    if !matches!(request.method(), Method::Get | Method::Head) {
        return request.respond(Response::empty(405));
    }
    let path = request.url().split('?').next().unwrap_or("/");
    let found = path
        .strip_prefix(prefix)
        .and_then(inside)
        .map(|path| dir.join(path))
        .map(|path| {
            if path.is_dir() {
                path.join("index.html")
            } else {
                path
            }
        });
    let Some((path, file)) = found.and_then(|path| Some((path.clone(), File::open(path).ok()?)))
    else {
        return request.respond(Response::from_string("Not found").with_status_code(404));
    };
    let mime = mime_guess::from_path(&path).first_or_octet_stream();
    let mut response = Response::from_file(file);
    for (field, value) in [
        ("Content-Type", mime.as_ref()),
        ("Cache-Control", "no-cache"),
    ] {
        if let Ok(header) = Header::from_bytes(field, value) {
            response.add_header(header);
        }
    }
    request.respond(response)
}

/// A path that stays inside of the folder.
fn inside(path: &str) -> Option<PathBuf> {
    let path = PathBuf::from(path);
    path.components()
        .all(|part| matches!(part, Component::Normal(_)))
        .then_some(path)
}

#[cfg(test)]
mod tests {
    use super::inside;

    #[test]
    fn no_path_leads_out_of_the_folder() {
        assert!(inside("goodhart.js").is_some() && inside("").is_some());
        assert!(inside("../Cargo.toml").is_none() && inside("/etc/passwd").is_none());
        assert!(inside("a/../../b").is_none());
    }
}
