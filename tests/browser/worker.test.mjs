// The page stays usable while the worker works, and when it dies.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { SAMPLE, start } from "./harness.mjs";

const HEADER = "person_id,week,prompts\n";

let site;
before(async () => {
  site = await start();
});
after(() => site.stop());

test("a worker that dies is replaced, and the files and the question are kept", async () => {
  const goodhart = await site.open();
  await goodhart.drop(...SAMPLE);
  await goodhart.read();
  await goodhart.choose("Outcome", "outcome.defects");
  await goodhart.answered();
  const wanted = await goodhart.figures();
  await goodhart.page.workers()[0].evaluate(() => {
    setTimeout(() => {
      throw new Error("as if the program had a mistake");
    });
  });
  await goodhart.page.getByText(/The calculation stopped/).waitFor();
  await goodhart.page.getByText(/reads your files anew/).waitFor();
  await goodhart.answered();
  assert.deepEqual(await goodhart.figures(), wanted);
  assert.equal(goodhart.page.workers().length, 1);
  await goodhart.close();
});

test("a file can be removed while it is being read, and the others stay", async () => {
  const goodhart = await site.open();
  await goodhart.drop(...SAMPLE);
  await goodhart.page.getByRole("button", { name: "Read the answer" }).waitFor();
  const joined = await goodhart.page.locator(".join .overlap").innerText();
  // Large enough to be met while it is read.
  const rows = "u1,2026-01-05,3\n".repeat(1 << 16);
  await goodhart.dropLong({ name: "huge.csv", header: HEADER, rows, times: 60 });
  const card = goodhart.page.locator("section.file", { hasText: "huge.csv" });
  await card.getByText(/Reading, /).waitFor();
  await card.getByRole("button", { name: "Remove huge.csv" }).click();
  await card.waitFor({ state: "detached" });
  await goodhart.settled();
  assert.equal(await goodhart.page.locator(".join .overlap").innerText(), joined);
  await goodhart.close();
});

test("long files that are read at the same time are both read to the end", async () => {
  const goodhart = await site.open();
  const ofSide = (side) => {
    const people = Array.from({ length: 50 }, (_, person) => `${side}${person},2026-01-05,3\n`).join("");
    return { name: `${side}.csv`, header: HEADER, rows: people.repeat(1_000), times: 20 };
  };
  await goodhart.dropLong(ofSide("a"), ofSide("b"));
  for (const name of ["a.csv", "b.csv"]) {
    await goodhart.page.locator("section.file", { hasText: name }).getByText(/1.000.000 rows/).waitFor();
  }
  await goodhart.close();
});

test("a browser without streams that fill a given buffer reads the same", async () => {
  const goodhart = await site.open();
  const worker = goodhart.page.workers()[0];
  await worker.evaluate(() => {
    const { getReader } = ReadableStream.prototype;
    self.refused = 0;
    ReadableStream.prototype.getReader = function (options) {
      if (options?.mode !== "byob") return getReader.call(this, options);
      self.refused += 1;
      throw new TypeError("no such reader");
    };
  });
  await goodhart.drop(...SAMPLE);
  await goodhart.read();
  await goodhart.answered();
  const without = await goodhart.figures();
  assert.ok((await worker.evaluate(() => self.refused)) > 0);
  await goodhart.close();
  const other = await site.open();
  await other.drop(...SAMPLE);
  await other.read();
  await other.answered();
  assert.deepEqual(without, await other.figures());
  await other.close();
});

const lacking = {
  "no WebAssembly": () => delete globalThis.WebAssembly,
  "too old": () => (WebAssembly.validate = () => false),
};
for (const [what, script] of Object.entries(lacking)) {
  test(`a browser that cannot run the program is told so in words: ${what}`, async () => {
    const context = await site.browser.newContext();
    await context.addInitScript(script);
    const page = await context.newPage();
    await page.goto(site.url);
    await page.getByRole("alert").getByText(what).waitFor();
    await context.close();
  });
}

test("without scripts the page says what it needs", async () => {
  const context = await site.browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(site.url);
  await page.getByText(/needs JavaScript and WebAssembly/).waitFor();
  await context.close();
});
