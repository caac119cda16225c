/**
 * What the pipeline adds to the time that models take, and what it saves against a flow that asks one model after the
 * other: for one run, and for batches. Writes out/bench-pipeline.json.
 *   --scale 0.2          of the models' typical seconds, and of every wait of the Worker and the reference flow
 *   --sizes 1,10,30      runs of a batch
 *   --rounds 3           of the smallest batch with latencies; larger ones have fewer
 *   --latency both       none, scaled, or both
 *   --renderer instant   or real: ffmpeg, whose time nothing scales
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { ratioOf, type Spread, spreadOf, tell } from "../figures.ts";
import { interleaved } from "../interleaved.ts";
import { writeResult } from "../result.ts";
import { delaysOf } from "./delays.ts";
import { FLOWS, type FlowName, type Made, openFlows } from "./flows.ts";
import { allStepsSeconds, longestPathSeconds, PLAIN } from "./path.ts";

const { values } = parseArgs({
  options: {
    scale: { type: "string", default: "0.2" },
    sizes: { type: "string", default: "1,10,30" },
    rounds: { type: "string", default: "3" },
    latency: { type: "string", default: "both" },
    renderer: { type: "string", default: "instant" },
  },
});
const renderer = values.renderer === "real" ? "real" : "instant";
const SIZES = values.sizes.split(",").map(Number);
const GOALS = {
  overheadMs: 300,
  overheadShare: 0.02,
  /** Of one run, against the reference flow. */
  ofReference: 0.8,
  pollsOfCallbacks: 1.1,
};

interface Phase {
  name: string;
  scale: number;
  flows: readonly FlowName[];
  rounds(size: number): number;
}
const PHASES: Record<string, Phase> = {
  none: {
    ...{ name: "no latency", scale: 0, flows: ["callbacks", "reference"] },
    rounds: (size) => Math.max(3, Math.round(30 / size)),
  },
  scaled: {
    ...{ name: `typical seconds × ${values.scale}`, scale: Number(values.scale), flows: FLOWS },
    rounds: (size) => Math.max(1, Math.round(Number(values.rounds) / size)),
  },
};

interface Figures {
  seconds: Spread;
  /** Of the Worker, for each run. */
  cpuMs?: number;
  /** Of a batch, over the longest path of a run; of the reference, over its steps. */
  overheadMs?: number;
  overheadShare?: number;
}

function figuresOf(flow: FlowName, made: Made[], scale: number): Figures {
  const seconds = spreadOf(made.map((each) => each.seconds));
  const least = scale * (flow === "reference" ? allStepsSeconds(PLAIN) : longestPathSeconds(PLAIN));
  const overhead = seconds.median - least;
  return {
    seconds,
    overheadMs: Math.round(overhead * 1000),
    ...(scale > 0 ? { overheadShare: Number((overhead / least).toFixed(4)) } : {}),
    ...(flow === "reference" ? {} : { cpuMs: Math.round(spreadOf(made.map(({ cpuMs }) => cpuMs)).median) }),
  };
}

async function play({ name, scale, flows, rounds }: Phase) {
  const state = mkdtempSync(join(tmpdir(), "backline-bench-pipeline-"));
  const open = await openFlows({ state, scale, renderer, flows });
  const results: Record<string, unknown> = {};
  try {
    // What is compiled or made once; afterwards every song is known.
    for (const flow of flows) await open.make(flow, scale === 0 ? 10 : 1);
    for (const size of SIZES) {
      // The reference's batch without latency says nothing that one of its runs does not.
      const playing = flows.filter((flow) => flow !== "reference" || scale > 0 || size === 1);
      const contenders = Object.fromEntries(playing.map((flow) => [flow, () => open.make(flow, size)])) as Record<
        FlowName,
        () => Promise<Made>
      >;
      const made = await interleaved(contenders, { rounds: rounds(size) });
      console.log(`\n${name}, ${size === 1 ? "one run" : `a batch of ${size}`}, ${rounds(size)} rounds:`);
      results[size] = judge(made, size, scale);
    }
    return results;
  } finally {
    await open.stop();
    rmSync(state, { recursive: true, force: true });
  }
}

function judge(made: Record<FlowName, Made[]>, size: number, scale: number) {
  const flows = Object.keys(made) as FlowName[];
  const figures = Object.fromEntries(flows.map((flow) => [flow, figuresOf(flow, made[flow], scale)]));
  console.table(
    Object.fromEntries(flows.map((flow) => [flow, { ...figures[flow], seconds: figures[flow]?.seconds.median }])),
  );
  const delays = delaysOf(
    made.callbacks.flatMap(({ runs }) => runs),
    scale,
  );
  console.table(delays);
  const secondsOf = (flow: FlowName) => made[flow].map(({ seconds }) => seconds);
  const against = (flow: FlowName, base: FlowName) =>
    flows.includes(flow) && flows.includes(base) ? ratioOf(secondsOf(flow), secondsOf(base)) : undefined;
  const ofReference = against("callbacks", "reference");
  const pollsOfCallbacks = against("polls only", "callbacks");
  const { overheadMs = 0, overheadShare } = figures.callbacks ?? {};
  if (scale === 0 && size === 1) tellGoal("overhead of a run", overheadMs, GOALS.overheadMs, "ms");
  if (overheadShare !== undefined) {
    tellGoal(
      `overhead of ${size === 1 ? "one run" : `a batch of ${size}`}`,
      overheadShare * 100,
      GOALS.overheadShare * 100,
      "%",
    );
  }
  if (ofReference && scale > 0) {
    const floor = longestPathSeconds(PLAIN) / allStepsSeconds(PLAIN);
    console.log(tell("callbacks / reference", ofReference, size === 1 ? GOALS.ofReference : undefined));
    console.log(`the graph's own floor: ${floor.toFixed(3)}`);
  }
  if (pollsOfCallbacks) console.log(tell("polls only / callbacks", pollsOfCallbacks, GOALS.pollsOfCallbacks));
  return { ...figures, delays, ofReference, pollsOfCallbacks };
}

function tellGoal(name: string, value: number, goal: number, unit: string): void {
  console.log(`${name}: ${value.toFixed(1)} ${unit} (goal ${goal} ${unit}: ${value <= goal ? "met" : "missed"})`);
}

const chosen = values.latency === "both" ? Object.values(PHASES) : [PHASES[values.latency]];
const result: Record<string, unknown> = {
  ...{ renderer, goals: GOALS },
  longestPathSeconds: longestPathSeconds(PLAIN),
  allStepsSeconds: allStepsSeconds(PLAIN),
};
for (const phase of chosen) {
  if (!phase) throw new Error("--latency is none, scaled or both");
  result[phase.name] = await play(phase);
}
writeResult("pipeline", result);
process.exit(0);
