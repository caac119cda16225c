/** Every model that is asked first is gone, each in a way of its own: runs are made with those that come after. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Stack, startStack } from "../../local/stack.ts";
import { type ChaosRenderer, startChaosRenderer } from "../chaos/renderer.ts";
import type { Submission } from "../support/client.ts";
import { openApi } from "../support/few-calls.ts";
import { prepareForTests } from "../support/prepared.ts";

/** A stack of its own, because it remembers what it found retired. */
const state = mkdtempSync(join(tmpdir(), "backline-retired-"));
/** The language model is not gone: the operator has chosen another one. */
const CHOSEN = "google/gemini-3.5-flash-lite";
const GONE = {
  "fal-ai/whisper": ["application-not-found", "fal-ai/wizper"],
  "fal-ai/nano-banana-2/edit": ["gone", "fal-ai/flux-2/edit"],
  "fal-ai/seedvr/upscale/image": ["result-path-not-found", "fal-ai/esrgan"],
  "fal-ai/ltx-2-19b/audio-to-video": ["result-deprecated", "fal-ai/ltx-2.3-22b/audio-to-video"],
  "fal-ai/seedvr/upscale/video": ["path-not-found", "fal-ai/topaz/upscale/video"],
  "fal-ai/veo3.1/fast/image-to-video": ["deprecated", "fal-ai/veo3.1/lite/image-to-video"],
} as const;

let stack: Stack;
let renderer: ChaosRenderer;
beforeAll(async () => {
  // Without faults: it delivers at once.
  renderer = await startChaosRenderer(1, 0.05);
  stack = await startStack({
    ...{ state, runtime: "workerd", bundle: process.env.WORKER_BUNDLE },
    ...{ ignoreDevVars: true, prepared: (await prepareForTests(state)).folder, rendererUrl: renderer.url },
    fal: { latency: "instant", media: "instant" },
    settings: { TIME_SCALE: "0.05", RATE_LIMIT: "10000", MODEL_CHOICES: JSON.stringify({ write: [CHOSEN] }) },
  });
  const faults = Object.entries(GONE).map(([model, [as]]) => ({ kind: "retired", as, model }));
  const answer = await fetch(`${stack.falOrigin}/control/settings`, {
    method: "PATCH",
    body: JSON.stringify({ faults }),
  });
  if (!answer.ok) throw new Error(await answer.text());
});
afterAll(async () => {
  await stack?.stop();
  await renderer?.stop();
  rmSync(state, { recursive: true, force: true });
});

test("a lip-synced and upscaled run, and a plain one, name the models that made them, and cost no more than estimated", async () => {
  const [account] = stack.accounts;
  const api = openApi(stack.url, account?.apiKey ?? "");
  const artist = { artist_account_id: account?.artistIds[0] ?? "" };
  const runIds = [
    ...(await api.create({ ...artist, lipsync: true, upscale: true })),
    ...(await api.create({ ...artist, lipsync: false })),
  ];
  const giveUpAt = Date.now() + 120_000;
  let runs = await Promise.all(runIds.map((id) => api.run(id)));
  while (runs.some(({ status }) => !["COMPLETED", "FAILED"].includes(status)) && Date.now() < giveUpAt) {
    await new Promise((resolve) => setTimeout(resolve, 200));
    runs = await Promise.all(runIds.map((id) => api.run(id)));
  }
  for (const run of runs) {
    expect(run.status, JSON.stringify(run.error)).toBe("COMPLETED");
    expect(run.metadata.wastedInCents).toBe(0);
    expect(run.costInCents).toBeLessThanOrEqual(run.metadata.estimateInCents);
  }
  const named = new Set(runs.flatMap(({ metadata }) => metadata.steps.flatMap(({ model }) => model ?? [])));
  const successors = Object.values(GONE).map(([, successor]) => successor);
  expect([...named].sort()).toEqual([CHOSEN, ...successors].sort());

  const response = await fetch(`${stack.falOrigin}/control/ledger`);
  const { submissions } = (await response.json()) as { submissions: (Submission & { billing: unknown })[] };
  const paid = submissions.filter(({ outcome }) => outcome === "ok");
  for (const model of Object.keys(GONE)) expect(paid.map(({ model }) => model)).not.toContain(model);
  // Each request names a generation; none of them was paid for twice.
  const generations = paid.map(({ webhookUrl }) => webhookUrl?.split("/").at(-2));
  expect(new Set(generations).size).toBe(generations.length);

  const log = readFileSync(join(state, "logs", "worker.log"), "utf8");
  for (const model of Object.keys(GONE))
    expect(log).toMatch(new RegExp(`"event":"model_retired".*"candidate":"${model}"`));
});
