// Bad input: a clear message with file, row, column and value, and nothing lost that was loaded before.

import assert from "node:assert/strict";
import { mkdtemp, mkdir, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { SAMPLE, start } from "./harness.mjs";

let site, folder;
before(async () => {
  site = await start();
  folder = await mkdtemp(path.join(tmpdir(), "goodhart-"));
});
after(async () => {
  await site.stop();
  await rm(folder, { recursive: true });
});

const HEADER = "person_id,week,prompts\n";
const rows = (count, row) => Array.from({ length: count }, (_, at) => row(at)).join("");
const usage = (count) => HEADER + rows(count, (at) => `u${at % 12},2026-01-${String(5 + (at % 20)).padStart(2, "0")},${at}\n`);

/** Every case: what is dropped, and what a person reads on its card. */
const CASES = [
  { name: "empty.csv", content: "", says: [/This file is empty/, /Nothing was loaded/] },
  { name: "blank.csv", content: "\n\n  \n", says: [/This file is empty/] },
  { name: "header.csv", content: HEADER, says: [/a header, but no row/] },
  { name: "picture.csv", content: Buffer.from("89504e470d0a1a0a0000000d4948445200000001", "hex"), says: [/This is .*, not a text file/] },
  { name: "book.xlsx", content: Buffer.concat([Buffer.from("504b0304", "hex"), Buffer.alloc(400, 7)]), says: [/not a text file/, /Save .* as CSV/] },
  {
    name: "ragged.csv",
    content: `${usage(30)}u1,2026-02-01\nu2,2026-02-01,1,2,3\n`,
    says: [/2 rows without the header’s 3 cells/, /row 32/, /row 33/, /30 rows, 2 skipped/],
  },
  {
    name: "quote.csv",
    content: `${usage(30)}u3,"2026-02-02,5\nu4,2026-02-03,6\n`,
    says: [/A quote is opened and never closed/, /row 32/],
  },
  {
    name: "mixed.csv",
    content: `${usage(30)}u5,2026-02-02,many\nu6,2026-02-03,n.v.t.\n`,
    says: [/2 values are not a number/, /row 32, column “prompts”: “many”/, /row 33, column “prompts”: “n.v.t.”/],
  },
  {
    name: "twice.csv",
    content: `person_id,week,prompts,prompts\n${rows(12, (at) => `u${at},2026-01-05,${at},${at * 2}\n`)}`,
    says: [/Several columns are called “prompts”/],
  },
  {
    name: "wide.csv",
    content: `person_id,week,${Array.from({ length: 198 }, (_, at) => `m${at}`).join()}\n${rows(12, (at) => `u${at},2026-01-05${",1".repeat(197)},${at}\n`)}`,
    says: [/200 columns/, /Show 24 columns more|Show 24 more columns/],
  },
];

test("each kind of bad file says what is wrong with it and where, and spares what was there", async () => {
  const goodhart = await site.open();
  await goodhart.drop(...SAMPLE);
  await goodhart.page.getByRole("button", { name: "Read the answer" }).waitFor();
  const joined = await goodhart.page.locator(".join .overlap").innerText();
  for (const { name, content, says } of CASES) {
    await goodhart.dropText(name, content);
    const card = await goodhart.file(name);
    const text = await card.innerText();
    for (const sentence of says) assert.match(text, sentence, `${name} should say ${sentence}`);
    await card.getByRole("button", { name: `Remove ${name}` }).click();
    await card.waitFor({ state: "detached" });
    await goodhart.settled();
    assert.equal(await goodhart.page.locator(".join .overlap").innerText(), joined, `after ${name}`);
  }
  await goodhart.close();
});

test("a folder and a file without a byte are named for what they are", async () => {
  const goodhart = await site.open();
  const [directory, nothing] = [path.join(folder, "exports"), path.join(folder, "nothing.csv")];
  await mkdir(directory);
  await writeFile(nothing, "");
  await goodhart.drop(directory, nothing);
  assert.match(await (await goodhart.file("exports")).innerText(), /This is a folder, not a file/);
  assert.match(await (await goodhart.file("nothing.csv")).innerText(), /This file is empty/);
  await goodhart.close();
});

test("a file that is too large is refused before it is read, with what to do instead", async () => {
  const goodhart = await site.open();
  await goodhart.drop(...SAMPLE);
  await goodhart.page.getByRole("button", { name: "Read the answer" }).waitFor();
  const joined = await goodhart.page.locator(".join .overlap").innerText();
  // A hole of more than a gigabyte takes no room on a disk.
  const log = path.join(folder, "log.csv");
  await writeFile(log, HEADER);
  await truncate(log, 2 ** 30 + 1);
  await goodhart.drop(log);
  const text = await (await goodhart.file("log.csv")).innerText();
  assert.match(text, /This file holds more than 1 GB/);
  assert.match(text, /one row per person and day.*docs\/bigger-data\.md/s);
  assert.equal(await goodhart.page.locator(".join .overlap").innerText(), joined);
  await goodhart.close();
});

/** Lines of people and weeks, with what a function says of each. */
const lines = (count, cells) => rows(count, (at) => `u${at % 6};${cells(at)}\n`);
const day = (at) => String(5 + (at % 20)).padStart(2, "0");

/** What people keep in files: what is dropped, and what their card says that it was read as. */
const MESSY = [
  {
    name: "titles.csv",
    content: `Usage report;;\nfrom;1 Jan 2026;\n\nperson_id;date;prompts\n${lines(12, (at) => `2026-01-${day(at)};${at}`)}`,
    says: [/12 rows · 3 columns/, /header in row 4/, /prompts\s+number/],
  },
  {
    name: "wide-letters.csv",
    content: Buffer.from(`\ufeffperson_id\tdate\tgröße\n${rows(12, (at) => `u${at}\t2026-01-${day(at)}\t${at}\n`)}`, "utf16le"),
    says: [/UTF-16LE, separated by tabs/, /größe\s+number/, /12 rows · 3 columns/],
  },
  {
    name: "western.csv",
    content: Buffer.from(`person_id;date;größe\n${lines(12, (at) => `2026-01-${day(at)};${at}`)}`, "latin1"),
    says: [/windows-1252, separated by semicolons/, /größe\s+number/],
  },
  {
    name: "comma.csv",
    content: `person_id;date;hours;tokens\n${lines(12, (at) => `${day(at)}.01.2026;${at},5;1.00${at % 10}.000`)}`,
    says: [/decimal comma/, /hours\s+number.*0\.50 –\s+median\s+6/s, /tokens\s+number.*1\u202f000\u202f000 – /s],
  },
  {
    name: "amounts.csv",
    content: `person_id,date,cost,share,tokens\n${rows(12, (at) => `u${at % 6},2026-01-${day(at)},$${at + 1}.50,${at} %,"1,00${at % 10},000"\n`)}`,
    says: [/cost\s+number.*1.50 – .*–\s+to\s+12.5/s, /share\s+number.*0 – .*–\s+to\s+11/s, /tokens\s+number.*1\u202f000\u202f000 – /s],
  },
  {
    name: "lengths.csv",
    content: `person_id,date,lead time,wait\n${rows(12, (at) => `u${at % 6},2026-01-${day(at)},${at + 1}h 30m,0${at % 10}:45:00\n`)}`,
    says: [/“lead time” holds durations/, /“wait” holds durations/, /lead time \(hours\)\s+number.*1.50 – .*–\s+to\s+12.5/s],
  },
  {
    name: "days.csv",
    content: `person_id,date,prompts\n${rows(12, (at) => `u${at % 6},0${1 + (at % 9)}/0${1 + (at % 4)}/2026,${at}\n`)}`,
    says: [/Day and month cannot be told apart/, /was assumed/, /export dates as 2026-01-31/],
  },
  {
    name: "gaps.csv",
    content: `person_id,date,prompts\n${rows(12, (at) => `u${at % 6},2026-01-${day(at)},${["", "NULL", "#N/A", "—", "None", "n/a"][at] ?? at}\n`)}`,
    says: [/prompts\s+number\s*50% missing/, /12 rows · 3 columns/],
    never: [/not a number/],
  },
  {
    name: "units.csv",
    content: `"date","username","product","sku","model","quantity","unit_type","applied_cost_per_quantity","gross_amount","discount_amount","net_amount","organization"\n${rows(12, (at) => `"2026-05-${day(at)}","u${at % 6}","copilot","Copilot Premium Request","m","${at + 1}","${at % 2 ? "requests" : "ai-credits"}","0.04","1","0","1","acme"\n`)}`,
    says: [/“quantity” mixes units/, /They are never added up/],
  },
];

test("files as people keep them are read for what they are", async () => {
  const goodhart = await site.open();
  for (const { name, content, says, never = [] } of MESSY) {
    await goodhart.dropText(name, content);
    const card = await goodhart.file(name);
    const text = await card.innerText();
    for (const sentence of says) assert.match(text, sentence, `${name} should say ${sentence}`);
    for (const sentence of never) assert.doesNotMatch(text, sentence, name);
    await card.getByRole("button", { name: `Remove ${name}` }).click();
    await card.waitFor({ state: "detached" });
  }
  await goodhart.close();
});

test("the same file twice is not counted twice", async () => {
  const goodhart = await site.open();
  await goodhart.drop(...SAMPLE);
  await goodhart.page.getByRole("button", { name: "Read the answer" }).waitFor();
  const joined = await goodhart.page.locator(".join .overlap").innerText();
  await goodhart.drop(SAMPLE[0]);
  const twin = await goodhart.file("usage.csv");
  assert.match(await twin.innerText(), /The same content is loaded already, as “usage.csv”/);
  await twin.getByRole("button", { name: "Remove usage.csv" }).click();
  await goodhart.settled();
  assert.equal(await goodhart.page.locator(".join .overlap").innerText(), joined);
  await goodhart.close();
});

const outcomes = (count, row) => `person_id,week,tasks_done\n${rows(count, row)}`;

/** Pairs of files that can be read, but not related. */
const PAIRS = [
  {
    why: "no common ids",
    outcomes: outcomes(24, (at) => `x-${at},2026-01-05,${at}\n`),
    says: [/No person is in both usage and outcomes/, /a9 \/ a-9/],
  },
  {
    why: "no common time",
    outcomes: outcomes(24, (at) => `u${at % 12},2024-03-${String(4 + at % 20).padStart(2, "0")},${at}\n`),
    says: [/do not overlap in time/, /2024/],
  },
  {
    why: "one person",
    outcomes: outcomes(20, (at) => `u1,2026-01-${String(5 + at).padStart(2, "0")},${at}\n`),
    says: [/Only 1 person has both values/, /5 people or more/],
  },
  {
    why: "a constant column",
    outcomes: outcomes(240, (at) => `u${at % 12},2026-01-${String(5 + (at % 20)).padStart(2, "0")},7\n`),
    says: [/the same (for everyone|everywhere)/],
  },
];

for (const pair of PAIRS) {
  test(`${pair.why}: the page says why there is no answer`, async () => {
    const goodhart = await site.open();
    await goodhart.dropText("usage.csv", usage(240));
    await goodhart.dropText("outcomes.csv", pair.outcomes);
    await goodhart.file("usage.csv");
    await goodhart.file("outcomes.csv");
    await goodhart.view("Correlate");
    const main = goodhart.page.locator("main");
    for (const sentence of pair.says) {
      await main.getByText(sentence).first().waitFor();
    }
    assert.doesNotMatch(await main.innerText(), /NaN|undefined|Infinity/);
    await goodhart.close();
  });
}

test("repeated person-days are counted once or added up, and the page says which", async () => {
  const goodhart = await site.open();
  await goodhart.dropText("usage.csv", `${usage(240)}u1,2026-01-06,1\nu1,2026-01-06,99\n`);
  await goodhart.dropText("outcomes.csv", outcomes(240, (at) => `u${at % 12},2026-01-${String(5 + (at % 20)).padStart(2, "0")},${at % 7}\n`));
  const join = goodhart.page.locator(".join");
  await join.getByText(/row repeated in full|rows repeated in full/).waitFor();
  await join.getByText(/Each was counted once/).waitFor();
  await join.getByText(/more for a person and day that had one already/).first().waitFor();
  assert.match(await join.innerText(), /usage.csv/);
  await goodhart.close();
});
