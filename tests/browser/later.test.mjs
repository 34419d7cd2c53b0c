// The later part of the program follows the first; until it is there, and where it cannot be had, a person is told.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { SAMPLE, start, visit } from "./harness.mjs";

const LATER = /\/later-[0-9a-f]{16}\.wasm$/;

let site;
before(async () => {
  site = await start();
});
after(() => site.stop());

/** A page whose later part is answered for by `handler`, and by no service worker. */
async function open(handler, hash = "") {
  const context = await site.browser.newContext({ serviceWorkers: "block" });
  await context.route(LATER, handler);
  return visit(context, site.url + hash);
}

/** Fails if the page logged anything but what `expected` names. Closes it. */
async function close(goodhart, expected = /^$/) {
  await goodhart.context.close();
  const blocked = /Service Worker registration blocked/;
  const trouble = goodhart.seen.trouble.filter((line) => !blocked.test(line));
  assert.deepEqual(trouble.filter((line) => !expected.test(line)), []);
  return trouble;
}

test("before the later part is there, files are read and a view says that it is coming", async () => {
  let arrive;
  const arrived = new Promise((resolve) => {
    arrive = resolve;
  });
  const goodhart = await open(async (route) => {
    await arrived;
    await route.continue();
  });
  await goodhart.drop(...SAMPLE);
  await goodhart.file("usage.csv");
  await goodhart.page.getByRole("button", { name: "Read the answer" }).click();
  await goodhart.page.getByRole("main").getByText("Loading this view…").waitFor();
  arrive();
  await goodhart.overview();
  await close(goodhart);
});

test("a later part that cannot be had is missed in words, and is there once it can", async () => {
  const goodhart = await open((route) => route.abort(), "#/methods");
  const alert = goodhart.page.getByRole("alert").filter({ hasText: "Part of the program could not be loaded" });
  await alert.waitFor();
  await goodhart.page.getByText("This view is not loaded yet.").waitFor();
  // What the first part does, it does all the same.
  await goodhart.drop(...SAMPLE);
  await goodhart.file("usage.csv");
  await alert.getByRole("button", { name: "Try again" }).click();
  await alert.waitFor();
  await goodhart.context.unroute(LATER);
  await alert.getByRole("button", { name: "Try again" }).click();
  await alert.waitFor({ state: "detached" });
  await goodhart.page.getByRole("button", { name: "Read the answer" }).click();
  await goodhart.overview();
  const logged = await close(goodhart, /later/);
  assert.ok(logged.length > 0, "the console says why, too");
});

test("a later part that the server has no more is missed in words", async () => {
  const goodhart = await open((route) => route.fulfill({ status: 404, body: "gone" }));
  await goodhart.page.getByRole("alert").filter({ hasText: "Part of the program could not be loaded" }).waitFor();
  await goodhart.page.getByRole("button", { name: "Load the page again" }).waitFor();
  await close(goodhart, /later/);
});

test("a server that does not know what WebAssembly is serves the later part all the same", async () => {
  const goodhart = await open(async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, headers: { "content-type": "application/octet-stream" } });
  });
  await goodhart.sample();
  await close(goodhart);
});
