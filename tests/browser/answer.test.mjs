// The answer within people, by resampling, and the page that says how the numbers are made.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { reference, start } from "./harness.mjs";

let site;
before(async () => {
  site = await start();
});
after(() => site.stop());

test("the slope within people is the one that statsmodels finds, with n, interval and leverage", async () => {
  const goodhart = await site.open();
  await goodhart.sample();
  const { within_people: spans } = await reference();
  const all = spans.find((span) => span.weeks === "all");
  const slope = await goodhart.exact("within-slope");
  assert.ok(Math.abs(slope - all.slope_person_and_week_effects) <= 1e-9 * Math.abs(all.slope_person_and_week_effects), `${slope} is not ${all.slope_person_and_week_effects}`);
  const shown = await goodhart.shown("within-slope");
  assert.match(shown.interval, /^95% CI [+−]\S+ to [+−]\S+$/);
  const words = await goodhart.page.locator(".within").innerText();
  assert.match(words, /The person with most weight holds \d+% of the information/);
  await goodhart.close();
});

test("resampling reports its progress, agrees with the formula, and can be stopped", async () => {
  const goodhart = await site.open();
  await goodhart.sample();
  const { page } = goodhart;
  // On this many people it takes less time than a test's click, so the page itself presses both buttons.
  const progress = await page.evaluate(() => {
    const button = (text) => [...document.querySelectorAll("button")].find((one) => one.textContent === text);
    button("Check by resampling").click();
    return new Promise((stopped) => {
      const look = () => {
        const said = document.querySelector(".resample .reading")?.textContent;
        if (!button("Stop")) return requestAnimationFrame(look);
        button("Stop").click();
        return stopped(said);
      };
      look();
    });
  });
  assert.match(progress, /Resampling, \d+%/);
  await page.getByRole("button", { name: "Check by resampling" }).waitFor();
  await page.getByRole("button", { name: "Check by resampling" }).click();
  const found = page.locator("[data-figure=resampled]");
  await found.waitFor();
  const [, low, high] = /CI (\S+) to (\S+?)\)/.exec(await found.innerText());
  const { interval } = await goodhart.shown("rho");
  const [, formulaLow, formulaHigh] = /CI (\S+) to (\S+)/.exec(interval);
  const number = (text) => Number(text.replace("−", "-"));
  assert.ok(Math.abs(number(low) - number(formulaLow)) < 0.05 && Math.abs(number(high) - number(formulaHigh)) < 0.05);
  // Another question is not answered by the last one's resampling.
  await goodhart.choose("Outcome", "outcome.defects");
  await goodhart.answered();
  await page.getByRole("button", { name: "Check by resampling" }).waitFor();
  await goodhart.close();
});

test("every method is listed with formula, assumptions and source, before any file is loaded", async () => {
  const goodhart = await site.open({ hash: "#/methods" });
  const methods = goodhart.page.locator(".method");
  await methods.first().waitFor();
  assert.ok((await methods.count()) > 30);
  for (const text of await methods.allTextContents()) {
    for (const part of ["Formula", "It assumes", "Source", "Compared with"]) assert.ok(text.includes(part), text);
  }
  await goodhart.view("Data");
  await goodhart.page.getByRole("button", { name: "Try the sample company" }).waitFor();
  await goodhart.close();
});
