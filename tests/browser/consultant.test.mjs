// What a consultant does in one sitting, without a network: from two exports to a report that says what the page said.

import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { SAMPLE_WITH_EVENTS, launch, role, serve, visit } from "./harness.mjs";
import { opened, printed } from "./report.mjs";

const PASSPHRASE = "low tide 42";
const NOTE = "Ask the teams before anything is decided";

let browser, folder;
before(async () => {
  [browser, folder] = await Promise.all([launch(), mkdtemp(path.join(tmpdir(), "goodhart-"))]);
});
after(async () => {
  await browser.close();
  await rm(folder, { recursive: true });
});

/** The site, kept by the browser, whose server and network are gone. */
async function alone(t) {
  const [server, context] = await Promise.all([serve(), browser.newContext({ viewport: { width: 1440, height: 900 } })]);
  t.after(() => Promise.all([server.stop(), context.close()]));
  const goodhart = await visit(context, server.url);
  await goodhart.kept();
  await server.stop();
  await context.setOffline(true);
  return goodhart;
}

/** Loads the files, and corrects what two of the columns were taken for. */
async function mapped(goodhart) {
  const { page } = goodhart;
  await goodhart.drop(...SAMPLE_WITH_EVENTS);
  const outcomes = await goodhart.file("outcomes.csv");
  await goodhart.read();
  await goodhart.choose("Usage", "usage.tokens-out");
  await goodhart.choose("Outcome", "outcome.lead-time-hours");
  await goodhart.answered();
  const said = page.getByText(/^Among these \d+ people, more tokens out goes with higher lead time hours/);
  assert.match(await said.innerText(), /the worse side/);
  const reopened = page.getByLabel("Outcome", { exact: true }).locator("option[value='outcome.reopened']");
  assert.equal(await reopened.count(), 1);

  await goodhart.view("Data");
  await page.getByLabel("Which way of lead_time_hours is better").selectOption("neither");
  await role(outcomes, "reopened").selectOption("ignored");
  await goodhart.view("Correlate");
  await goodhart.answered();
  assert.doesNotMatch(await said.innerText(), /the worse side/);
  assert.equal(await reopened.count(), 0);
}

/** Looks at every view and pins what each found; returns the titles, and the figure of the pair. */
async function explored(goodhart) {
  const { page } = goodhart;
  const headline = () => page.locator("#finding").innerText();
  const found = [await goodhart.pin(await headline())];
  const rho = await goodhart.shown("rho");
  await goodhart.view("Overview");
  await goodhart.overview();
  const [answer] = (await headline()).split(";\n");
  found.push(await goodhart.pin(answer));
  await goodhart.view("Matrix");
  await page.locator(".matrix-table").waitFor();
  await goodhart.answered();
  found.push(await goodhart.pin(await headline()));
  await goodhart.view("Goodhart check");
  await goodhart.checked();
  found.push(await goodhart.pin(await page.locator("#part-decoupling h2").innerText()));
  await goodhart.view("Findings");
  await page.locator(".finding").nth(3).waitFor();
  assert.deepEqual(await goodhart.titles(), found);
  return { found, rho };
}

/** Puts the last finding first, by keyboard. */
async function reordered(goodhart, [first, second, third, last]) {
  const { page } = goodhart;
  await page.locator(".finding").last().getByRole("button", { name: "Move up" }).focus();
  for (const order of [[first, second, last, third], [first, last, second, third], [last, first, second, third]]) {
    await page.keyboard.press("Alt+ArrowUp");
    assert.deepEqual(await goodhart.titles(), order);
    await page.waitForFunction(() => document.activeElement?.textContent === "Move up");
  }
}

async function presented(goodhart, titles) {
  const { page } = goodhart;
  await goodhart.present();
  await goodhart.slide("Home", titles[0]);
  await goodhart.slide("ArrowRight", titles[1]);
  await goodhart.slide("Space", titles[2]);
  await goodhart.slide("ArrowLeft", titles[1]);
  await goodhart.slide("End", titles[3]);
  await goodhart.slide("2", titles[1]);
  await page.keyboard.press("b");
  assert.ok(await page.locator(".blank").isVisible());
  await page.keyboard.press("b");
  assert.ok(!(await page.locator(".blank").isVisible()));
  await goodhart.endSlides();
}

/** The report says of each finding what its card says, and more. */
function assertSays(report, cards) {
  assert.equal(report.length, cards.length);
  for (const [at, card] of cards.entries()) {
    const { title, note, said, figures } = report[at];
    assert.deepEqual({ title, note, said: said.slice(0, card.said.length), figures: figures.slice(0, card.figures.length) }, card);
  }
}

test("from files to a report on one page without a network, and after a reload the session says the same", async (t) => {
  const goodhart = await alone(t);
  const { page } = goodhart;
  await mapped(goodhart);
  const { found, rho } = await explored(goodhart);
  await page.locator(".finding").first().getByLabel("Note").fill(NOTE);
  await reordered(goodhart, found);
  const titles = await goodhart.titles();
  await presented(goodhart, titles);

  const cards = await goodhart.cards();
  assert.deepEqual(cards.map(({ note }) => note), ["", NOTE, "", ""]);
  for (const { title, said, figures } of cards) assert.match([said, figures].join(), /\d/, `${title} has numbers`);
  const pair = cards.find(({ title }) => title === found[0]);
  assert.deepEqual(pair.figures.find(([name]) => name === "Spearman’s rho"), ["Spearman’s rho", rho.value, rho.interval]);
  const report = await opened(browser, await goodhart.report(), printed);
  assertSays(report, cards);

  const card = page.locator(".finding").nth(1);
  const svg = await goodhart.savedAs(card, "Picture (SVG)");
  const png = await goodhart.savedAs(card, "Picture (PNG)");
  assert.match(svg.name, /\.svg$/);
  assert.ok(svg.bytes.toString().includes(`<title>${pair.title}`));
  assert.deepEqual([png.bytes.toString("latin1", 1, 4), png.bytes.readUInt32BE(16)], ["PNG", 1920]);

  const session = await goodhart.session({ data: true, passphrase: PASSPHRASE });
  const file = path.join(folder, session.name);
  await writeFile(file, session.bytes);

  await page.reload();
  await page.locator("header.head").waitFor();
  assert.equal(await page.locator(".finding").count(), 0);
  await goodhart.drop(file);
  const dialog = page.getByRole("dialog", { name: /is locked/ });
  await dialog.getByLabel("Passphrase").fill(PASSPHRASE);
  await page.keyboard.press("Enter");
  await page.locator(".finding").nth(3).waitFor();
  await goodhart.settled();
  assert.deepEqual(await goodhart.cards(), cards);
  assert.deepEqual(await opened(browser, await goodhart.report(), printed), report);

  // Not only kept: what is computed anew from the files that came back, with the corrected mapping, is the same.
  await page.locator(".finding").nth(1).getByRole("button", { name: "Open as it was" }).click();
  await goodhart.answered();
  assert.equal(await page.locator("#finding").innerText(), pair.title);
  assert.deepEqual(await goodhart.shown("rho"), rho);
  await goodhart.view("Findings");
  assert.equal(await page.locator(".stale-mark").count(), 0);
  await goodhart.close();
});
