// No byte of a person's data leaves the page.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { SAMPLE, start, stranger } from "./harness.mjs";

let site, other;
before(async () => {
  [site, other] = await Promise.all([start(), stranger()]);
});
after(() => {
  other.stop();
  return site.stop();
});

test("once the program is there, nothing is asked of any server", async () => {
  const goodhart = await site.open();
  await goodhart.page.waitForLoadState("networkidle");
  // The worker loads the same program again, from the browser's cache or from the same server.
  const before = new Set(goodhart.seen.requests);
  await goodhart.drop(...SAMPLE);
  await goodhart.read();
  await goodhart.choose("Colour by", "role");
  await goodhart.answered();
  const asked = goodhart.seen.requests.filter((url) => !before.has(url) && !url.startsWith("blob:"));
  assert.deepEqual(asked, []);
  await goodhart.close();
});

test("with the network off everything still works", async () => {
  const goodhart = await site.open();
  await goodhart.page.waitForLoadState("networkidle");
  await goodhart.context.setOffline(true);
  await goodhart.drop(...SAMPLE);
  await goodhart.read();
  // The tab's icon is asked for by the browser itself, whenever it finds the time.
  goodhart.seen.trouble = goodhart.seen.trouble.filter((line) => !line.includes("/icon-"));
  await goodhart.close();
});

test("the browser refuses to let page or worker send anything elsewhere", async () => {
  const goodhart = await site.open();
  await goodhart.sample();
  const send = (url) => fetch(url, { method: "POST", body: "secret" }).then(() => "sent", () => "refused");
  assert.equal(await goodhart.page.evaluate(send, other.url), "refused");
  const workers = goodhart.page.workers();
  assert.equal(workers.length, 1);
  assert.equal(await workers[0].evaluate(send, other.url), "refused");
  // Other ways out: an image, a beacon, a form, a socket.
  await goodhart.page.evaluate((url) => {
    new Image().src = `${url}image`;
    navigator.sendBeacon(`${url}beacon`, "secret");
    const form = Object.assign(document.createElement("form"), { action: `${url}form`, method: "post" });
    document.body.append(form);
    form.submit();
    try {
      new WebSocket(url.replace("http", "ws"));
    } catch {
      // Some browsers throw, some only report.
    }
  }, other.url);
  await goodhart.page.waitForTimeout(300);
  assert.deepEqual(other.heard, []);
  // The refusals are what this test is about, so the page is not asked whether it was quiet.
  assert.ok(goodhart.seen.trouble.some((line) => /Content Security Policy/.test(line)));
  await goodhart.context.close();
});

/** Everything that a browser can keep for a page. */
const kept = (goodhart) =>
  goodhart.page.evaluate(async () => ({
    cookies: document.cookie,
    local: { ...localStorage },
    session: sessionStorage.length,
    databases: (await indexedDB.databases()).length,
    caches: (await caches.keys()).length,
  }));

test("nothing is kept in the browser before something is pinned or mapped by hand", async () => {
  const goodhart = await site.open();
  await goodhart.drop(...SAMPLE);
  await goodhart.read();
  assert.deepEqual(await kept(goodhart), { cookies: "", local: {}, session: 0, databases: 0, caches: 0 });
  await goodhart.close();
});

test("what is kept are settings, mapping and aggregated numbers: no row, no id, and nothing after erasing", async () => {
  const goodhart = await site.open();
  goodhart.page.on("dialog", (dialog) => dialog.accept());
  await goodhart.drop(...SAMPLE);
  await goodhart.read();
  await goodhart.choose("Colour by", "role");
  await goodhart.page.getByLabel("Show ids when I point at a dot").check();
  await goodhart.answered();
  await goodhart.page.getByRole("button", { name: "Pin as a finding" }).first().click();
  await goodhart.view("Findings");
  await goodhart.page.waitForFunction(() => localStorage.length > 0);
  const { local, ...others } = await kept(goodhart);
  assert.deepEqual(others, { cookies: "", session: 0, databases: 0, caches: 0 });
  assert.deepEqual(Object.keys(local), ["goodhart.session"]);
  const text = local["goodhart.session"];
  const { findings } = JSON.parse(text);
  assert.equal(findings.length, 1);
  const ids = (await readFile(SAMPLE[2], "utf8")).split("\n").slice(1).map((line) => line.split(",")[0]).filter(Boolean);
  assert.ok(ids.length >= 400);
  assert.deepEqual(ids.filter((id) => text.includes(id)), []);
  // The page draws a dot per person; what is kept has a dot for every five people at most.
  const [{ Dots: dots }] = findings[0].what.chart.marks.filter((mark) => mark.Dots);
  const people = findings[0].what.figures.find((figure) => figure.name === "People").value;
  assert.ok(dots.points.length >= 10 && dots.points.length <= people / 5, `${dots.points.length} of ${people}`);
  await goodhart.page.getByRole("button", { name: "Erase what is kept" }).click();
  assert.deepEqual((await kept(goodhart)).local, {});
  await goodhart.close();
});

test("the address carries settings, never data", async () => {
  const goodhart = await site.open();
  await goodhart.sample();
  await goodhart.choose("Colour by", "role");
  await goodhart.page.getByLabel("Show ids when I point at a dot").check();
  await goodhart.answered();
  assert.equal(new URL(goodhart.page.url()).hash, "#/correlate?by=role");
  await goodhart.close();
});
