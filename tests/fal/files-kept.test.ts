/** fal.ai is asked to delete our files: seen on the wire, and in effect. */
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type FalEmulator, startFalEmulator } from "../../emulator/emulator.ts";
import { type FalQueue, openFalQueue } from "../../worker/fal/client.ts";
import { SECONDS } from "../../worker/timing.ts";

const IMAGE = "fal-ai/nano-banana-2";
const DAY = 24 * 3600;

let emulator: FalEmulator;
let fal: FalQueue;
beforeAll(async () => {
  emulator = await startFalEmulator({ settings: { media: "instant" } });
  const wire = { key: "k", origin: emulator.origin, timeoutMs: 10_000 };
  fal = openFalQueue({ ...wire, filesKeptSeconds: 3 * DAY });
});
afterEach(() => emulator.reset());
afterAll(() => emulator.close());

/** The URL of what a request makes. */
async function made(): Promise<string> {
  const requestId = await fal.submit(IMAGE, { prompt: "a street at night" }, { startWithinSeconds: 60 });
  await expect.poll(async () => (await fal.status(IMAGE, requestId)).state).toBe("COMPLETED");
  const { data } = await fal.result(IMAGE, requestId);
  return (data as { images: { url: string }[] }).images[0]?.url ?? "";
}
const statusOf = async (url: string) => {
  const response = await fetch(url);
  await response.body?.cancel();
  return response.status;
};

test("what is made is there until the time that its submit asks for, and then it is gone", async () => {
  const kept = await made();
  expect(emulator.ledger()[0]?.headers).toMatchObject({
    "x-fal-object-lifecycle-preference": JSON.stringify({ expiration_duration_seconds: 3 * DAY }),
  });
  emulator.setSettings({ timeScale: 1e-9, resultSeconds: 1e15 });
  // The same picture, and a life of its own.
  const gone = await made();
  await expect.poll(() => statusOf(gone)).toBe(404);
  expect(await statusOf(kept)).toBe(200);
});

test("an upload, too", async () => {
  const upload = () => fal.upload(new Blob(["x"], { type: "image/png" }), "x.png");
  const kept = await upload();
  emulator.setSettings({ timeScale: 1e-9 });
  const gone = await upload();
  await expect.poll(() => statusOf(gone)).toBe(404);
  expect(await statusOf(kept)).toBe(200);
});

test("who does not ask has files that stay; who asks for nonsense is refused", async () => {
  const submit = (headers: Record<string, string>) =>
    fetch(`${emulator.origin}/queue/${IMAGE}`, {
      method: "POST",
      headers: { authorization: "Key k", ...headers },
      body: JSON.stringify({ prompt: "a street at night" }),
    });
  const header = "x-fal-object-lifecycle-preference";
  const answers = [submit({}), submit({ [header]: "soon" }), submit({ [header]: '{"expires":1}' })];
  expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([200, 422, 422]);
});

test("files are kept longer than a run can take that still copies them", () => {
  expect(SECONDS.falFilesKept).toBeGreaterThan(SECONDS.runDeadline + DAY);
});
