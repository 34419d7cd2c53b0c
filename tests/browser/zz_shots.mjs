import { start } from "./harness.mjs";
import { writeFileSync } from "node:fs";
const out = "/work/tmp/report/shots";
import { mkdirSync } from "node:fs";
mkdirSync(out, { recursive: true });
const site = await start();
const which = process.argv[2] ?? "all";
for (const [name, viewport, colorScheme] of [["desk", { width: 1440, height: 900 }, "light"], ["phone", { width: 390, height: 844 }, "dark"], ["wall", { width: 1920, height: 1080 }, "light"], ["dark", { width: 1440, height: 900 }, "dark"]]) {
  if (which !== "all" && !which.split(",").includes(name)) continue;
  const g = await site.open({ viewport, colorScheme });
  const { page } = g;
  page.on("dialog", (d) => d.accept());
  await page.getByRole("button", { name: "Try the sample company" }).click();
  await g.overview();
  if (name !== "wall") await page.screenshot({ path: `${out}/${name}-overview.png`, fullPage: true });
  const pins = page.getByRole("button", { name: "Pin as a finding" });
  const many = await pins.count();
  for (let at = 0; at < many; at += 1) await pins.first().click();
  await g.view("Correlate"); await g.answered();
  await g.choose("Colour by", "role"); await g.answered();
  await g.pin();
  if (name !== "wall") await page.screenshot({ path: `${out}/${name}-correlate.png` });
  await g.view("Matrix"); await g.answered(); await g.pin();
  if (name === "desk") { await page.getByRole("button", { name: "Save as" }).click(); await page.screenshot({ path: `${out}/${name}-matrix.png`, fullPage: false }); await page.keyboard.press("Escape"); }
  await g.view("Findings"); await page.locator(".finding").nth(many + 1).waitFor();
  await page.getByLabel("Note").first().fill("The people who use it most are the new ones: ask their leads first.");
  await page.waitForTimeout(300);
  await page.screenshot({ path: `${out}/${name}-findings.png`, fullPage: true });
  if (name === "desk") {
    const r = await g.saved(page.getByRole("button", { name: "Download report" }));
    writeFileSync(`${out}/report.html`, r.bytes);
    const rd = await g.context.newPage();
    await rd.goto(`file://${out}/report.html`);
    await rd.screenshot({ path: `${out}/report.png`, fullPage: true });
    for (const f of ["A4", "Letter"]) writeFileSync(`${out}/report-${f}.pdf`, await rd.pdf({ format: f }));
    await rd.close();
    await page.getByRole("button", { name: "Save session" }).click();
    await page.screenshot({ path: `${out}/${name}-save.png` });
    await page.keyboard.press("Escape");
  }
  await page.getByRole("button", { name: "Present" }).click();
  await page.locator("#slide-title").waitFor();
  for (let at = 0; at < many + 2; at += 1) {
    await page.waitForTimeout(150);
    await page.screenshot({ path: `${out}/${name}-slide-${at + 1}.png` });
    if (at === 0 && name === "wall") { await page.keyboard.press("f"); await page.waitForTimeout(600); await page.screenshot({ path: `${out}/${name}-live.png` }); await page.locator("#slide-title").focus(); }
    await page.keyboard.press("ArrowRight");
  }
  console.log(name, g.seen.trouble);
  await g.context.close();
}
await site.stop();
