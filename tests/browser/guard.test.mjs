// Personal data that people hand over by mistake is hidden before anybody decided, and ids that do not meet are explained.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start } from "./harness.mjs";

let site;
before(async () => {
  site = await start();
});
after(() => site.stop());

const NAMES = ["ada", "ben", "cem", "dov", "eva", "fay", "gus", "hal"];
/** Enough of them for their dots to be drawn. */
const MANY = NAMES.flatMap((name) => ["", "a", "b", "c"].map((more) => name + more));
const WEEKS = ["2026-01-05", "2026-01-12", "2026-01-19", "2026-01-26"];
const table = (header, row, names = NAMES) => [header, ...names.flatMap((name, at) => WEEKS.map((week, week_at) => row(name, week, (at * 7 + week_at * 3) % 11)))].join("\n");
const USAGE = table("email,team,week,prompts", (name, week, value) => `${name}.smith@example.org,${value % 2 ? "red" : "blue"},${week},${value}`, MANY);
const OUTCOMES = table("email,week,tasks_done", (name, week, value) => `${name}.smith@example.org,${week},${value + 1}`, MANY);
const PRIVATE = /smith|example\.org/;

const body = (goodhart) => goodhart.page.locator("body").innerText();

test("e-mail addresses are hidden from the first moment, and codes take their place with one click", async () => {
  const goodhart = await site.open();
  const { page } = goodhart;
  await goodhart.dropText("usage.csv", USAGE);
  await goodhart.dropText("outcomes.csv", OUTCOMES);
  const card = await goodhart.file("usage.csv");
  await card.getByText("First rows as they stand in the file").click();
  await card.getByRole("cell", { name: "hidden" }).first().waitFor();
  assert.match(await card.innerText(), /“email” looks like e-mail addresses/);
  assert.doesNotMatch(await body(goodhart), PRIVATE);
  await card.getByRole("button", { name: "Replace by codes" }).click();
  await goodhart.settled();
  await card.getByText("People are called by codes.").waitFor();
  await goodhart.read();
  await page.getByLabel("Show ids when I point at a dot").check();
  await goodhart.answered();
  await page.locator(".plot").focus();
  await page.keyboard.press("ArrowRight");
  assert.match(await page.locator(".tip").innerText(), /\b[0-9a-f]{16}\b/);
  assert.doesNotMatch(await body(goodhart), PRIVATE);
  await goodhart.close();
});

test("a personal column can be dropped, and is not read again when the calculation starts anew", async () => {
  const goodhart = await site.open();
  await goodhart.dropText("usage.csv", USAGE.replace("email,team", "person_id,manager email").replaceAll(",red,", ",r@example.org,").replaceAll(",blue,", ",b@example.org,"));
  const card = await goodhart.file("usage.csv");
  const guard = card.getByRole("region", { name: "Columns that look personal" });
  await guard.getByRole("button", { name: "Drop it: manager email" }).click();
  await guard.getByText("It was dropped: its values are gone from this page.").waitFor();
  assert.equal(await card.getByLabel("What manager email is").inputValue(), "ignored");
  await goodhart.close();
});

test("ids that differ in case are counted, and meet when a person says so; a file of ids does it as well", async () => {
  const goodhart = await site.open();
  const { page } = goodhart;
  const usage = table("person_id,week,prompts", (name, week, value) => `${name < "d" ? name.toUpperCase() : name},${week},${value}`);
  const outcomes = table("person_id,week,tasks_done", (name, week, value) => `${name},${week},${value}`);
  await goodhart.dropText("usage.csv", usage);
  await goodhart.dropText("outcomes.csv", outcomes);
  const join = page.locator(".join");
  await join.getByText("5 of 11 people have usage and outcomes.").waitFor();
  await join.getByText("3 more people would be in both if upper and lower case were passed over").waitFor();
  await join.getByRole("button", { name: "Ignore upper and lower case" }).click();
  await join.getByText("All 8 people have usage and outcomes.").waitFor();
  await join.getByRole("button", { name: "Take back" }).click();
  await join.getByText("5 of 11 people").waitFor();
  await goodhart.dropText("ids.csv", ["usage_id,outcome_id", ...NAMES.map((name) => `${name.toUpperCase()},${name}`)].join("\n"));
  const card = await goodhart.file("ids.csv");
  assert.match(await card.innerText(), /Which ids are of one person/);
  await goodhart.close();
});

test("where nobody is in both files, the difference that keeps all ids apart can be passed over", async () => {
  const goodhart = await site.open();
  await goodhart.dropText("usage.csv", table("person_id,week,prompts", (name, week, value) => `${name.toUpperCase()},${week},${value}`));
  await goodhart.dropText("outcomes.csv", table("person_id,week,tasks_done", (name, week, value) => `${name},${week},${value}`));
  const join = goodhart.page.locator(".join");
  await join.getByText("8 more people would be in both if upper and lower case were passed over").waitFor();
  await join.getByRole("button", { name: "Ignore upper and lower case" }).click();
  await join.getByText("All 8 people have usage and outcomes.").waitFor();
  await goodhart.close();
});
