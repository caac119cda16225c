/**
 * `npm run chaos`: runs under every fault there is, then everything that must hold.
 *   --runs <number> --seed <number> --rate <0..1> --time-scale <number> --at-once <number>
 *   --slots <number>                requests that fal.ai works on at a time, by default two for three runs at once: a
 *                                   submit without an answer holds one until its deadline
 *   --faults all|none|<name,…>      groups, or single faults, each then at the whole rate: see faults.ts
 *   --faults each                   a campaign for every single fault, alone, one after the other
 *   --renderer instant|real
 *   --erase-none                    no artist is erased in the middle of its batches
 *   --kill-every <seconds>          kills the Worker's processes (and a real renderer's) with SIGKILL, and starts them
 *                                   again on the same state
 *   --without <protection>|all      with a protection (mutations.ts), then without it: only then must an invariant break
 */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { ROOT } from "../../local/paths.ts";
import { type CampaignOptions, runCampaign } from "./campaign.ts";
import { FAULTS, GROUPS, profileOf } from "./faults.ts";
import { MUTATIONS, type Mutation } from "./mutations.ts";
import { figures, judge, outcomes, print } from "./report.ts";

const { values } = parseArgs({
  options: {
    runs: { type: "string" },
    seed: { type: "string", default: String(Math.floor(Math.random() * 1e6)) },
    rate: { type: "string", default: "0.1" },
    "time-scale": { type: "string" },
    "at-once": { type: "string", default: "60" },
    slots: { type: "string" },
    faults: { type: "string", default: "all" },
    renderer: { type: "string", default: "instant" },
    "kill-every": { type: "string" },
    without: { type: "string" },
    "erase-none": { type: "boolean" },
  },
});

function number(name: string, text: string): number {
  const value = Number(text);
  if (!(value >= 0)) throw new Error(`--${name} must be a number, not ${text}`);
  return value;
}

function faultsNamed(text: string): string[] {
  if (text === "all") return [...GROUPS];
  if (text === "none") return [];
  const known = [...GROUPS, ...FAULTS];
  return text.split(",").map((name) => {
    if (!known.includes(name)) throw new Error(`--faults: there is no ${name}; there are ${known.join(", ")}`);
    return name;
  });
}

const seed = number("seed", values.seed);
const killEverySeconds = values["kill-every"] === undefined ? undefined : number("kill-every", values["kill-every"]);
const atOnce = number("at-once", values["at-once"]);
const common = {
  ...{ seed, atOnce, erases: values["erase-none"] !== true },
  slots: number("slots", values.slots ?? String(Math.ceil((atOnce * 2) / 3))),
  renderer: values.renderer === "real" ? ("real" as const) : ("instant" as const),
  onProgress: (what: string) => console.log(`… ${what}`),
};

async function attack(options: CampaignOptions, name: string) {
  const campaign = await runCampaign(options);
  const verdicts = judge(campaign);
  print(campaign, verdicts);
  mkdirSync(join(ROOT, "out"), { recursive: true });
  const file = join(ROOT, "out", `${name}.json`);
  const { mutation, runs, timeScale, profile } = options;
  const data = {
    ...{ seed, runs, timeScale, without: mutation?.name, killEverySeconds: options.killEverySeconds, profile },
    injections: campaign.injections.map((each) => ({ ...each, runs: each.runs.length })),
    ...{ outcomes: outcomes(campaign), figures: figures(campaign), verdicts },
  };
  writeFileSync(file, `${JSON.stringify(data, null, 2)}\n`);
  console.log(`\nSeed ${seed}. Figures: ${file}`);
  const broken = verdicts.filter(({ breaks }) => breaks.length > 0).map((verdict) => verdict.name);
  // Whoever looks for the cause needs the log, the rows and the emulator's books; without a protection it is known.
  if (broken.length > 0 && !mutation) console.log(`Kept: ${campaign.state}`);
  else rmSync(campaign.state, { recursive: true, force: true });
  return broken;
}

/** First with the protection, when nothing may break, then without it, when something must. */
async function attackWithout(mutation: Mutation): Promise<boolean> {
  const timeScale = number("time-scale", values["time-scale"] ?? String(mutation.timeScale ?? 0.02));
  const options = {
    ...common,
    atOnce: mutation.atOnce ?? atOnce,
    ...{ timeScale, killEverySeconds, runs: number("runs", values.runs ?? "50") },
    failingReceiver: mutation.failingReceiver,
    profile: profileOf(mutation.faults, mutation.rate, timeScale),
  };
  const under = `under ${mutation.faults.join(", ")} at ${mutation.rate}`;
  console.log(`\nWith ${mutation.name}, ${under}:`);
  const held = await attack(options, `chaos-${seed}-with-${mutation.name}`);
  console.log(`\nWithout ${mutation.name}, ${under}:`);
  const broken = await attack({ ...options, mutation }, `chaos-${seed}-without-${mutation.name}`);
  const noticed = mutation.breaks.some((name) => broken.includes(name));
  const without = noticed
    ? `NOTICED without it: ${broken.join(", ")}.`
    : `NOT NOTICED: ${mutation.breaks.join(", ")} should have broken, ${broken.join(", ") || "nothing"} did.`;
  console.log(
    `${mutation.name}: ${held.length === 0 ? "everything held with it" : `BROKEN with it: ${held.join(", ")}`}. ${without}`,
  );
  return held.length === 0 && noticed;
}

/** All that is named at once. */
async function attackWith(names: string[], suffix = ""): Promise<boolean> {
  const timeScale = number("time-scale", values["time-scale"] ?? "0.03");
  const broken = await attack(
    {
      ...common,
      ...{ timeScale, killEverySeconds, runs: number("runs", values.runs ?? "100") },
      profile: profileOf(names, number("rate", values.rate), timeScale),
    },
    `chaos-${seed}${suffix}`,
  );
  console.log(broken.length === 0 ? "Every invariant holds." : `Broken: ${broken.join(", ")}.`);
  return broken.length === 0;
}

let ok = true;
if (values.without === undefined && values.faults === "each") {
  for (const name of FAULTS) {
    console.log(`\nOnly ${name}:`);
    ok = (await attackWith([name], `-${name}`)) && ok;
  }
} else if (values.without === undefined) {
  console.log(`Seed ${seed}.`);
  ok = await attackWith(faultsNamed(values.faults));
} else {
  const chosen = MUTATIONS.filter(({ name }) => values.without === "all" || values.without === name);
  if (chosen.length === 0) throw new Error(`--without: there are ${MUTATIONS.map(({ name }) => name).join(", ")}, all`);
  for (const mutation of chosen) ok = (await attackWithout(mutation)) && ok;
}
process.exitCode = ok ? 0 : 1;
