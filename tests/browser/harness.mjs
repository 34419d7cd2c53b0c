// What every browser test needs: the built site on a server of its own, Chromium, and a page that is watched.
//
// A watched page fails its test when it asks anything of another origin, logs an error, throws, or breaks its
// content security policy: a person would have lost the promise that their data stay in the tab.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const here = path.dirname(fileURLToPath(import.meta.url));
export const root = path.resolve(here, "../..");
const artifacts = path.join(here, "artifacts");

const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export const DESKTOP = { width: 1440, height: 900 };
export const PHONE = { width: 390, height: 844 };

/** The built site. */
export const DIST = path.join(root, "dist");

/** Starts the site below a path of its own, and a browser. Call once per file, and `stop` in `after`. */
export async function start() {
  const [server, browser] = await Promise.all([serve(), launch()]);
  return {
    url: server.url,
    browser,
    open: (options) => open(browser, server.url, options),
    async stop() {
      await browser.close();
      server.stop();
    },
  };
}

/** Serves a folder as the site; on a free port, unless one is given. */
export async function serve({ dir = DIST, port = 0 } = {}) {
  const server = spawn(
    path.join(root, "target/tools/debug/site"),
    ["serve", "--dir", dir, "--port", `${port}`, "--prefix", "/some/deep/path/"],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const ended = new Promise((resolve) => server.on("exit", resolve));
  const url = await new Promise((resolve, reject) => {
    server.stdout.on("data", (text) => {
      const found = /http:\S+/.exec(text);
      if (found) resolve(found[0]);
    });
    server.on("exit", (code) => reject(new Error(`the server stopped with ${code}`)));
  });
  return {
    url,
    stop: () => {
      server.kill();
      return ended;
    },
  };
}

export const launch = () => chromium.launch({ executablePath: CHROMIUM, args: FLAGS });

/** Opens a watched page and waits until the program is there. */
export async function open(browser, url, { hash = "", viewport = DESKTOP, ...options } = {}) {
  const context = await browser.newContext({ viewport, ...options });
  return visit(context, url + hash);
}

/** Opens a watched page in a browser that may have been here before. */
export async function visit(context, url) {
  const page = await context.newPage();
  const origin = new URL(url).origin;
  const seen = { requests: [], trouble: [] };
  context.on("request", (request) => {
    seen.requests.push(request.url());
    const target = new URL(request.url());
    if (target.protocol !== "blob:" && target.protocol !== "data:" && target.origin !== origin) {
      seen.trouble.push(`asked another origin: ${request.url()}`);
    }
  });
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) seen.trouble.push(`console: ${message.text()} ${message.location().url}`);
  });
  page.on("pageerror", (error) => seen.trouble.push(`threw: ${error.message}`));
  await page.goto(url);
  await page.locator("header.head").waitFor();
  return Object.assign(new Goodhart(page), { context, seen });
}

/** The page's parts, named once. */
class Goodhart {
  constructor(page) {
    this.page = page;
  }

  /** Waits until the site is kept for use without a network. */
  async kept() {
    await this.page.waitForFunction(() => navigator.serviceWorker.controller?.state === "activated");
  }

  /** Fails if the page did anything that a person was promised it would not do. Closes it. */
  async close() {
    const { trouble } = this.seen;
    await this.context.close();
    assert.deepEqual(trouble, []);
  }

  /** Loads the sample by its button and waits for the answer about its first pair. */
  async sample() {
    await this.page.getByRole("button", { name: "Try the sample company" }).click();
    await this.overview();
    await this.view("Correlate");
    await this.answered();
  }

  /** Reads the answer about the first pair of files that were joined. */
  async read() {
    await this.page.getByRole("button", { name: "Read the answer" }).click();
    await this.overview();
    await this.view("Correlate");
    await this.answered();
  }

  /** Waits for the overview. */
  async overview() {
    await this.page.locator(".overview-body:not(.stale)").waitFor();
    await this.page.locator(".segments-table tbody tr").first().waitFor();
    await this.settled();
  }

  /** Drops files or folders on the page as an operating system would, with real entries behind them. */
  async drop(...files) {
    const session = await this.context.newCDPSession(this.page);
    const data = { items: [], files, dragOperationsMask: 1 };
    for (const type of ["dragEnter", "dragOver", "drop"]) {
      await session.send("Input.dispatchDragEvent", { type, x: 300, y: 300, data });
    }
    await session.detach();
  }

  /** Drops files all at once that the page itself makes: a header, and the same rows many times. */
  async dropLong(...files) {
    await this.page.evaluate((files) => {
      const carried = new DataTransfer();
      for (const { name, header, rows, times } of files) {
        carried.items.add(new File([header, ...Array.from({ length: times }, () => rows)], name));
      }
      document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: carried, bubbles: true, cancelable: true }));
    }, files);
  }

  /** Drops contents under a name. */
  async dropText(name, content) {
    const bytes = [...Buffer.from(content)];
    await this.page.evaluate(
      ([name, bytes]) => {
        const carried = new DataTransfer();
        carried.items.add(new File([new Uint8Array(bytes)], name));
        const event = new DragEvent("drop", { dataTransfer: carried, bubbles: true, cancelable: true });
        document.body.dispatchEvent(event);
      },
      [name, bytes],
    );
  }

  /** The card of a file, once it was read. */
  async file(name) {
    const card = this.page.locator("section.file", { has: this.page.getByRole("heading", { name, exact: true }) });
    await card.last().waitFor();
    await card.last().locator(".reading").waitFor({ state: "detached" });
    await this.settled();
    return card.last();
  }

  /** Waits until nothing is read, joined or computed. */
  async settled() {
    await this.page.locator(".busy:not(.shown)").waitFor({ state: "attached" });
  }

  /** Goes to a view. */
  async view(name) {
    await this.page.getByRole("navigation").getByRole("button", { name }).click();
  }

  /** Waits for an answer that is not being worked on. */
  async answered() {
    await this.page.locator("#finding").waitFor();
    await this.settled();
    await this.page.locator(".answer-body:not(.stale)").waitFor();
  }

  /** Waits for the check of the usage number and for the simulation of a target. */
  async checked() {
    await this.page.locator("#part-what-if [data-figure=simulated]").filter({ hasText: /\d/ }).waitFor();
    await this.settled();
    await this.page.locator(".check-body:not(.stale)").waitFor();
  }

  /** Chooses in a select by its label. */
  async choose(label, value) {
    await this.page.getByLabel(label, { exact: true }).selectOption(value);
  }

  /** A figure with every digit, as shown on hover. */
  async exact(name) {
    const value = this.page.locator(`[data-figure=${name}] .estimate-value`);
    return Number(await value.getAttribute("title"));
  }

  /** A figure as it stands on the page, with its interval. */
  async shown(name) {
    const figure = this.page.locator(`[data-figure=${name}]`);
    return {
      value: await figure.locator(".estimate-value").innerText(),
      interval: await figure.locator(".estimate-interval").innerText(),
    };
  }

  /** Every figure, to compare two ways to the same answer. */
  async figures() {
    const names = ["n", "rho", "r", "tau", "slope"];
    return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await this.exact(name)])));
  }

  /** Pins the first thing with such a title that the view offers; returns its whole title. */
  async pin(title = "") {
    const button = this.page.getByRole("button", { name: `Pin as a finding: ${title}` }).first();
    const label = await button.getAttribute("aria-label");
    await button.click();
    const pinned = label.replace("Pin as a finding: ", "");
    await this.page.getByRole("button", { name: `Pinned: show the findings: ${pinned}` }).first().waitFor();
    return pinned;
  }

  /** The headings of the findings in their order. */
  titles() {
    return this.page.locator(".finding h2").allInnerTexts();
  }

  /** The findings as their cards show them. */
  cards() {
    return this.page.locator(".finding").evaluateAll((all) =>
      all.map((card) => ({
        title: card.querySelector("h2").innerText,
        note: card.querySelector("textarea").value,
        said: [...card.querySelectorAll(".finding-words > p:not(.stale-mark, .hint)")].map((said) => said.innerText),
        figures: [...card.querySelectorAll(".finding-figures > div")].map((row) => [...row.children].map((cell) => cell.innerText)),
      })),
    );
  }

  /** Presents the findings by keyboard, from the first. */
  async present() {
    await this.page.getByRole("button", { name: "Present" }).focus();
    await this.page.keyboard.press("Enter");
    await this.page.locator("#slide-title").waitFor();
  }

  /** Presses a key on the slides, which leads to the slide of that title and leaves the keyboard on it. */
  async slide(key, title) {
    await this.page.keyboard.press(key);
    assert.equal(await this.page.locator("#slide-title").innerText(), title, key);
    assert.equal(await this.page.evaluate(() => document.activeElement?.id), "slide-title", key);
  }

  /** Leaves the slides, which gives the screen and the keyboard back. */
  async endSlides() {
    await this.page.keyboard.press("Escape");
    await this.page.locator("dialog.present").waitFor({ state: "detached" });
    await this.page.waitForFunction(() => document.activeElement?.id === "present");
    assert.equal(await this.page.evaluate(() => document.fullscreenElement), null);
  }

  /** What a click saves, as bytes under a name. */
  async saved(button) {
    const [download] = await Promise.all([this.page.waitForEvent("download"), button.click()]);
    return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
  }

  /** A part of the page, saved as its menu offers it. */
  async savedAs(part, name) {
    await part.getByRole("button", { name: "Save as" }).click();
    return this.saved(part.getByRole("button", { name }));
  }

  /** The report of all findings. */
  report() {
    return this.saved(this.page.getByRole("button", { name: "Download report" }));
  }

  /** The session by its dialog, with or without the data. */
  async session({ data = false, passphrase = "" } = {}) {
    await this.page.getByRole("button", { name: "Save session" }).click();
    const dialog = this.page.getByRole("dialog", { name: "Save session" });
    if (data) await dialog.getByLabel(/Include the data/).check();
    await dialog.getByLabel(/Passphrase/).fill(passphrase);
    return this.saved(dialog.getByRole("button", { name: "Save", exact: true }));
  }

  /** Puts a picture among the artifacts, for who wants to look. */
  async picture(name) {
    mkdirSync(artifacts, { recursive: true });
    await this.page.screenshot({ path: path.join(artifacts, `${name}.png`), fullPage: true });
  }
}

/** A path inside of the project. */
export const inProject = (name) => path.join(root, name);

/** The sample's files as they lie in the repository. */
export const SAMPLE = ["usage", "outcomes", "people"].map((name) => inProject(`docs/sample/${name}.csv`));

/** The same with the dated events. */
export const SAMPLE_WITH_EVENTS = [...SAMPLE, inProject("docs/sample/events.csv")];

/** What a column is taken for, on the card of its file. */
export const role = (card, column) => card.getByLabel(`What ${column} is`);

/** The figures that pandas and SciPy computed from the sample's files. */
export async function reference() {
  return JSON.parse(await readFile(inProject("tests/oracle/sample.json"), "utf8"));
}

/** Another origin that would note every request. */
export async function stranger() {
  const heard = [];
  const server = createServer((request, response) => {
    heard.push(request.url);
    response.setHeader("access-control-allow-origin", "*");
    response.end("heard");
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${server.address().port}/`, heard, stop: () => server.close() };
}
