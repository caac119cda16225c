/** A small, seeded part of what `npm run chaos` does: a few runs, every fault at once. */
import { rmSync } from "node:fs";
import { expect, test } from "vitest";
import { runCampaign } from "./campaign.ts";
import { GROUPS, profileOf } from "./faults.ts";
import { judge } from "./report.ts";

const RUNS = 9;
/** Of each fault, per call or request: enough that most strike, and that a run is over after a few deadlines. */
const RATE = 0.04;
/** Fewer than there are runs, so that there is a line. */
const SLOTS = 8;
/** Deadlines of minutes pass in a second. */
const TIME_SCALE = 0.01;

test("a few runs under every fault at once lose nothing and pay for nothing twice", async () => {
  const campaign = await runCampaign({
    runs: RUNS,
    seed: 7,
    profile: profileOf(GROUPS, RATE, TIME_SCALE),
    timeScale: TIME_SCALE,
    renderer: "instant",
    atOnce: RUNS,
    erases: true,
    slots: SLOTS,
    onProgress: () => {},
  });
  rmSync(campaign.state, { recursive: true, force: true });
  expect(campaign.facts.answered.length).toBeGreaterThanOrEqual(RUNS);
  expect(judge(campaign).flatMap(({ name, breaks }) => breaks.map((each) => `${name}: ${each}`))).toEqual([]);
  // Chaos that injects nothing proves nothing.
  expect(campaign.injections.length).toBeGreaterThan(20);
}, 900_000);
