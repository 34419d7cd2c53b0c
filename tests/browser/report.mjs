// A downloaded report, read as the person reads it who gets it.

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";

/** Opens a report as a file of its own, without a network and without scripts, and looks at it. */
export async function opened(browser, report, look) {
  const folder = await mkdtemp(path.join(tmpdir(), "goodhart-"));
  const context = await browser.newContext({ javaScriptEnabled: false, offline: true });
  const file = path.join(folder, report.name);
  await writeFile(file, report.bytes);
  const page = await context.newPage();
  await page.goto(pathToFileURL(file).href);
  const seen = await look(page);
  await context.close();
  await rm(folder, { recursive: true });
  return seen;
}

/** The findings in an opened report, with what stands in their cells of figures: name, value and interval. */
export const printed = (page) =>
  page.locator(".finding").evaluateAll((all) =>
    all.map((section) => ({
      title: section.querySelector("h2").innerText.replace(/^\d+\s/, ""),
      note: section.querySelector(".note")?.innerText ?? "",
      said: [...section.querySelectorAll(".said p")].map((said) => said.innerText),
      figures: [...section.querySelectorAll("table")]
        .filter((table) => table.rows[0].cells[0].innerText === "Figure")
        .flatMap((table) => [...table.tBodies[0].rows].map((row) => [...row.cells].slice(0, 3).map((cell) => cell.innerText))),
    })),
  );
