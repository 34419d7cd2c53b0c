// Every known export, dropped untouched on the page: what it is taken for, what it offers to compare, and, where it
// cannot answer, which export to fetch instead.
//
// When this fails, a person who drops that export reads something else than what they have, or is offered no answer.
// What the figures are is held by tests/formats/*.rs.

import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { after, before, test } from "node:test";
import { inProject, start } from "./harness.mjs";

/** Exports of usage: as whom and when a file of outcomes has to speak, and metrics that are offered. */
const USAGE = {
  "amazon_q_part_1.csv": ["Amazon Q Developer user activity", 2, 0, "11111111-aaaa 2025-04-17", "chat-messages-sent acceptance-rate"],
  "amazon_q_part_2.csv": ["Amazon Q Developer user activity", 2, 0, "22222222-bbbb 2025-04-17", "chat-messages-sent acceptance-rate"],
  "amazon_q_parts.zip": ["Amazon Q Developer user activity", 4, 0, "11111111-aaaa 2025-04-18", "chat-messages-sent acceptance-rate"],
  "chatgpt.csv": ["ChatGPT Enterprise user engagement", 3, 1, "user-aa 2025-03-31", "messages messages-gpt-4o"],
  "claude_code.json": ["Claude Code analytics", 2, 1, "ada@acme.test 2026-05-04", "fresh-tokens cache-read-tokens cost-usd acceptance-rate"],
  "claude_console.csv": ["Claude Code usage, this month", 2, 0, "u-1 2026-05-04", "spend-this-month-usd lines-this-month"],
  "copilot_requests_tokens.csv": ["GitHub Copilot premium requests and credits", 2, 0, "ada-l 2026-06-01", "fresh-tokens total-cache-read-tokens"],
  "copilot_requests_usage_report.csv": ["GitHub Copilot premium requests and credits", 2, 1, "ada-l 2026-05-29", "requests"],
  "copilot_requests_v1.csv": ["GitHub Copilot premium requests and credits", 3, 0, "ada-l 2025-06-18", "requests"],
  "copilot_requests_v2.csv": ["GitHub Copilot premium requests and credits", 3, 1, "ada_emu 2025-10-01", "requests aic-quantity"],
  "copilot_requests_v3.csv": ["GitHub Copilot premium requests and credits", 3, 0, "ada-l 2026-05-27", "ai-credits requests"],
  "copilot_totals.json": ["GitHub Copilot usage metrics, 28-day totals", 2, 0, "ada-l 2026-05-04", "total-active-days"],
  "copilot_users.ndjson": ["GitHub Copilot usage metrics", 3, 1, "ada-l 2026-05-04", "user-initiated-interaction-count models-used loc-added-sum"],
  "copilot_users.ndjson.gz": ["GitHub Copilot usage metrics", 3, 1, "ada-l 2026-05-04", "user-initiated-interaction-count used-agent"],
  "copilot_users_28_days.json": ["GitHub Copilot usage metrics", 4, 0, "grace-h 2026-05-11", "user-initiated-interaction-count"],
  "cursor_daily.json": ["Cursor daily usage", 3, 0, "ada@acme.test 2024-03-18", "agent-requests acceptance-rate accepted-lines-added"],
  "cursor_events.csv": ["Cursor usage events", 3, 2, "u-1 2026-03-28", "fresh-tokens cache-read-tokens request-rows cost"],
  "kiro.csv": ["Kiro user report", 3, 0, "aaaa-1 2026-03-02", "total-messages credits-used claude-opus-4-6-messages"],
  "purview.csv": ["Microsoft Purview audit log", 3, 1, "ada@acme.test 2026-05-04", "copilot-interactions"],
  "u-0001.ccusage.json": ["ccusage daily report", 2, 0, "u-0001 2026-05-04", "fresh-tokens cache-read-tokens models-used total-cost"],
  "viva_dashboard.csv": ["Viva Insights Copilot Dashboard export", 3, 1, "a-1 2025-11-24", "copilot-chat-web-prompts-submitted total-copilot-actions-taken"],
  "viva_impact.csv": ["Viva Insights person query", 3, 1, "39fb56a5-0001 2025-11-24", "total-copilot-actions-taken copilot-assisted-hours"],
  "viva_localised.csv": ["Viva Insights person query", 2, 0, "a-1 2025-11-24", "copilot-gestützte-stunden"],
  "windsurf.json": ["Windsurf user analytics", 2, 0, "ada@acme.test 2026-05-04", "active-days"],
};

/** Exports of work, in the same way. */
const OUTCOMES = {
  "csat.csv": ["Customer satisfaction answers", 4, 0, "a-1 2026-05-04", "satisfied csat-score"],
  "devlake_changelog.csv": ["DevLake issue changelog", 4, 1, "u-1 2026-05-04", "closed reopened"],
  "devlake_issues.csv": ["DevLake issues", 3, 0, "u-1 2022-07-18", "lead-time-hours story-point time-spent-hours"],
  "devlake_pull_metrics.csv": ["DevLake pull request metrics", 3, 0, "u-1 2026-05-04", "cycle-hours coding-hours pull-requests"],
  "dora.csv": ["DORA metrics by team", 3, 0, "Lumen 2026-05-04", "deployment-frequency lead-time-for-changes-hours change-failure-rate"],
  "github_pulls.json": ["GitHub pull requests", 4, 2, "ada-l 2026-05-05", "items-merged lead-time-hours first-review-hours changes-requested"],
  "gitlab_merge_requests.csv": ["GitLab merge requests", 2, 2, "ada 2026-05-04", "items-finished lead-time-hours"],
  "incidents.csv": ["Incidents", 3, 0, "u-1 2026-05-25", "lead-time-hours reopened"],
  "jira.csv": ["Jira issues", 3, 1, "u-1 2025-07-15", "items-resolved lead-time-hours custom-field-story-points"],
  "linear.csv": ["Linear issues", 3, 1, "u-1 2026-05-05", "items-completed cycle-time-hours lead-time-hours"],
  "pagerduty.csv": ["PagerDuty incidents", 2, 2, "u-1 2026-05-04", "items-resolved lead-time-hours first-response-hours"],
  "pullsheet.csv": ["pullsheet pull requests", 3, 0, "ada-l 2026-05-04", "merged-pull-requests added"],
  "servicenow.csv": ["ServiceNow incidents", 3, 2, "Resolver 89 2016-02-29", "items-resolved lead-time-hours reopened made-sla"],
  "sonarqube_issues.json": ["SonarQube issues", 2, 1, "u-1 2026-05-04", "issues-found bugs-found effort-hours"],
  "zendesk.csv": ["Zendesk tickets", 4, 1, "agent-1 2026-05-05", "items-solved satisfied reopened first-reply-hours"],
};

/** Exports that only say who people are. */
const PEOPLE = {
  "claude_members.csv": ["Claude team members", 2, 0],
  "copilot_seats.csv": ["GitHub Copilot seats", 3, 0],
  "copilot_seats_stored.zip": ["GitHub Copilot seats", 3, 0],
  "mixed.zip": ["GitHub Copilot seats", 3, 0],
};

/** Exports that cannot answer, and what their card tells to fetch. */
const REFUSED = {
  "copilot_organisation.json": ["GitHub Copilot usage metrics of an organisation", /holds totals, and no people.*users-28-day/s],
  "devlake_pull_metrics_without_people.csv": ["DevLake pull request metrics", /holds totals, and no people.*author_id/s],
  "m365_trend.csv": ["Microsoft 365 Copilot usage, tenant totals", /holds totals, and no people.*Viva Insights person query/s],
  "m365_users.csv": ["Microsoft 365 Copilot usage, user detail", /says when, and not how much.*Viva Insights person query/s],
  "metrics_viewer.csv": ["copilot-metrics-viewer daily totals", /holds totals, and no people.*by user/s],
  "metrics_viewer_breakdown.csv": ["copilot-metrics-viewer breakdown", /holds totals, and no people.*by user/s],
  "sonarqube_measures.csv": ["SonarQube measures", /holds totals, and no people.*api\/issues\/search/s],
};

/** A workbook as people keep one: titles above the header, a formula that failed, other sheets, one of them hidden. */
const WORKBOOK = "workbook.xlsx";

let site, goodhart;
before(async () => {
  site = await start();
  goodhart = await site.open();
});
after(async () => {
  await goodhart.close();
  await site.stop();
});

const path = (name) => inProject(`tests/formats/${name}`);

/** The card of a file that was dropped by itself. */
async function dropped(name) {
  await goodhart.drop(path(name));
  return goodhart.file(name);
}

/** Takes files away, so that the next is dropped on an empty page. */
async function removed(...names) {
  await goodhart.view("Data");
  for (const name of names) {
    await goodhart.page.getByRole("button", { name: `Remove ${name}`, exact: true }).click();
  }
  await goodhart.page.locator("section.file").first().waitFor({ state: "detached" });
}

async function isRecognised(card, [recognised, rows, skipped], name) {
  assert.equal(await card.locator(".file-facts strong").innerText(), recognised, name);
  const facts = await card.locator(".file-facts").innerText();
  const counted = `${rows} ${rows === 1 ? "row" : "rows"}${skipped ? `, ${skipped} skipped` : ""} · `;
  assert.ok(facts.includes(`· ${counted}`), `${name}: ${facts}`);
}

/** The metrics that can be chosen. */
const offered = (label) =>
  goodhart.page.getByLabel(label, { exact: true }).locator("option").evaluateAll((options) => options.map((option) => option.value));

async function isOffered(side, other, name, [recognised, rows, skipped, whoWhen, metrics]) {
  const card = await dropped(name);
  await isRecognised(card, [recognised, rows, skipped], name);
  const about = await card.getByLabel("This file is about", { exact: true }).inputValue();
  assert.equal(about, side === "Usage" ? "usage" : "outcomes", name);
  const [, who, when] = /^(.*) (\S+)$/.exec(whoWhen);
  await goodhart.dropText("beside.csv", `person_id,date,${other}\n${who},${when},3\nsomebody,${when},4\n`);
  await goodhart.file("beside.csv");
  await goodhart.view("Correlate");
  const id = (metric) => `${side === "Usage" ? "usage" : "outcome"}.${metric}`;
  await goodhart.page.locator(`option[value="${id(metrics.split(" ")[0])}"]`).first().waitFor({ state: "attached" });
  const found = await offered(side);
  for (const metric of metrics.split(" ")) {
    assert.ok(found.includes(id(metric)), `${name} should offer ${metric}: ${found.join(" ")}`);
  }
  await removed(name, "beside.csv");
}

test("every fixture has its expectation", async () => {
  const files = (await readdir(inProject("tests/formats"))).filter((name) => !name.endsWith(".rs"));
  const expected = [...[USAGE, OUTCOMES, PEOPLE, REFUSED].flatMap(Object.keys), WORKBOOK];
  assert.deepEqual(expected.sort(), files.sort());
});

test("an export of usage is known by name and offers its metrics beside any outcomes", async () => {
  for (const [name, expected] of Object.entries(USAGE)) {
    await isOffered("Usage", "tasks_done", name, expected);
  }
});

test("an export of work is known by name and offers its metrics beside any usage", async () => {
  for (const [name, expected] of Object.entries(OUTCOMES)) {
    await isOffered("Outcome", "prompts", name, expected);
  }
});

test("a list of people is known as one", async () => {
  for (const [name, expected] of Object.entries(PEOPLE)) {
    const card = await dropped(name);
    await isRecognised(card, expected, name);
    assert.equal(await card.getByLabel("This file is about", { exact: true }).inputValue(), "people", name);
    await removed(name);
  }
});

test("an export that cannot answer is named, and the page says which one to fetch", async () => {
  for (const [name, [recognised, instead]] of Object.entries(REFUSED)) {
    const card = await dropped(name);
    assert.equal(await card.locator(".file-facts strong").innerText(), recognised, name);
    assert.match(await card.innerText(), instead, name);
    await removed(name);
  }
});

test("a workbook is read without saving it as CSV, and says which sheets were not read", async () => {
  const expected = ["AI usage by person and date", 9, 0, "001 2026-01-05", "prompts cost"];
  await isOffered("Usage", "tasks_done", WORKBOOK, expected);
  const card = await dropped(WORKBOOK);
  const text = await card.innerText();
  assert.match(text, /Excel workbook, header in row 4/);
  assert.match(text, /2 sheets were not read/);
  assert.match(text, /the first sheet with a header and rows was read, “Usage”\. Not read: About, Notes\./);
  assert.match(text, /date\s+date.*5 Jan 2026.*19 Jan 2026/s);
  assert.match(text, /prompts\s+number\s*22% missing/);
  assert.match(text, /used_agent\s+yes\/no/);
  await removed(WORKBOOK);
});
