// A session comes back: from its file, with or without data and passphrase, and from the browser's own keeping.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { SAMPLE, start } from "./harness.mjs";

let site;
before(async () => {
  site = await start();
});
after(() => site.stop());

/** Drops the sample's files, leaves one column aside, pins two findings with a note. */
async function worked(goodhart) {
  const { page } = goodhart;
  page.on("dialog", (dialog) => dialog.accept());
  await goodhart.drop(...SAMPLE);
  await page.getByRole("button", { name: "Read the answer" }).waitFor();
  await goodhart.settled();
  const people = await goodhart.file("people.csv");
  await people.getByLabel("This file is about").selectOption("unused");
  await goodhart.read();
  await goodhart.pin();
  await goodhart.choose("Compare", "month");
  await goodhart.answered();
  await goodhart.pin();
  await goodhart.view("Findings");
  await page.getByLabel("Note").first().fill("Before the leaderboard");
  await page.waitForFunction(() => localStorage.getItem("goodhart.session")?.includes("Before the leaderboard"));
}

/** Two findings, the first with its note, and the settings. */
async function isBack(goodhart) {
  const { page } = goodhart;
  await page.locator(".finding").nth(1).waitFor();
  assert.equal(await page.locator(".finding").count(), 2);
  assert.equal(await page.getByLabel("Note").first().inputValue(), "Before the leaderboard");
}

async function opens(goodhart, file) {
  await goodhart.dropText(file.name, file.bytes);
}

test("a session without data brings mapping, settings and findings back once the files are dropped again", async () => {
  const before = await site.open();
  await worked(before);
  const titles = await before.titles();
  const file = await before.session();
  assert.equal(file.name, "goodhart-session.goodhart");
  assert.equal(file.bytes.toString("latin1").split("\n")[0], '{"format":"goodhart.session/1","cipher":null}');
  await before.close();

  const after = await site.open();
  const { page } = after;
  page.on("dialog", (dialog) => dialog.accept());
  await opens(after, file);
  await isBack(after);
  assert.deepEqual(await after.titles(), titles);
  await page.getByText(/Drop usage.csv, outcomes.csv, people.csv again/).waitFor();
  await after.drop(...SAMPLE);
  const people = await after.file("people.csv");
  assert.equal(await people.getByLabel("This file is about").inputValue(), "unused");
  await after.view("Findings");
  // The second finding is what the settings show; the first was made per week.
  await page.locator(".finding").first().getByText("Stale: mapping or filters changed since").waitFor();
  assert.equal(await page.locator(".finding").nth(1).getByText(/^Stale/).count(), 0);
  await after.close();
});

test("a session with data and a passphrase opens only with it, and a wrong one changes nothing", async () => {
  const before = await site.open();
  await worked(before);
  const open = await before.session({ data: true });
  const locked = await before.session({ data: true, passphrase: "spring tide 7" });
  assert.ok(open.bytes.length > 100_000 && locked.bytes.length > 100_000);
  assert.match(locked.bytes.toString("latin1").split("\n")[0], /AES-256-GCM.*PBKDF2-HMAC-SHA-256.*"iterations":600000/);
  // Neither headers nor words of the session can be read in it, packed or not.
  assert.ok(!locked.bytes.includes("leaderboard") && !locked.bytes.includes(Buffer.from([0x1f, 0x8b, 0x08])));
  await before.close();

  const after = await site.open();
  const { page } = after;
  page.on("dialog", (dialog) => dialog.accept());
  await opens(after, locked);
  const dialog = page.getByRole("dialog", { name: /is locked/ });
  await dialog.getByLabel("Passphrase").fill("spring tide 8");
  await dialog.getByRole("button", { name: "Open" }).click();
  await dialog.getByText("The passphrase does not open this session").waitFor();
  assert.equal(await page.locator(".finding").count(), 0);
  await dialog.getByLabel("Passphrase").fill("spring tide 7");
  await page.keyboard.press("Enter");
  await isBack(after);
  await after.settled();
  await after.view("Correlate");
  await after.answered();
  await after.view("Findings");
  assert.equal(await page.locator(".finding").nth(1).getByText(/^Stale/).count(), 0);
  await after.view("Data");
  assert.equal(await page.locator("section.file").count(), 3);
  await after.close();

  const third = await site.open();
  third.page.on("dialog", (dialog) => dialog.accept());
  await opens(third, open);
  await isBack(third);
  await third.settled();
  await third.view("Correlate");
  await third.answered();
  await third.close();
});

test("a damaged or foreign session gets a clear message and changes nothing", async () => {
  const goodhart = await site.open();
  const { page } = goodhart;
  await worked(goodhart);
  const file = await goodhart.session();
  const titles = await goodhart.titles();
  const cases = [
    [file.bytes.subarray(0, -9), "This session file is damaged"],
    [Buffer.from("person,prompts\nu-1,3\n"), "This is not a session file of Goodhart"],
    [Buffer.from('{"format":"goodhart.session/9"}\n'), "A newer Goodhart saved this session (version 9)"],
  ];
  for (const [bytes, message] of cases) {
    await goodhart.dropText("other.goodhart", bytes);
    const dialog = page.getByRole("dialog", { name: "The session was not opened" });
    await dialog.getByText(message).waitFor();
    await dialog.getByRole("button", { name: "Close" }).click();
    await dialog.waitFor({ state: "detached" });
    assert.deepEqual(await goodhart.titles(), titles);
    assert.equal(await page.getByLabel("Note").first().inputValue(), "Before the leaderboard");
  }
  await goodhart.close();
});

test("after a reload the page offers to continue, restores, and erases with one click", async () => {
  const goodhart = await site.open();
  const { page } = goodhart;
  await worked(goodhart);
  const titles = await goodhart.titles();
  await page.reload();
  await page.locator("header.head").waitFor();
  await page.goto(`${site.url}#/data`);
  await page.getByRole("heading", { name: "Continue where you left off" }).waitFor();
  await page.getByText(/drop usage.csv, outcomes.csv, people.csv again/).waitFor();
  await page.getByRole("button", { name: "Continue", exact: true }).click();
  await isBack(goodhart);
  assert.deepEqual(await goodhart.titles(), titles);
  await goodhart.drop(...SAMPLE);
  const people = await goodhart.file("people.csv");
  assert.equal(await people.getByLabel("This file is about").inputValue(), "unused");
  await goodhart.view("Findings");
  await page.getByRole("button", { name: "Erase what is kept" }).click();
  assert.equal(await page.evaluate(() => localStorage.length), 0);
  await page.reload();
  await page.locator("header.head").waitFor();
  assert.equal(await page.getByText("Continue where you left off").count(), 0);
  await goodhart.close();
});

test("leaving with findings that no file holds asks, and after saving it does not", async () => {
  const goodhart = await site.open();
  const { page } = goodhart;
  const asked = [];
  await goodhart.sample();
  await goodhart.pin();
  page.on("dialog", (dialog) => {
    asked.push(dialog.type());
    dialog.accept();
  });
  await goodhart.view("Findings");
  await goodhart.session();
  await page.reload();
  await page.locator("header.head").waitFor();
  assert.deepEqual(asked, []);
  await page.getByRole("button", { name: /Try the sample|Start over/ }).first().waitFor();
  await goodhart.close();

  const other = await site.open();
  await other.sample();
  await other.pin();
  other.page.on("dialog", (dialog) => {
    asked.push(dialog.type());
    dialog.accept();
  });
  await other.page.reload();
  await other.page.locator("header.head").waitFor();
  assert.deepEqual(asked, ["beforeunload"]);
  await other.close();
});
