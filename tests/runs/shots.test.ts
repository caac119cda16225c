/** Runs of several shots: what a pass over them costs, and that no shot is paid for twice, wherever a consumer dies. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { openDatabase } from "../../worker/db/database.ts";
import { FalAnswer } from "../../worker/fal/client.ts";
import { admitBatch } from "../../worker/runs/admit.ts";
import { type FoundRun, findRun } from "../../worker/runs/context.ts";
import { performSteps } from "../../worker/runs/perform-steps.ts";
import { retryRun } from "../../worker/runs/retry.ts";
import { interceptedD1 } from "../chaos/worker/intercepted-d1.ts";
import { sung } from "../steps/contexts.ts";
import { analysisOf } from "../support/analyses.ts";
import { surviveDeaths } from "../support/deaths.ts";
import { expectedPaidSteps } from "../support/expected-steps.ts";
import { openLocalDatabase, rowServices } from "../support/local-database.ts";
import { newAdmission } from "../support/new-admission.ts";
import { openDriver } from "../support/run-driver.ts";

let local: Awaited<ReturnType<typeof openLocalDatabase>>;
const time = Date.parse("2026-11-22T10:00:00Z");
beforeAll(async () => {
  local = await openLocalDatabase();
});
afterAll(() => local.close());

const IMAGES = Array.from({ length: 12 }, (_, at) => (at === 0 ? "image" : `image-${at + 1}`));

/** The steps that ask in a first pass over a run of 12 shots, `found` as `different` makes it, and the statements sent. */
async function performFirst(different: (found: FoundRun) => FoundRun = (found) => found) {
  const services = rowServices(local.db, () => time);
  const admission = await newAdmission(local.db, time, {});
  const request = { ...admission.request, duration: 60 as const, batch: 1 };
  const admitted = await admitBatch(services, { ...admission, request });
  if (admitted.kind !== "admitted") throw new Error(admitted.kind);
  const found = await findRun(services, admitted.runIds[0] ?? "");
  if (!found) throw new Error("There is no run");
  const sent: string[] = [];
  const d1 = interceptedD1(local.d1, (call, make) => {
    sent.push(...call.queries);
    return make();
  });
  const pass = await performSteps({ ...services, db: openDatabase(d1) }, different(found), "steps", []);
  return { asking: pass.begun.map(({ step }) => step), sent };
}

test("a pass looks up what all shots ask in one statement", async () => {
  const { asking, sent } = await performFirst();
  expect(asking.sort()).toEqual(["listen", ...IMAGES].sort());
  expect(sent).toHaveLength(1);
});

test("with them it looks up what a step asks that hears the song", async () => {
  const { asking, sent } = await performFirst((found) => {
    const { steps, outputs } = found.run;
    const { listen } = steps;
    if (!listen) throw new Error("The run does not listen");
    const heard = { words: sung("leave the porchlight on for me tonight ".repeat(20).trim(), 0, 1.5) };
    const run = {
      ...found.run,
      steps: { ...steps, listen: { ...listen, status: "done" as const } },
      outputs: { ...outputs, listen: heard },
    };
    return { ...found, analysis: analysisOf({ durationSeconds: 240 }), run };
  });
  expect(asking).toEqual(expect.arrayContaining(["moments", ...IMAGES]));
  expect(sent).toHaveLength(1);
});

test("a shot that fails is made again alone, when its run is retried", async () => {
  const driver = openDriver(local.db, time);
  const { services } = driver;
  const { fal } = services;
  const asked: string[] = [];
  services.fal = {
    ...fal,
    submit: async (model: string, input: { prompt?: string }, options: never) => {
      const call = `${model} ${input.prompt ?? ""}`;
      const isRefused = model.includes("image-to-video") && !asked.some((each) => each.includes("image-to-video"));
      asked.push(call);
      if (isRefused)
        throw new FalAnswer(422, { detail: [{ loc: ["body"], type: "value_error", msg: "no" }] }, new Headers());
      return fal.submit(model, input as never, options);
    },
  } as typeof fal;
  const admission = await newAdmission(local.db, time, {});
  const request = { ...admission.request, duration: 15 as const, batch: 1 };
  const admitted = await admitBatch(services, { ...admission, request });
  if (admitted.kind !== "admitted") throw new Error(admitted.kind);
  const [runId = ""] = admitted.runIds;
  const read = async () => (await findRun(services, runId))?.run;
  await driver.run();
  const failed = await read();
  expect(failed?.status).toBe("FAILED");
  expect(failed?.error?.step).toMatch(/^video/);
  expect(await retryRun(services, admission.accountId, runId)).toEqual({ kind: "retried" });
  await driver.run();
  expect((await read())?.status).toBe("COMPLETED");
  // What was asked twice is the shot that was refused, and those that its failure left unsubmitted were asked once.
  const twice = asked.filter((call, at) => asked.indexOf(call) !== at);
  expect(twice).toEqual([asked.find((call) => call.includes("image-to-video"))]);
});

test("wherever a consumer dies, each shot is accepted once by fal.ai, and the run completes", async () => {
  // In a database of its own: sweeps would find the runs of other tests, and have them die as well.
  const { status, deaths, accepted, rowBytes } = await surviveDeaths(await openLocalDatabase(), time, { duration: 15 });
  expect(status).toBe("COMPLETED");
  const options = { lipsync: false, upscale: false, caption_length: "short", duration: 15 } as const;
  const steps = Object.keys(accepted).map((name) => name.split(" ")[0]);
  expect(steps.sort()).toEqual(expectedPaidSteps(options).sort());
  for (const [name, count] of Object.entries(accepted)) expect(count, name).toBe(1);
  expect(deaths).toBeGreaterThan(100);
  expect(rowBytes).toBeLessThan(16_000);
});
