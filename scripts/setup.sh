# Shared by the scripts beside it: installs what is missing and says so. Sourced, never run.
# shellcheck shell=bash
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# Runs a command as a named stage and prints how long it took.
stage() {
  local name=$1 started=$SECONDS
  shift
  printf '\n== %s\n' "$name"
  "$@"
  printf '== %s: %s s\n' "$name" "$((SECONDS - started))"
}

# Runs a command with root's rights, where that needs asking for.
as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

# Installs Debian packages; elsewhere says what is missing.
packages() {
  if ! command -v apt-get >/dev/null; then
    echo "Please install: $*" >&2
    exit 1
  fi
  as_root apt-get update -qq
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

need_rust() {
  if ! command -v cargo >/dev/null; then
    echo "Please install Rust from https://rustup.rs" >&2
    exit 1
  fi
  if ! rustc --print target-libdir --target wasm32-unknown-unknown 2>/dev/null | xargs -r test -d; then
    rustup target add wasm32-unknown-unknown
  fi
}

need_node() {
  command -v node >/dev/null && command -v npm >/dev/null || packages nodejs npm
}

# Installs a folder's npm packages, unless they are there as its lock file wants them.
need_npm() {
  local folder=$1 stamp=$1/node_modules/.lock
  if ! cmp -s "$folder/package-lock.json" "$stamp"; then
    (cd "$folder" && npm ci --no-audit --no-fund --loglevel=error)
    cp "$folder/package-lock.json" "$stamp"
  fi
}

# A folder of Python packages for the tests, as its list of requirements wants them.
need_duckdb() {
  local folder=target/duckdb
  cmp -s tests/browser/requirements.txt $folder/.requirements && return
  command -v python3 >/dev/null && python3 -c "import venv, ensurepip" 2>/dev/null || packages python3 python3-venv
  python3 -m venv $folder
  $folder/bin/pip install --quiet --disable-pip-version-check -r tests/browser/requirements.txt
  cp tests/browser/requirements.txt $folder/.requirements
}

need_chromium() {
  command -v chromium >/dev/null || packages chromium
}

need_nginx() {
  test -x /usr/sbin/nginx || packages nginx-light
}

# The builder is a program of its own, with a target folder of its own, so that neither rebuilds the other. The first
# time the page is compiled beside it, because the end of that keeps one core busy for minutes; the builder gets what is
# idle. Later the builder alone knows whether the page has to be compiled.
need_builder() {
  local build=(cargo build --quiet --locked --manifest-path tools/site/Cargo.toml --target-dir target/tools)
  if test -x target/tools/debug/site; then
    "${build[@]}"
  else
    nice "${build[@]}" &
    cargo page
    wait $!
  fi
}

site() {
  target/tools/debug/site "$@"
}

build_site() {
  site build --wasm-opt tools/site/node_modules/.bin/wasm-opt
}
