/** docs/capacity.md says what is computed from the counts, prices, limits and settings that there are. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "smol-toml";
import { expect, test } from "vitest";
import { ALL_LIMITS, COST_LINES, cloudflareCost, costOf } from "../../commands/capacity/arithmetic.ts";
import { SETTINGS } from "../../commands/capacity/prices.ts";
import { withTables } from "../../commands/capacity/tables.ts";
import { ROOT } from "../../local/paths.ts";

const read = (...path: string[]) => readFileSync(join(ROOT, ...path), "utf8");

test("the tables are up to date: npm run capacity", () => {
  const page = read("docs", "capacity.md");
  expect(withTables(page)).toBe(page);
});

test("containers are those that are deployed", () => {
  const { containers } = parse(read("wrangler.toml"));
  expect(containers).toMatchObject([
    {
      max_instances: SETTINGS.instances,
      instance_type: { vcpu: SETTINGS.vcpu, memory_mib: SETTINGS.memoryGib * 1024, disk_mb: SETTINGS.diskGb * 1000 },
    },
  ]);
});

test("what is included costs nothing, and the rest its price", () => {
  expect(cloudflareCost(0)).toBe(5);
  const messages = COST_LINES.find(({ price }) => price.name === "Queues");
  if (!messages) throw new Error("Queues cost nothing");
  // A million operations are included, and each video has six.
  expect(costOf(messages, 1_000_000 / 6)).toBeCloseTo(0);
  expect(costOf(messages, 2_000_000 / 6)).toBeCloseTo(0.4);
});

test("the limit that is met first comes first", () => {
  const videos = ALL_LIMITS.map((limit) => limit.videos);
  expect(videos).toEqual(videos.toSorted((one, other) => one - other));
  expect(ALL_LIMITS[0]?.name).toBe("2 slots at fal.ai");
});
