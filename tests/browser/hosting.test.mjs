// The recipes of docs/hosting.md work: each test runs the very block that stands there.

import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { DIST, inProject, launch, open } from "./harness.mjs";

let browser, home, docs;
before(async () => {
  [browser, home, docs] = await Promise.all([
    launch(),
    mkdtemp(path.join(tmpdir(), "goodhart-")),
    readFile(inProject("docs/hosting.md"), "utf8"),
  ]);
  // A copy, because a server's own user may not read the project's folder.
  await cp(DIST, path.join(home, "www/tools/goodhart"), { recursive: true });
  execFileSync("chmod", ["-R", "a+rX", home]);
});
after(async () => {
  await browser.close();
  await rm(home, { recursive: true });
});

/** The block of code in that language below that heading. */
function block(heading, language) {
  const section = docs.split(/^## /m).find((section) => section.startsWith(`${heading}\n`));
  return new RegExp("```" + language + "\n([^]*?)```").exec(section)[1];
}

/** Replaces what a reader would, and fails where it does not stand. */
function adapt(text, ...changes) {
  return changes.reduce((text, [from, to]) => {
    assert.ok(text.includes(from), `the recipe has no ${from}`);
    return text.replace(from, to);
  }, text);
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** Starts a server, waits until it answers, and stops it after the work. */
async function serving(command, words, url, work) {
  const server = spawn(command, words, { stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  server.stderr.on("data", (text) => (said += text));
  const ended = new Promise((resolve) => server.on("exit", resolve));
  try {
    const until = Date.now() + 20_000;
    while (!(await fetch(url).then((answer) => answer.ok, () => false))) {
      assert.ok(Date.now() < until, `${command} does not answer: ${said}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    await work(url);
  } finally {
    server.kill();
    await ended;
  }
}

/** What a visitor wants of any host: the site starts, computes, and is kept for later. */
async function assertServes(url) {
  const goodhart = await open(browser, url);
  await goodhart.sample();
  await goodhart.kept();
  await goodhart.close();
  for (const name of await readdir(DIST)) {
    const type = TYPES[path.extname(name)];
    if (!type) continue;
    const answer = await fetch(url + name, { method: "HEAD" });
    assert.equal(answer.status, 200, name);
    assert.match(answer.headers.get("content-type"), type, name);
  }
}

const TYPES = {
  ".wasm": /^application\/wasm$/,
  ".js": /^(text|application)\/javascript/,
  ".css": /^text\/css/,
  ".html": /^text\/html/,
  ".json": /^application\/json/,
};

test("the recipe for nginx serves the site", async () => {
  const port = await freePort();
  const recipe = adapt(
    block("nginx", "nginx"),
    ["listen 80;", `listen 127.0.0.1:${port};`],
    ["/srv/goodhart/", `${home}/www/tools/goodhart/`],
  );
  const folders = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
  await mkdir(path.join(home, "nginx"));
  const config = path.join(home, "nginx/nginx.conf");
  await writeFile(
    config,
    `daemon off; pid ${home}/nginx/pid; error_log stderr warn;
    events {}
    http {
      include /etc/nginx/mime.types;
      access_log off;
      ${folders.map((name) => `${name}_temp_path ${home}/nginx/${name};`).join("\n")}
      ${recipe}
    }`,
  );
  const url = `http://127.0.0.1:${port}/tools/goodhart/`;
  await serving("/usr/sbin/nginx", ["-e", "stderr", "-c", config], url, async () => {
    await assertServes(url);
    const page = await readFile(path.join(DIST, "index.html"), "utf8");
    const [, policy] = /content="(default-src[^"]*)"/.exec(page);
    for (const name of await readdir(DIST)) {
      if (/\.(br|gz)$/.test(name)) continue;
      const { headers } = await fetch(url + name, { method: "HEAD", headers: { "accept-encoding": "gzip" } });
      const caching = /-[0-9a-f]{16}\./.test(name) ? "public, max-age=31536000, immutable" : "no-cache";
      assert.equal(headers.get("cache-control"), caching, name);
      assert.equal(headers.get("content-security-policy"), `${policy}; frame-ancestors 'none'`, name);
      if (name.endsWith(".wasm")) assert.equal(headers.get("content-encoding"), "gzip", name);
    }
  });
});

test("the recipe for Python serves the site", async () => {
  const port = await freePort();
  const lines = block("Python", "sh").trim().split("\n");
  const [command, ...words] = adapt(lines.at(-1), ["8000", `${port}`], ["/srv/www", `${home}/www`]).split(" ");
  const url = `http://127.0.0.1:${port}/tools/goodhart/`;
  await serving(command, words, url, assertServes);
});

test("the project's own server sends what was compressed beforehand", async () => {
  const port = await freePort();
  const words = ["serve", "--dir", DIST, "--port", `${port}`, "--prefix", "/deep/"];
  const url = `http://127.0.0.1:${port}/deep/`;
  await serving(inProject("target/tools/debug/site"), words, url, async () => {
    const name = (await readdir(DIST)).find((name) => name.endsWith(".wasm"));
    for (const [accepted, end] of [["br", ".br"], ["gzip", ".gz"], ["identity", ""]]) {
      const answer = await fetch(url + name, { method: "HEAD", headers: { "accept-encoding": accepted } });
      const { length } = await readFile(path.join(DIST, name + end));
      assert.equal(answer.headers.get("content-length"), `${length}`, accepted);
      assert.equal(answer.headers.get("content-type"), "application/wasm");
    }
  });
});
