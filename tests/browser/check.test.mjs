// The Goodhart check finds by itself what was planted in the sample company, says how unusual it is, and names no person.
//
// The planted truth is in docs/sample.md and, measured by other means, in tests/sample.rs.

import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { SAMPLE, inProject, start } from "./harness.mjs";

let site;
before(async () => {
  site = await start();
});
after(() => site.stop());

/** The sample with the check open. */
async function checked() {
  const goodhart = await site.open();
  await goodhart.page.getByRole("button", { name: "Try the sample company" }).click();
  await goodhart.overview();
  await goodhart.view("Goodhart check");
  await goodhart.checked();
  return goodhart;
}

/** Files of the sample with that many times as many people, in a folder of their own. */
async function larger(folder, times) {
  const files = ["usage", "outcomes", "people", "events"].map((name) => [name, `${folder}/${name}.csv`]);
  for (const [name, file] of files) {
    const [head, ...rows] = (await readFile(inProject(`docs/sample/${name}.csv`), "utf8")).trimEnd().split("\n");
    const copies = name === "events" ? [""] : Array.from({ length: times }, (_, copy) => `c${copy}`);
    const all = copies.flatMap((copy) => rows.map((row) => copy + row));
    await writeFile(file, [head, ...all].join("\n"));
  }
  return files.map(([, file]) => file);
}

const part = (goodhart, id) => goodhart.page.locator(`#part-${id}`);
const words = (goodhart, id) => part(goodhart, id).innerText();

test("without being told a date it finds the leaderboard, and that prompts say less of tasks after it", async () => {
  const goodhart = await checked();
  const finding = await goodhart.page.locator("#finding").innerText();
  assert.match(finding, /After “Leaderboard launched” \(6 Apr 2026\), prompts and tasks done go together less/);
  const said = await words(goodhart, "decoupling");
  assert.match(said, /The link between prompts and tasks done is weaker after “Leaderboard launched”/);
  const change = /change −0\.\d+ \(95% CI −0\.\d+ to −0\.\d+\), n = 3\d\d people/;
  assert.match(said, change, "the change has an interval below zero, and n");
  assert.match(said, /What this does not show: .*not what made it so/);
  await goodhart.close();
});

test("end-of-week surges appear after the leaderboard in the teams that game it, with innocent explanations beside", async () => {
  const goodhart = await checked();
  const sign = goodhart.page.locator("[data-sign=Late]");
  const said = await sign.innerText();
  const [, before, since] = /Everyone: (\d+)% before, (\d+)% since 6 Apr 2026 on the last two working days/.exec(said).map(Number);
  assert.ok(since >= before + 5, `${before}% before, ${since}% since`);
  const [, teams] = /End-of-week surges appeared since 6 Apr 2026 in ([^\n]+)/.exec(said);
  const planted = ["Beacon", "Cedar", "Fjord"];
  const named = teams.split(/, | and /);
  assert.ok(named.length >= 2 && named.every((team) => planted.includes(team)), teams);
  assert.match(said, /It may as well be/);
  assert.match(said, /Unusual is not dishonest/);
  assert.match(await words(goodhart, "signs"), /bunching just above the target/i);
  await goodhart.close();
});

test("the top tenth by tokens and by tasks done barely overlap, with the interval and what luck gives", async () => {
  const goodhart = await checked();
  await goodhart.choose("Usage", "usage.tokens-out");
  await goodhart.checked();
  const said = await words(goodhart, "reward");
  assert.match(said, /barely overlap/);
  const [, both, top, luck] = /(\d+) of (\d+) people, where luck gives ([\d.]+)/.exec(said).map(Number);
  assert.ok(both <= 2 * luck && top >= 30, said);
  assert.match(said, /95% CI [\d.]+% to [\d.]+%/);
  await goodhart.close();
});

test("another ruler, groups in quadrants and a simulated target are there with their limits", async () => {
  const goodhart = await checked();
  assert.match(await words(goodhart, "swap"), /ruler/);
  assert.match(await words(goodhart, "hollow"), /More prompts but no better tasks done .* in .*Fjord/);
  const simulated = () => words(goodhart, "what-if");
  const before = await simulated();
  assert.match(before, /Supposed: with a target of 50 a week/);
  await part(goodhart, "what-if").getByLabel("People below it who respond").fill("0");
  await goodhart.checked();
  await goodhart.page.waitForFunction(
    (before) => document.querySelector("#part-what-if").innerText !== before,
    before,
  );
  assert.match(await simulated(), /0% of the people below the target respond/);
  for (const id of ["reward", "decoupling", "swap", "hollow", "what-if"]) {
    assert.match(await words(goodhart, id), /What this does not show:/, id);
  }
  await goodhart.close();
});

test("by keyboard, every finding leads to its part", async () => {
  const goodhart = await checked();
  const links = goodhart.page.locator(".glances .link");
  const count = await links.count();
  assert.ok(count >= 5, `${count} findings`);
  for (let at = 0; at < count; at += 1) {
    await links.nth(at).focus();
    await goodhart.page.keyboard.press("Enter");
    const told = await links.nth(at).innerText();
    const focused = await goodhart.page.evaluate(() => document.activeElement.querySelector("h2")?.innerText);
    assert.equal(focused, told);
  }
  await goodhart.close();
});

test("a long check shows how far it is, can be stopped while it works, and begun again", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "goodhart-"));
  const goodhart = await site.open();
  await goodhart.drop(...(await larger(folder, 10)));
  await goodhart.page.getByRole("button", { name: "Read the answer" }).click();
  await goodhart.overview();
  await goodhart.view("Goodhart check");
  await goodhart.page.getByText(/^Checking, \d+%/).waitFor();
  await goodhart.page.getByRole("button", { name: "Stop" }).click();
  await goodhart.page.getByText("The check was stopped").waitFor();
  await goodhart.page.getByRole("button", { name: "Check again" }).click();
  await goodhart.checked();
  assert.match(await goodhart.page.locator("#finding").innerText(), /After “Leaderboard launched”/);
  await goodhart.close();
  await rm(folder, { recursive: true });
});

test("nobody is named or listed, and no table can be sorted", async () => {
  const goodhart = await checked();
  for (const details of await goodhart.page.locator("main details > summary").filter({ visible: true }).all()) await details.click();
  const said = await goodhart.page.locator("main").innerText();
  assert.doesNotMatch(said, /\bp[-_]?\d{3,}/);
  assert.equal(await goodhart.page.locator("main [aria-sort], main th button").count(), 0);
  await goodhart.close();
});

test("what the data lack is said with the file that would supply it", async () => {
  const goodhart = await site.open();
  await goodhart.drop(...SAMPLE);
  await goodhart.page.getByRole("button", { name: "Read the answer" }).click();
  await goodhart.overview();
  await goodhart.view("Goodhart check");
  await goodhart.checked();
  const said = await goodhart.page.locator("#part-missing").innerText();
  assert.match(said, /Would supply it: .*(event|date)/);
  await goodhart.drop(inProject("docs/sample/events.csv"));
  await goodhart.file("events.csv");
  await goodhart.view("Goodhart check");
  await goodhart.checked();
  assert.match(await goodhart.page.locator("#finding").innerText(), /Leaderboard launched/);
  await goodhart.close();
});
