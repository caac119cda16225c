/**
 * How runs queue under slots and places at the volumes of docs/capacity.md, simulated, and the simulation held against
 * what was measured: the benches that the page tells of, and the last `npm run bench:slots` of this machine. Seeded: the
 * same every time. Writes out/bench-queueing.json.
 * Usage: npm run bench:queueing
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { heldAgainst, outcomes, SLOTS_BENCHES, type SlotsBench } from "../../commands/capacity/scenarios.ts";
import { ROOT } from "../../local/paths.ts";
import { median } from "../median.ts";
import { writeResult } from "../result.ts";

const SLOTS_RESULT = join(ROOT, "out", "bench-slots.json");

/** As bench/slots writes it. */
interface SlotsResult {
  runs: number;
  aloneSeconds: number[];
  besideSeconds: number[];
  lastedSeconds: number;
}

function lastSlotsBench(): SlotsBench[] {
  if (!existsSync(SLOTS_RESULT)) return [];
  const { runs, aloneSeconds, besideSeconds, lastedSeconds } = JSON.parse(
    readFileSync(SLOTS_RESULT, "utf8"),
  ) as SlotsResult;
  return [{ runs, lastedSeconds, aloneSeconds: median(aloneSeconds), besideSeconds: median(besideSeconds) }];
}

const simulated = outcomes();
console.log("Seconds: half, 95 and 99 of a hundred waited for a slot so long, or took so long.");
console.table(
  simulated.map(({ videosPerMonth, slots, places, done, busy, seconds: { slot, place, run } }) => ({
    ...{ videosPerMonth, slots, places, done: done.toFixed(2) },
    ...{ slotsBusy: busy.slots.toFixed(2), placesBusy: busy.places.toFixed(2) },
    ...Object.fromEntries(
      Object.entries({ slot, place, run }).map(([name, of]) => [name, Object.values(of).map(Math.round).join(", ")]),
    ),
  })),
);
const held = [...SLOTS_BENCHES, ...lastSlotsBench()].map((bench) => {
  const simulatedBench = heldAgainst(bench);
  return { bench, simulated: simulatedBench, ratio: simulatedBench.besideSeconds / bench.besideSeconds };
});
for (const { bench, simulated: of, ratio } of held) {
  const said = `simulated ${of.besideSeconds.toFixed(2)} s, measured ${bench.besideSeconds.toFixed(2)} s`;
  console.log(`3 runs beside ${bench.runs}: ${said}, ratio ${ratio.toFixed(2)}.`);
}
writeResult("queueing", { simulated, held });
