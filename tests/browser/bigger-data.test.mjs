// A log that is too big for a browser is reduced by the queries of docs/bigger-data.md, as they stand there.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { inProject, start } from "./harness.mjs";

const PYTHON = inProject("target/duckdb/bin/python");
const RUN = `
import sys, duckdb
folder, salt, *queries = sys.argv[1:]
import os; os.chdir(folder)
connection = duckdb.connect()
connection.execute("SET VARIABLE salt = '" + salt + "'")
for query in queries: connection.execute(query)
`;

let site, folder;
before(async () => {
  site = await start();
  folder = await mkdtemp(path.join(tmpdir(), "goodhart-"));
});
after(() => site.stop());

/** Raw logs of 30 people over 12 weeks, and what a correct reduction must add up to. */
function logs() {
  const [requests, pulls] = [[], []];
  const wanted = { people: new Set(), requests: 0, accepted: 0, tokens: 0, merged: 0 };
  for (let person = 0; person < 30; person += 1) {
    const user = `dev${person}@example.org`;
    wanted.people.add(user);
    for (let day = 0; day < 84; day += 1) {
      const date = new Date(Date.UTC(2026, 0, 5 + day)).toISOString().slice(0, 10);
      for (let at = 0; at < (person + day) % 4; at += 1) {
        const status = (person + at + day) % 9 === 0 ? "error" : "ok";
        const accepted = (at + day) % 2 === 0;
        const tokens = 100 + person * 3 + day;
        // The same person is written in more than one way, as in real logs.
        const written = at % 2 ? user.toUpperCase() : ` ${user}`;
        requests.push(`${date} ${10 + at}:30:00,${written},${status},m${at % 2},${tokens},${at * 7},${tokens * 9},${accepted}`);
        if (status === "ok") {
          wanted.requests += 1;
          wanted.accepted += Number(accepted);
          wanted.tokens += tokens;
        }
      }
      if ((person + day) % 5 === 0) {
        pulls.push(`${user},${date} 08:00:00,${date} ${9 + (day % 8)}:00:00,${day % 20 === 0}`);
        wanted.merged += 1;
      }
    }
  }
  requests.push("2026-01-05 10:00:00,dependabot[bot],ok,m0,1,1,1,false");
  pulls.push("dev1@example.org,2026-01-05 08:00:00,,false");
  return { requests, pulls, wanted };
}

test("the documented queries give files that are read and joined as they are", async () => {
  const { requests, pulls, wanted } = logs();
  await writeFile(
    path.join(folder, "requests.csv"),
    `timestamp,user,status,model,input_tokens,output_tokens,cache_read_tokens,accepted\n${requests.join("\n")}\n`,
  );
  await writeFile(path.join(folder, "pull_requests.csv"), `author,created_at,merged_at,reverted\n${pulls.join("\n")}\n`);
  const text = await readFile(inProject("docs/bigger-data.md"), "utf8");
  const query = (name) => new RegExp(`\`\`\`sql ${name}\n([^]*?)\`\`\``).exec(text)[1];
  await promisify(execFile)(PYTHON, ["-c", RUN, folder, "salt for a test", query("usage"), query("outcomes")]);

  const rows = (await readFile(path.join(folder, "usage.csv"), "utf8")).trim().split("\n").map((line) => line.split(","));
  const column = (name) => rows.slice(1).map((row) => row[rows[0].indexOf(name)]);
  const sum = (name) => column(name).reduce((total, value) => total + Number(value), 0);
  assert.equal(new Set(column("person_id")).size, wanted.people.size);
  assert.equal(sum("requests"), wanted.requests);
  assert.equal(sum("accepted"), wanted.accepted);
  assert.equal(sum("tokens_in"), wanted.tokens);

  const goodhart = await site.open();
  await goodhart.drop(path.join(folder, "usage.csv"), path.join(folder, "outcomes.csv"));
  assert.match(await (await goodhart.file("usage.csv")).innerText(), /AI usage by person and date/);
  assert.match(await (await goodhart.file("outcomes.csv")).innerText(), /Work outcomes by person and date/);
  await goodhart.page.getByText(`All ${wanted.people.size} people have usage and outcomes`).waitFor();
  await goodhart.close();
});
