// Draws style/icon-*.png from style/icon.svg. Needed only after the icon was changed:
//
//     node scripts/icons.mjs
//
// The maskable icon fills its square and keeps the drawing inside of the middle 80 %, because phones cut it to their
// own shape.

import { readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "../tests/browser/node_modules/playwright-core/index.mjs";

const style = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../style");
const svg = await readFile(path.join(style, "icon.svg"), "utf8");
const [, colour] = /<rect[^>]*fill="(#[0-9a-f]{6})"/.exec(svg);

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu"],
});
for (const [name, size, share, ground] of [
  ["icon-192.png", 192, 1, "transparent"],
  ["icon-512.png", 512, 1, "transparent"],
  ["icon-maskable.png", 512, 0.8, colour],
]) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  await page.setContent(`<style>
    body { margin: 0; height: 100vh; display: grid; place-items: center; background: ${ground}; }
    svg { width: ${share * 100}vw; }
  </style>${svg}`);
  await page.screenshot({ path: path.join(style, name), omitBackground: true });
  await page.close();
}
await browser.close();
