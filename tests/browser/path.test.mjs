// The main job: two files in, an honest answer out.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { SAMPLE, inProject, reference, start } from "./harness.mjs";

let site;
before(async () => {
  site = await start();
});
after(() => site.stop());

const METRIC = (side, name) => `${side}.${name === "acceptance" ? "acceptance-rate" : name.replaceAll("_", "-")}`;

test("files that are dropped give the figures that pandas and SciPy give", async () => {
  const goodhart = await site.open();
  await goodhart.drop(...SAMPLE);
  await goodhart.read();
  const { between_people: pairs } = await reference();
  assert.ok(pairs.length >= 9, "the reference has its pairs");
  for (const pair of pairs) {
    await goodhart.choose("Compare", pair.period === "span" ? "whole time" : pair.period);
    await goodhart.answered();
    await goodhart.choose("Usage", METRIC("usage", pair.usage));
    await goodhart.choose("Outcome", METRIC("outcome", pair.outcome));
    await goodhart.answered();
    const found = await goodhart.figures();
    const name = `${pair.usage} and ${pair.outcome} per ${pair.period}`;
    const close = (got, want, what) =>
      assert.ok(Math.abs(got - want) <= 1e-9 * Math.abs(want) + 1e-12, `${what} of ${name}: ${got} is not ${want}`);
    assert.equal(found.n, pair.n_people, `n of ${name}`);
    close(found.r, pair.pearson.r, "r");
    close(found.slope, pair.line.slope, "slope");
    close(found.rho, pair.spearman.rho, "rho");
    close(found.tau, pair.kendall.tau_b, "tau");
    const shown = await goodhart.shown("rho");
    const fixed = (value) => value.toFixed(2).replace("-", "−").replace("−0.00", "0.00");
    assert.equal(shown.value, fixed(pair.spearman.rho));
    assert.equal(shown.interval, `95% CI ${pair.spearman.ci95.map(fixed).join(" to ")}`);
  }
  await goodhart.close();
});

test("drop, picker, paste and the sample's button lead to the same answer", async () => {
  const button = await site.open();
  await button.sample();
  const wanted = await button.figures();
  await button.close();

  const picker = await site.open();
  await picker.page.locator("input[type=file]").first().setInputFiles(SAMPLE);
  await picker.read();
  assert.deepEqual(await picker.figures(), wanted);
  await picker.close();

  const paste = await site.open();
  for (const file of SAMPLE.slice(0, 2)) {
    await paste.page.getByRole("button", { name: "Paste a table" }).click();
    // Put in at once: typing two million letters is not what a paste does.
    const text = await readFile(file, "utf8");
    await paste.page.getByRole("textbox").evaluate((area, text) => (area.value = text), text);
    await paste.page.getByRole("button", { name: "Read it" }).click();
  }
  await paste.read();
  assert.deepEqual(await paste.figures(), wanted);
  await paste.close();
});

test("a paste anywhere on the page is read, and one into the box is left to the box", async () => {
  const goodhart = await site.open();
  const paste = (selector) =>
    goodhart.page.evaluate((selector) => {
      const carried = new DataTransfer();
      carried.setData("text", "person,week,prompts\na,2026-01-05,3\n");
      const event = new ClipboardEvent("paste", { clipboardData: carried, bubbles: true, cancelable: true });
      document.querySelector(selector).dispatchEvent(event);
    }, selector);
  await goodhart.page.getByRole("button", { name: "Paste a table" }).click();
  await paste("textarea");
  assert.equal(await goodhart.page.locator("section.file").count(), 0);
  await goodhart.page.keyboard.press("Escape");
  await paste("body");
  await goodhart.file("pasted.csv");
  await goodhart.close();
});

test("a role that was guessed wrong can be corrected, and the answer follows", async () => {
  const goodhart = await site.open();
  await goodhart.drop(...SAMPLE);
  const card = await goodhart.file("usage.csv");
  await card.getByLabel("What prompts is").selectOption("ignored");
  await goodhart.view("Correlate");
  await goodhart.answered();
  const options = await goodhart.page.getByLabel("Usage", { exact: true }).locator("option").allInnerTexts();
  assert.ok(options.length > 3 && !options.some((option) => option.startsWith("Prompts")), options.join());
  await goodhart.view("Data");
  await card.getByLabel("What prompts is").selectOption("measure");
  assert.match(await card.locator("tr", { hasText: "prompts" }).first().innerText(), /you chose it/);
  await goodhart.view("Correlate");
  await goodhart.answered();
  const again = await goodhart.page.getByLabel("Usage", { exact: true }).locator("option").allInnerTexts();
  assert.ok(again.some((option) => option.startsWith("Prompts")));
  await goodhart.close();
});

test("the join says how many people are lost, and why", async () => {
  const goodhart = await site.open();
  await goodhart.drop(...SAMPLE.slice(0, 2));
  await goodhart.page.getByRole("button", { name: "Read the answer" }).waitFor();
  const text = await goodhart.page.locator(".join").innerText();
  const people = async (file) => {
    const rows = (await readFile(inProject(`docs/sample/${file}.csv`), "utf8")).trim().split("\n").slice(1);
    return new Set(rows.map((row) => row.split(",")[0]));
  };
  const [usage, outcomes] = await Promise.all([people("usage"), people("outcomes")]);
  const both = [...usage].filter((person) => outcomes.has(person)).length;
  assert.ok(text.includes(`${both} of ${new Set([...usage, ...outcomes]).size} people have usage and outcomes`), text);
  assert.ok(text.includes(`${usage.size - both} because they have no outcome rows`), text);
  await goodhart.close();
});

test("a link opens the same question once the files are there", async () => {
  const hash = "#/correlate?x=usage.accepted&y=outcome.quality-score&by=role&period=month";
  const goodhart = await site.open({ hash });
  await goodhart.page.getByRole("button", { name: "Try the sample company" }).waitFor();
  await goodhart.drop(...SAMPLE);
  await goodhart.page.getByRole("button", { name: "Read the answer" }).click();
  await goodhart.answered();
  assert.equal(await goodhart.page.getByLabel("Usage", { exact: true }).inputValue(), "usage.accepted");
  assert.equal(await goodhart.page.getByLabel("Outcome", { exact: true }).inputValue(), "outcome.quality-score");
  assert.equal(await goodhart.page.getByLabel("Compare", { exact: true }).inputValue(), "month");
  assert.equal(await goodhart.page.getByLabel("Colour by", { exact: true }).inputValue(), "role");
  assert.equal(new URL(goodhart.page.url()).hash, hash);
  await goodhart.page.goBack();
  await goodhart.page.getByRole("heading", { name: "Data", exact: true }).waitFor();
  await goodhart.close();
});

test("pointing at a dot names its values, and its id only when asked", async () => {
  const goodhart = await site.open();
  await goodhart.sample();
  const plot = goodhart.page.locator(".plot");
  await plot.focus();
  await goodhart.page.keyboard.press("ArrowRight");
  const tip = goodhart.page.locator(".tip");
  const before = await tip.innerText();
  assert.match(before, /Prompts: .* per week\s+Tasks done: .* per week\s+Mean of \d+ weeks/);
  assert.doesNotMatch(await goodhart.page.locator("main").innerText(), /p-[0-9a-f]{6}/);
  await goodhart.page.getByLabel("Show ids when I point at a dot").check();
  await goodhart.answered();
  await plot.focus();
  await goodhart.page.keyboard.press("ArrowRight");
  assert.match(await tip.innerText(), /^p-[0-9a-f]{6}/);
  await goodhart.page.keyboard.press("Escape");
  await tip.waitFor({ state: "detached" });
  // The pointer finds the same dots as the keys.
  const box = await goodhart.page.locator(".plot canvas").boundingBox();
  let found = false;
  for (let x = 60; x < box.width && !found; x += 10) {
    await goodhart.page.mouse.move(box.x + x, box.y + box.height * 0.6);
    found = (await tip.count()) > 0;
  }
  assert.ok(found, "a pointer that crosses the plot meets a dot");
  await goodhart.close();
});

test("the table holds the values that the chart draws", async () => {
  const goodhart = await site.open();
  await goodhart.sample();
  await goodhart.page.getByText("The same values as a table").click();
  const table = goodhart.page.locator(".values-table");
  await table.waitFor();
  const { n } = await goodhart.figures();
  const range = goodhart.page.locator("details .actions [role=status]");
  assert.equal(await range.innerText(), `1 to 50 of ${n}`);
  await goodhart.page.getByRole("button", { name: "Next" }).click();
  assert.equal(await range.innerText(), `51 to 100 of ${n}`);
  assert.equal(await table.locator("tbody tr").count(), 50);
  await goodhart.close();
});

test("the drawing is as sharp as the screen and follows the window", async () => {
  const goodhart = await site.open({ deviceScaleFactor: 2 });
  await goodhart.sample();
  const size = () =>
    goodhart.page.locator(".plot canvas").evaluate((canvas) => ({
      bitmap: [canvas.width, canvas.height],
      css: [canvas.clientWidth, canvas.clientHeight],
    }));
  const wide = await size();
  assert.deepEqual(wide.bitmap, wide.css.map((length) => length * 2));
  await goodhart.page.setViewportSize({ width: 700, height: 900 });
  await goodhart.page.waitForFunction(
    (before) => document.querySelector(".plot canvas").width < before,
    wide.bitmap[0],
  );
  const narrow = await size();
  assert.deepEqual(narrow.bitmap, narrow.css.map((length) => length * 2));
  const inked = await goodhart.page.locator(".plot canvas").evaluate((canvas) => {
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    return new Set(new Uint32Array(data.buffer)).size;
  });
  assert.ok(inked > 20, "something is drawn after the resize");
  await goodhart.close();
});

test("the stages of the work can be measured from outside", async () => {
  const goodhart = await site.open();
  await goodhart.sample();
  const stages = await goodhart.page.evaluate(() =>
    performance.getEntriesByType("measure").map(({ name, startTime, duration }) => ({ name, startTime, duration })),
  );
  for (const name of ["import", "join", "analyse", "draw"]) {
    const found = stages.filter((stage) => stage.name === name);
    assert.ok(found.length > 0, `no measure named ${name}`);
    assert.ok(found.every((stage) => stage.duration > 0 && stage.startTime > 0), `${name} has a time`);
  }
  const first = (name) => stages.find((stage) => stage.name === name).startTime;
  assert.ok(first("import") < first("join") && first("join") < first("analyse") && first("analyse") < first("draw"));
  await goodhart.close();
});
