/** The path a laptop with a real fal.ai key takes: `wrangler dev`, inputs are uploaded, answers are only polled. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Stack, startStack } from "../../local/stack.ts";
import type { Submission } from "../support/client.ts";
import { openApi } from "../support/few-calls.ts";
import { fromElsewhere, otherAddress } from "../support/other-address.ts";
import { prepareForTests } from "../support/prepared.ts";

const state = mkdtempSync(join(tmpdir(), "backline-upload-"));
let stack: Stack;

beforeAll(async () => {
  stack = await startStack({
    state,
    ignoreDevVars: true,
    prepared: (await prepareForTests(state)).folder,
    fal: { latency: "instant", media: "instant" },
    // The window is as short as everything else: a few looks would fill it.
    settings: { FAL_INPUTS: "upload", TIME_SCALE: "0.05", RATE_LIMIT: "1000" },
  });
});
afterAll(async () => {
  await stack.stop();
  rmSync(state, { recursive: true, force: true });
});

test.runIf(otherAddress)("the Worker of a laptop cannot be reached from the network", async () => {
  expect((await fetch(`${stack.url}/health`)).ok).toBe(true);
  await expect(fetch(fromElsewhere(`${stack.url}/health`))).rejects.toThrow("fetch failed");
});

test("a lip-synced run completes with files that fal.ai's own storage serves, and without a callback", async () => {
  const [account] = stack.accounts;
  const api = openApi(stack.url, account?.apiKey ?? "");
  const [runId = ""] = await api.create({ artist_account_id: account?.artistIds[0] ?? "", lipsync: true });
  let run = await api.run(runId);
  const giveUpAt = Date.now() + 120_000;
  while (!["COMPLETED", "FAILED"].includes(run.status) && Date.now() < giveUpAt) {
    await new Promise((resolve) => setTimeout(resolve, 300));
    run = await api.run(runId);
  }
  expect(run.status, JSON.stringify(run.error)).toBe("COMPLETED");

  const response = await fetch(`${stack.falOrigin}/control/ledger`);
  const { submissions } = (await response.json()) as { submissions: Submission[] };
  // An instrumental song is listened to, and asks no model for its moments.
  expect(submissions.length).toBeGreaterThanOrEqual(4);
  const urls = submissions.flatMap(({ input }) =>
    [input.audio_url, input.image_url, input.image_urls].flat().filter((url) => url !== undefined),
  );
  expect(urls.length).toBeGreaterThanOrEqual(5);
  for (const url of urls) expect(String(url).startsWith(`${stack.falOrigin}/files/`)).toBe(true);
  for (const { webhookUrl } of submissions) expect(webhookUrl).toBeNull();
});
