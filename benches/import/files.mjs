// Files of any size, the same every time: a row per person and day of usage, a row per person of outcomes.

import { closeSync, existsSync, mkdirSync, openSync, writeSync } from "node:fs";
import path from "node:path";

/** People and days of each size. */
export const SIZES = { "10k": [100, 100], "100k": [1_000, 100], "1m": [5_000, 200], "2m": [8_000, 250] };

const ROLES = ["backend", "frontend", "data", "design", "product", "support", "ops", "security"];

/** Even numbers between 0 and 1 (mulberry32): the same every time. */
export function dice(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Writes both files, unless they are there; gives their paths. */
export function files(folder, size) {
  const [people, days] = SIZES[size];
  const paths = ["usage", "outcomes"].map((name) => path.join(folder, `${name}_${size}.csv`));
  if (paths.every((name) => existsSync(name))) return paths;
  mkdirSync(folder, { recursive: true });
  const draw = dice(people);
  const below = (bound) => Math.floor(draw() * bound);
  const dates = Array.from({ length: days }, (_, day) => new Date(Date.UTC(2025, 0, 1 + day)).toISOString().slice(0, 10));
  const [usage, outcomes] = paths.map((name) => openSync(name, "w"));
  writeSync(usage, "person_id,team,role,date,prompts,tokens_in,tokens_out,suggestions,accepted,active_minutes\n");
  writeSync(outcomes, "person_id,quality_score,defects,cycle_days\n");
  for (let person = 0; person < people; person += 1) {
    const skill = draw() + draw() + draw() - 1.5;
    const who = `P${`${person}`.padStart(5, "0")},T${`${person % 400}`.padStart(3, "0")},${ROLES[person % 8]}`;
    let rows = "";
    for (const date of dates) {
      const prompts = Math.round(Math.exp(2.2 + 0.7 * skill) * 2 * draw());
      const suggested = prompts * 3 + below(5);
      const minutes = Math.min(480, prompts * 4 + 60 * draw()).toFixed(1);
      rows += `${who},${date},${prompts},${prompts * (300 + below(400))},${prompts * (500 + below(800))},${suggested},${below(suggested + 1)},${minutes}\n`;
    }
    writeSync(usage, rows);
    const quality = 70 + 6 * (0.45 * skill + draw() + draw() - 1);
    if (draw() < 0.97) writeSync(outcomes, `P${`${person}`.padStart(5, "0")},${quality.toFixed(2)},${below(12)},${(8 * draw()).toFixed(2)}\n`);
  }
  closeSync(usage);
  closeSync(outcomes);
  return paths;
}
