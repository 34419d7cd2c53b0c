// What a consultant takes to a meeting: findings in order, slides, and a report that says what the page said.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start } from "./harness.mjs";
import { opened, printed } from "./report.mjs";

let site;
before(async () => {
  site = await start();
});
after(() => site.stop());

const OUTCOMES = ["outcome.tasks-done", "outcome.lead-time-hours", "outcome.defects"];

/** The sample company with three findings, on the page of findings. */
async function pinned(goodhart, outcomes = OUTCOMES) {
  await goodhart.sample();
  for (const outcome of outcomes) {
    await goodhart.choose("Outcome", outcome);
    await goodhart.answered();
    await goodhart.pin();
  }
  await goodhart.view("Findings");
  await goodhart.page.locator(".finding").nth(outcomes.length - 1).waitFor();
}

/** Every page that has findings asks before it is left. */
function leaveFreely(goodhart) {
  goodhart.page.on("dialog", (dialog) => dialog.accept());
}

test("a finding keeps its numbers, opens as it was, and is marked stale when filters change", async () => {
  const goodhart = await site.open();
  const { page } = goodhart;
  await goodhart.sample();
  await goodhart.choose("Colour by", "role");
  await goodhart.answered();
  const shown = await goodhart.shown("rho");
  const title = await page.locator("#finding").innerText();
  await goodhart.pin();
  await goodhart.choose("Compare", "month");
  await goodhart.answered();
  await goodhart.choose("Outcome", "outcome.defects");
  await goodhart.answered();
  await goodhart.view("Findings");
  const card = page.locator(".finding");
  await card.getByText("Stale: mapping or filters changed since").waitFor();
  assert.ok((await card.locator("h2").innerText()).endsWith(title));
  const figures = await card.locator(".finding-figures").innerText();
  assert.ok(figures.includes(shown.value) && figures.includes(shown.interval), figures);
  await card.getByRole("button", { name: "Open as it was" }).click();
  await goodhart.answered();
  assert.equal(await page.locator("#finding").innerText(), title);
  assert.deepEqual(await goodhart.shown("rho"), shown);
  await goodhart.view("Findings");
  await card.waitFor();
  assert.equal(await card.getByText(/^Stale/).count(), 0);
  await goodhart.view("Data");
  const measure = page.locator("section.file", { hasText: "outcomes.csv" }).getByLabel("This file is about");
  await measure.selectOption("unused");
  await goodhart.view("Findings");
  await card.getByText("Stale: data changed since").waitFor();
  leaveFreely(goodhart);
  await goodhart.close();
});

test("findings are put in order by keyboard, and the keyboard stays where it was", async () => {
  const goodhart = await site.open();
  const { page } = goodhart;
  await pinned(goodhart);
  const [first, second, third] = await goodhart.titles();
  const numbers = (titles) => titles.map((title) => title.replace(/^\d+ /, ""));
  const last = page.locator(".finding").nth(2).getByRole("button", { name: "Move up" });
  await last.focus();
  await page.keyboard.press("Enter");
  assert.deepEqual(numbers(await goodhart.titles()), numbers([first, third, second]));
  await page.waitForFunction(() => document.activeElement?.textContent === "Move up");
  await page.keyboard.press("Alt+ArrowUp");
  assert.deepEqual(numbers(await goodhart.titles()), numbers([third, first, second]));
  await page.waitForFunction(() => document.activeElement?.textContent === "Move up");
  assert.match(await page.locator("[role=status].unseen").innerText(), /Now at place 1 of 3/);
  await page.keyboard.press("Alt+ArrowUp");
  assert.match(await page.locator("[role=status].unseen").innerText(), /first/);
  // By pointer: the last to the front, on a screen that shows all of them.
  await page.setViewportSize({ width: 1440, height: 2400 });
  await page.locator(".finding").nth(2).locator(".handle").dragTo(page.locator(".finding").first().locator("h2"));
  assert.deepEqual(numbers(await goodhart.titles()), numbers([second, third, first]));
  await page.locator(".finding").first().getByRole("button", { name: "Remove" }).click();
  assert.deepEqual(numbers(await goodhart.titles()), numbers([third, first]));
  leaveFreely(goodhart);
  await goodhart.close();
});

test("findings are presented by keyboard alone", async () => {
  const goodhart = await site.open({ viewport: { width: 1920, height: 1080 } });
  const { page } = goodhart;
  await pinned(goodhart);
  const titles = (await goodhart.titles()).map((title) => title.replace(/^\d+ /, ""));
  await page.getByLabel("Note").first().fill("Ask the teams before anything is decided, and come back to it ".repeat(3));
  await goodhart.present();
  await page.getByRole("region", { name: titles[0] }).waitFor();
  await goodhart.slide("ArrowRight", titles[1]);
  await goodhart.slide("Space", titles[2]);
  await goodhart.slide("ArrowRight", titles[2]);
  await goodhart.slide("Home", titles[0]);
  await goodhart.slide("End", titles[2]);
  await goodhart.slide("2", titles[1]);
  await goodhart.slide("Shift+Space", titles[0]);
  await goodhart.slide("PageDown", titles[1]);
  await goodhart.slide("ArrowLeft", titles[0]);
  // From the back of a room a letter needs about a fiftieth of the height of the picture.
  const sizes = await page.evaluate(() =>
    ["#slide-title", ".slide-figures dd", ".slide-sentence", ".slide-interval"].map((where) =>
      Number.parseFloat(getComputedStyle(document.querySelector(where)).fontSize)),
  );
  assert.ok(sizes[0] >= 56 && sizes[1] >= 56 && sizes[2] >= 30 && sizes[3] >= 26, sizes.join(" "));
  assert.ok(await page.locator(".slide-figures").isVisible());
  const chart = await page.locator(".slide-chart canvas").boundingBox();
  const figures = await page.locator(".slide-figures").boundingBox();
  const said = await page.locator(".slide-said").boundingBox();
  for (const above of [chart, figures]) assert.ok(above.y + above.height <= said.y, "what is said lies below the chart and the figures");
  await goodhart.picture("slide-projector");
  await page.keyboard.press("n");
  assert.ok(!(await page.locator(".slide-figures").isVisible()));
  assert.ok(!(await page.locator(".slide-sentence").isVisible()));
  await page.keyboard.press("n");
  await page.keyboard.press("b");
  assert.ok(await page.locator(".blank").isVisible());
  await page.keyboard.press("b");
  assert.ok(!(await page.locator(".blank").isVisible()));
  await page.keyboard.press("p");
  await page.mouse.move(700, 500);
  const spot = await page.locator(".pointer-spot").boundingBox();
  assert.ok(Math.abs(spot.x + spot.width / 2 - 700) < 2 && Math.abs(spot.y + spot.height / 2 - 500) < 2);
  await goodhart.endSlides();
  leaveFreely(goodhart);
  await goodhart.close();
});

test("the next slide is there in one frame: nothing flickers", async () => {
  const goodhart = await site.open({ viewport: { width: 1280, height: 720 } });
  const { page } = goodhart;
  await pinned(goodhart);
  await page.getByRole("button", { name: "Present" }).click();
  await page.locator("#slide-title").waitFor();
  // In every frame after a key the title and the chart must belong together, and the chart must not be empty.
  const frames = await page.evaluate(async () => {
    const canvas = document.querySelector(".slide-chart canvas");
    const look = () => ({
      title: document.querySelector("#slide-title").textContent,
      chart: canvas.toDataURL(),
      wide: canvas.width,
    });
    const frame = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(() => resolve(look()))));
    const seen = [await frame()];
    for (const key of ["ArrowRight", "ArrowRight", "ArrowLeft", "ArrowLeft"]) {
      document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
      for (let at = 0; at < 3; at += 1) seen.push(await frame());
    }
    return seen;
  });
  const charts = new Map();
  for (const { title, chart, wide } of frames) {
    assert.ok(wide > 600);
    if (!charts.has(title)) charts.set(title, chart);
    assert.ok(chart === charts.get(title), "a frame shows the chart of another slide");
  }
  assert.equal(new Set(charts.values()).size, 3);
  leaveFreely(goodhart);
  await goodhart.close();
});

test("the report, the results and the files of a finding hold the numbers of the page", async () => {
  const goodhart = await site.open();
  const { page } = goodhart;
  await goodhart.sample();
  await goodhart.choose("Colour by", "role");
  await goodhart.answered();
  const names = { "Spearman’s rho": "rho", "Pearson’s r": "r", "Kendall’s tau-b": "tau", "Slope of the line": "slope" };
  const exact = await goodhart.figures();
  const shown = Object.fromEntries(
    await Promise.all(Object.values(names).map(async (name) => [name, await goodhart.shown(name)])),
  );
  await goodhart.pin();
  await goodhart.view("Findings");
  await page.getByLabel("Note").fill("Ask <b>the</b> teams & leads");
  const report = await goodhart.report();
  const results = await goodhart.saved(page.getByRole("button", { name: "Download results as JSON" }));
  const svg = await goodhart.savedAs(page, "Picture (SVG)");
  const png = await goodhart.savedAs(page, "Picture (PNG)");
  const figures = await goodhart.savedAs(page, "Figures (CSV)");
  const table = await goodhart.savedAs(page, "Table (CSV)");

  const { findings, schema } = JSON.parse(results.bytes.toString());
  assert.equal(schema, "goodhart.results/1");
  const rows = figures.bytes.toString().split("\r\n").map((row) => row.split(","));
  for (const [name, short] of Object.entries(names)) {
    const found = findings[0].figures.find((figure) => figure.name === name);
    assert.equal(found.value, exact[short], name);
    assert.equal(found.shown, shown[short].value, name);
    assert.equal(found.interval_shown, shown[short].interval, name);
    assert.equal(Number(rows.find((row) => row[0] === name)[1]), exact[short], name);
  }
  assert.match(table.bytes.toString(), /engineer,\d+,/);
  assert.match(svg.bytes.toString(), /^<svg[\s\S]*<\/svg>\s*$/);
  assert.deepEqual([png.bytes.readUInt32BE(16), png.bytes.readUInt32BE(20)], [1920, 1080]);
  assert.match(png.name, /^goodhart-[a-z-]+\.png$/);

  await opened(site.browser, report, async (reader) => {
    const [finding] = await printed(reader);
    for (const [name, short] of Object.entries(names)) {
      const row = finding.figures.find((row) => row[0] === name);
      assert.deepEqual(row, [name, shown[short].value, shown[short].interval]);
    }
    assert.equal(finding.note, "Ask <b>the</b> teams & leads");
    assert.equal(await reader.locator("script").count(), 0);
    assert.equal(await reader.locator("svg").count(), 1);
    const text = await reader.locator("body").innerText();
    assert.match(text, /usage\.csv/);
    assert.match(text, /32.058/);
    assert.match(text, /What may and may not be concluded/);
    for (const format of ["A4", "Letter"]) {
      const pdf = (await reader.pdf({ format })).toString("latin1");
      const pages = pdf.match(/\/Type\s*\/Page\b/g).length;
      assert.ok(pages >= 3 && pages <= 8, `${format}: ${pages} pages`);
    }
  });
  leaveFreely(goodhart);
  await goodhart.close();
});

test("printed from a dark screen, the findings are dark on white, without buttons", async () => {
  const goodhart = await site.open({ colorScheme: "dark" });
  const { page } = goodhart;
  await pinned(goodhart, OUTCOMES.slice(0, 1));
  await page.getByLabel("Note").fill("Ask the teams");
  // A copy is read, because reading the chart's own canvas makes the browser complain.
  const isPaper = () => {
    const copy = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    copy.drawImage(document.querySelector(".finding canvas"), 0, 0);
    return [...copy.getImageData(1, 1, 1, 1).data].every((part) => part === 255);
  };
  assert.equal(await page.evaluate(isPaper), false);
  await page.emulateMedia({ media: "print" });
  await page.waitForFunction(isPaper);
  assert.equal(await page.locator("button").filter({ visible: true }).count(), 0);
  assert.ok(await page.getByLabel("Note").isVisible());
  const ink = await page.locator(".finding h2").evaluate((heading) => getComputedStyle(heading).color);
  assert.equal(ink, "rgb(27, 30, 35)");
  leaveFreely(goodhart);
  await goodhart.close();
});

test("every chart of the overview and the matrix becomes a finding, and stands in the report with its numbers", async () => {
  const goodhart = await site.open();
  const { page } = goodhart;
  await page.getByRole("button", { name: "Try the sample company" }).click();
  await goodhart.overview();
  const pins = page.getByRole("button", { name: "Pin as a finding" });
  const many = await pins.count();
  assert.ok(many >= 6, `${many} parts of the overview can be pinned`);
  for (let at = 0; at < many; at += 1) await pins.first().click();
  await goodhart.view("Matrix");
  await goodhart.answered();
  const title = await page.locator("#finding").innerText();
  const strongest = await page.locator(".answer-head .figures").innerText();
  await goodhart.pin();
  await goodhart.view("Findings");
  await page.locator(".finding").nth(many).waitFor();
  assert.equal((await goodhart.titles())[many], title);
  const report = await goodhart.report();
  const text = report.bytes.toString();
  assert.ok(text.includes(title) && text.includes(strongest));
  assert.equal((text.match(/<svg /g) ?? []).length, 5);
  leaveFreely(goodhart);
  await goodhart.close();
});

test("a slide follows the filters, says so, and leaves the finding and the page as they were", async () => {
  const goodhart = await site.open({ viewport: { width: 1920, height: 1080 } });
  const { page } = goodhart;
  await pinned(goodhart, OUTCOMES.slice(0, 2));
  const titles = await goodhart.titles();
  await page.getByRole("button", { name: "Present" }).click();
  const people = page.locator(".slide-figures dd").first();
  const before = await people.innerText();
  await page.keyboard.press("f");
  await page.waitForFunction(() => document.activeElement?.id === "filter-add");
  assert.equal(await people.innerText(), before);
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Whose numbers, and when" });
  await dialog.locator("summary", { hasText: "role" }).click();
  await dialog.getByLabel(/^engineer/).check();
  // Digits and letters in the box are the box's own.
  await dialog.getByLabel(/^Fewest/).press("2");
  assert.equal(await page.locator(".slide-place").innerText(), "1 / 2");
  await dialog.getByRole("button", { name: "Apply" }).click();
  await page.getByText("Live: other filters than it was pinned with").waitFor();
  await page.waitForFunction((before) => document.querySelector(".slide-figures dd").textContent !== before, before);
  assert.ok(Number(await people.innerText()) < Number(before));
  await page.locator("#slide-title").focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowLeft");
  assert.equal(await people.innerText(), before);
  await page.keyboard.press("Escape");
  await page.locator("dialog.present").waitFor({ state: "detached" });
  assert.deepEqual(await goodhart.titles(), titles);
  assert.equal(await page.locator(".stale-mark").count(), 0);
  leaveFreely(goodhart);
  await goodhart.close();
});
