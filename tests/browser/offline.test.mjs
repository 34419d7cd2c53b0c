// The site opens without a network after one visit, and a new version neither surprises nor breaks an old one.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { cp, mkdtemp, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { DIST, SAMPLE, launch, serve, visit } from "./harness.mjs";

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

/** The site as its owner publishes it: a server that can be stopped, and a folder that can be replaced. */
class Host {
  static async start() {
    const host = new Host();
    host.home = await mkdtemp(path.join(tmpdir(), "goodhart-"));
    host.folder = path.join(host.home, "site");
    await cp(DIST, host.folder, { recursive: true });
    await host.go();
    return host;
  }

  async go() {
    this.server = await serve({ dir: this.folder, port: this.port });
    this.url = this.server.url;
    this.port = new URL(this.url).port;
  }

  async stop() {
    await this.server.stop();
    await rm(this.home, { recursive: true, force: true });
  }

  /** Puts a new build in place of the old one: every file has another content, and so another name. */
  async republish(label) {
    const next = path.join(this.home, "next");
    await cp(DIST, next, { recursive: true });
    const names = [];
    for (const name of await readdir(next)) {
      if (/\.(br|gz)$/.test(name)) await rm(path.join(next, name));
      else if (/-[0-9a-f]{16}\./.test(name)) names.push(name);
    }
    let page = await readFile(path.join(next, "index.html"), "utf8");
    let service = await readFile(path.join(next, "service.js"), "utf8");
    for (const name of names) {
      const content = await readFile(path.join(next, name));
      const changed = Buffer.concat([content, trailer(name, label)]);
      const hash = createHash("sha256").update(changed).digest("hex").slice(0, 16);
      const renamed = name.replace(/[0-9a-f]{16}/, hash);
      await rm(path.join(next, name));
      await writeFile(path.join(next, renamed), changed);
      page = page.replaceAll(name, renamed);
      service = service.replaceAll(name, renamed);
    }
    const [, version] = /const VERSION = "(\w+)"/.exec(service);
    const changed = createHash("sha256").update(version + label).digest("hex").slice(0, 16);
    await writeFile(path.join(next, "index.html"), page.replace(version, changed));
    await writeFile(path.join(next, "service.js"), service.replace(version, changed));
    await rm(this.folder, { recursive: true });
    await rename(next, this.folder);
  }
}

/** Something at the end of a file that changes nothing but its bytes. */
function trailer(name, label) {
  if (name.endsWith(".wasm")) {
    // A custom section: its kind, its length, the length of its name, its name.
    const text = Buffer.from(label);
    return Buffer.concat([Buffer.from([0, text.length + 1, text.length]), text]);
  }
  return Buffer.from(name.endsWith(".svg") ? `<!-- ${label} -->` : `\n/* ${label} */\n`);
}

/** The site on a host of its own and a browser that was never there. Both end with the test, however that ends. */
async function published(t) {
  const [host, context] = await Promise.all([Host.start(), browser.newContext()]);
  t.after(async () => {
    await context.close();
    await host.stop();
  });
  return { host, context };
}

/** The version that a page runs. */
const version = (goodhart) => goodhart.page.locator("meta[name=version]").getAttribute("content");

/** What the page and its worker loaded, each as the file's own name. */
async function loaded(goodhart) {
  const names = () => performance.getEntriesByType("resource").map((entry) => entry.name);
  const all = [goodhart.page, ...goodhart.page.workers()].map((place) => place.evaluate(names));
  const found = (await Promise.all(all)).flat().map((url) => path.basename(new URL(url).pathname));
  return found.filter((name) => /-[0-9a-f]{16}\.(js|wasm|css)$/.test(name));
}

/** Fails unless every file of the program that was loaded belongs to what is published. */
async function assertRunsWhatIsIn(folder, goodhart) {
  const published = new Set(await readdir(folder));
  const names = await loaded(goodhart);
  assert.ok(names.some((name) => name.endsWith(".wasm")));
  assert.deepEqual(names.filter((name) => !published.has(name)), []);
}

const offer = (goodhart) => goodhart.page.getByRole("button", { name: "Load the new version" });

test("after one visit the site opens and computes without its server", async (t) => {
  const { host, context } = await published(t);
  const first = await visit(context, host.url);
  await first.kept();
  const expected = await version(first);
  await first.page.close();
  await host.server.stop();
  const again = await visit(context, `${host.url}index.html`);
  await again.sample();
  assert.equal(await version(again), expected);
  await again.view("Data");
  await again.page.getByRole("button", { name: "Start over" }).click();
  await again.drop(...SAMPLE);
  await again.read();
  await again.close();
});

test("a page of an old version works on beside a new one, and becomes new when it is asked to", async (t) => {
  const { host, context } = await published(t);
  const old = await visit(context, host.url);
  await old.kept();
  const before = await version(old);
  const files = await readdir(host.folder);
  await host.republish("second");

  const fresh = await visit(context, host.url);
  const now = await version(fresh);
  assert.notEqual(now, before, "a visit over the network gets what is published");
  await assertRunsWhatIsIn(host.folder, fresh);

  await offer(old).waitFor();
  assert.equal(await version(old), before, "nothing changes before it is asked to");
  await old.sample();
  // A worker that has to be started again finds its files, which the server has no more.
  await old.page.workers()[0].evaluate(() => {
    setTimeout(() => {
      throw new Error("as if the program had a mistake");
    });
  });
  await old.page.getByText(/The calculation stopped/).waitFor();
  await old.answered();
  const stale = await loaded(old);
  assert.deepEqual(stale.filter((name) => !files.includes(name)), [], "an old page runs old files alone");

  await fresh.sample();
  await offer(old).click();
  await old.page.waitForFunction((before) => document.querySelector("meta[name=version]")?.content !== before, before);
  await old.page.locator("header.head").waitFor();
  assert.equal(await version(old), now);
  await old.sample();
  await assertRunsWhatIsIn(host.folder, old);
  assert.equal(await offer(old).count(), 0);
  assert.equal(await offer(fresh).count(), 0, "a page that is new is offered nothing");
  assert.ok(await fresh.page.locator("#finding").isVisible(), "another tab is left as it was");
  await fresh.page.close();
  await old.close();
});

test("once nobody runs an old version, nothing of it is kept", async (t) => {
  const { host, context } = await published(t);
  const first = await visit(context, host.url);
  await first.kept();
  await host.republish("second");
  await first.page.reload();
  // The page is new at once; its service worker follows as soon as it is complete.
  const now = await version(first);
  const isAlone = async (now) => {
    const names = await caches.keys();
    return names.length === 1 && names[0].endsWith(now);
  };
  // Asked from here, because a promise counts as true where the page waits by itself.
  for (let times = 0; times < 100 && !(await first.page.evaluate(isAlone, now)); times += 1) {
    await first.page.waitForTimeout(100);
  }
  await host.server.stop();
  await first.page.reload();
  await first.sample();
  assert.equal(await version(first), now);
  await assertRunsWhatIsIn(host.folder, first);
});

test("a half-published site leaves the old version as it was", async (t) => {
  const { host, context } = await published(t);
  const first = await visit(context, host.url);
  await first.kept();
  const before = await version(first);
  await first.page.close();
  await host.republish("second");
  const wasm = (await readdir(host.folder)).find((name) => name.endsWith(".wasm"));
  await rm(path.join(host.folder, wasm));
  // The browser learns of the new service worker, which cannot get all its files.
  const second = await context.newPage();
  await second.goto(host.url);
  await second.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    await registration.update().catch(() => {});
    const { installing } = registration;
    if (installing) await new Promise((resolve) => installing.addEventListener("statechange", resolve));
  });
  await second.close();
  await host.server.stop();
  const third = await visit(context, host.url);
  await third.sample();
  assert.equal(await version(third), before);
});

test("the site can be installed", async (t) => {
  const { host, context } = await published(t);
  const goodhart = await visit(context, host.url);
  await goodhart.kept();
  const session = await context.newCDPSession(goodhart.page);
  const { url, errors } = await session.send("Page.getAppManifest");
  assert.equal(url, `${host.url}manifest.json`);
  assert.deepEqual(errors, []);
  const { installabilityErrors } = await session.send("Page.getInstallabilityErrors");
  // A test's browser has no profile of its own, which is the only thing that may be missing.
  const missing = installabilityErrors.map((error) => error.errorId).filter((id) => id !== "in-incognito");
  assert.deepEqual(missing, []);
  await goodhart.close();
});

test("where service workers are not to be had, everything else works", async (t) => {
  const { host, context } = await published(t);
  // As on a plain http server in an intranet.
  await context.addInitScript(() => {
    delete Navigator.prototype.serviceWorker;
  });
  const goodhart = await visit(context, host.url);
  await goodhart.sample();
  assert.deepEqual(await goodhart.page.evaluate(() => caches.keys()), []);
  await goodhart.close();
});
