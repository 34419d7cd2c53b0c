// What helps a person who is new here, doubts the promise, or was sent a link.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { SAMPLE, start } from "./harness.mjs";

let site;
before(async () => {
  site = await start();
});
after(() => site.stop());

test("a link carries view and settings; with other data it applies what fits and says what did not", async () => {
  const one = await site.open({ permissions: ["clipboard-read", "clipboard-write"] });
  await one.sample();
  await one.choose("Outcome", "outcome.defects");
  await one.choose("Colour by", "role");
  await one.choose("Compare", "month");
  await one.page.getByRole("button", { name: "Filter", exact: true }).click();
  await one.page.locator("summary", { hasText: "role" }).click();
  await one.page.getByLabel(/^engineer/).check();
  await one.page.getByRole("button", { name: "Apply" }).click();
  await one.answered();
  const title = await one.page.locator("#finding").innerText();
  await one.page.getByRole("button", { name: "Copy link" }).click();
  await one.page.getByText("Copied. It carries the view and its settings, never data.").waitFor();
  const link = await one.page.evaluate(() => navigator.clipboard.readText());
  assert.ok(link.startsWith(`${site.url}#/correlate?`), link);
  await one.close();

  const hash = link.slice(link.indexOf("#"));
  const same = await site.open({ hash });
  await same.drop(...SAMPLE);
  await same.page.getByRole("button", { name: "Read the answer" }).click();
  await same.answered();
  assert.equal(await same.page.locator("#finding").innerText(), title);
  assert.equal(await same.page.getByText("Asked for, but not in these files").count(), 0);
  await same.close();

  // The same usage beside outcomes without defects, and without anything about people.
  const outcomes = (await readFile(SAMPLE[1], "utf8")).split("\n");
  const header = outcomes[0].split(",");
  const gone = header.indexOf("defects");
  const fewer = outcomes.map((row) => row.split(",").filter((_, at) => at !== gone).join(","));
  const other = await site.open({ hash });
  await other.drop(SAMPLE[0]);
  await other.dropText("work.csv", fewer.join("\n"));
  await other.file("work.csv");
  await other.page.getByRole("button", { name: "Read the answer" }).click();
  await other.answered();
  const said = await other.page.locator(".lacking-box").innerText();
  for (const part of ["the outcome “defects”", "the attribute “role”", "groups by “role”"]) {
    assert.ok(said.includes(part), said);
  }
  assert.equal(await other.page.getByLabel("Compare", { exact: true }).inputValue(), "month");
  await other.page.getByRole("button", { name: "Leave it out" }).click();
  await other.page.locator(".lacking-box").waitFor({ state: "detached" });
  assert.ok(!(await other.page.evaluate(() => location.hash)).includes("role"));
  await other.close();
});

test("the tour leads through five steps by keyboard, and can be left at each", async () => {
  const goodhart = await site.open();
  const { page } = goodhart;
  await page.getByRole("button", { name: "Take the tour" }).first().click();
  const title = page.locator("#tour-title");
  const seen = [];
  for (let step = 1; step <= 5; step += 1) {
    await page.locator(".tour-place", { hasText: `${step} of 5` }).waitFor();
    await page.waitForFunction(() => document.activeElement?.id === "tour-title");
    seen.push(await title.innerText());
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
  }
  assert.equal(new Set(seen).size, 5);
  await title.waitFor({ state: "detached" });
  await page.getByRole("contentinfo").getByRole("button", { name: "Take the tour" }).click();
  await title.waitFor();
  await page.keyboard.press("Escape");
  await title.waitFor({ state: "detached" });
  await goodhart.close();
});

test("a question mark shows every shortcut, except where it is a letter", async () => {
  const goodhart = await site.open();
  const { page } = goodhart;
  await page.keyboard.press("?");
  const sheet = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await sheet.getByText("Blank the screen").waitFor();
  await page.keyboard.press("Escape");
  await sheet.waitFor({ state: "hidden" });
  await page.getByRole("button", { name: "Paste a table" }).click();
  await page.keyboard.type("a?");
  assert.ok(!(await sheet.isVisible()));
  await page.keyboard.press("Escape");
  await goodhart.close();
});

test("the page of privacy lists the requests of page and worker, and loading files adds none", async () => {
  const goodhart = await site.open();
  const { page } = goodhart;
  await page.getByRole("button", { name: "How this stays private" }).click();
  const rows = page.locator(".privacy tbody tr");
  await rows.filter({ hasText: "worker" }).first().waitFor();
  const policy = await page.locator(".policy").innerText();
  assert.equal(policy, await page.evaluate(() => document.querySelector("meta[http-equiv]").content));
  assert.match(policy, /default-src 'none'/);
  // What is kept for use without a network may still be on its way.
  await page.waitForFunction(() => {
    const own = performance.getEntriesByType("resource").length + 1;
    const cells = [...document.querySelectorAll(".privacy tbody td")];
    return cells.filter((cell) => cell.textContent === "page").length === own;
  });
  const own = await page.evaluate(() => performance.getEntriesByType("resource").length + 1);
  const before = await rows.count();
  assert.ok(before > own, "the worker's requests are missing");
  await page.getByText(`${before} requests so far, each for a part of the program`).waitFor();
  await goodhart.drop(...SAMPLE);
  await goodhart.read();
  await page.getByRole("button", { name: "How this stays private" }).click();
  // Long enough for the list to be looked at again.
  await page.waitForTimeout(1500);
  // The browser takes the icon out of its cache again when the address changes; nobody else is asked anything.
  const added = (await rows.allInnerTexts()).slice(before);
  assert.deepEqual(added.filter((row) => !/^icon-[0-9a-f]+\.svg\s.*from the cache/.test(row)), []);
  await goodhart.close();
});
