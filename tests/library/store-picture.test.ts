/** Pictures on their way in, on the real D1 and R2: what is stored, what is refused, and what is left behind. */
import { createHash } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { PictureJob, PictureResult } from "../../renderer/contract/job.ts";
import { accounts, orphanedFiles } from "../../worker/db/schema.ts";
import { TransientError } from "../../worker/domain/failure.ts";
import type { MediaRef } from "../../worker/domain/media.ts";
import { storePicture } from "../../worker/library/store-picture.ts";
import { JobRejected } from "../../worker/rendering/renderer.ts";
import type { Services } from "../../worker/services.ts";
import { photographed, picture } from "../support/files.ts";
import { openLocalDatabase, rowServices } from "../support/local-database.ts";

let local: Awaited<ReturnType<typeof openLocalDatabase>>;
let answer: (job: PictureJob) => Promise<PictureResult>;
let services: Services;
const jobs: PictureJob[] = [];

beforeAll(async () => {
  local = await openLocalDatabase();
  await local.db.insert(accounts).values({ id: "a", name: "A", createdAt: 0 });
  const rows = rowServices(local.db, () => 1);
  services = {
    ...rows,
    settings: { ...rows.settings, TIME_SCALE: 0.001 },
    media: {
      bucket: (ref: MediaRef) => ({ bucket: local.env.LIBRARY, key: ref.slice("library:".length) }),
      readUrl: async (ref: MediaRef) => `https://read.test/${ref}`,
      writeUrl: async (ref: MediaRef) => ({ url: `https://write.test/${ref}`, headers: {} }),
    },
    renderer: {
      picture: async (job: PictureJob) => {
        jobs.push(job);
        return answer(job);
      },
    },
  } as unknown as Services;
});
afterAll(() => local.close());
beforeEach(() => {
  jobs.length = 0;
});

const stored = async () => (await local.env.LIBRARY.list()).objects.map(({ key }: { key: string }) => key);
const recorded = async () => (await local.db.select().from(orphanedFiles)).map(({ ref }) => ref);
const upright = picture("image/jpeg");
const NO = { code: "renderer_rejected", message: "no", retryable: false } as const;
const rejected = new JobRejected(NO, { code: "picture_unreadable", message: "no", retryable: false });
const busy = () => new TransientError({ code: "renderer_unavailable", message: "busy", retryable: true });

/** Delivers what a renderer would, where the job says. */
async function deliver(bytes: Uint8Array): Promise<PictureResult> {
  const url = jobs.at(-1)?.turn?.deliver.picture.url ?? "";
  await local.env.LIBRARY.put(url.slice("https://write.test/library:".length), bytes);
  return { picture: { bytes: bytes.length, md5: createHash("md5").update(bytes).digest("hex") } };
}

test("an upright picture is stored as it was sent, without what its camera told", async () => {
  answer = async () => ({ picture: null });
  expect(await storePicture(services, "a", "library:upright", photographed(upright, 1))).toBeUndefined();
  expect(jobs).toEqual([{ picture: { url: "https://read.test/library:upright" }, turn: null }]);
  const object = await local.env.LIBRARY.get("upright");
  expect(object?.httpMetadata?.contentType).toBe("image/jpeg");
  expect(new Uint8Array((await object?.arrayBuffer()) ?? new ArrayBuffer(0))).toEqual(upright);
});

test("a picture that was held sideways is stored turned, and its other form is deleted", async () => {
  const turned = picture("image/jpeg");
  answer = () => deliver(turned);
  expect(await storePicture(services, "a", "library:sideways", photographed(upright, 6))).toBeUndefined();
  expect(jobs[0]?.turn?.orientation).toBe(6);
  expect((await stored()).filter((key) => key.startsWith("sideways"))).toEqual(["sideways"]);
  expect((await recorded()).filter((ref) => ref.includes("sideways"))).toEqual(["library:sideways"]);
});

test("a delivery whose answer was lost does not stand in the way of the next", async () => {
  answer = async () => {
    const key = "again";
    if (jobs.length > 1 && (await local.env.LIBRARY.head(key))) throw new Error("412");
    const done = await deliver(picture("image/jpeg"));
    if (jobs.length === 1) throw busy();
    return done;
  };
  expect(await storePicture(services, "a", "library:again", photographed(upright, 8))).toBeUndefined();
  expect(jobs).toHaveLength(2);
});

test.each([1, 6])("one that cannot be decoded is refused, and leaves nothing (orientation %i)", async (orientation) => {
  const before = [await stored(), await recorded()];
  answer = async () => {
    throw rejected;
  };
  expect(await storePicture(services, "a", "library:broken", photographed(upright, orientation))).toEqual({
    wrong: "it cannot be decoded",
  });
  expect([await stored(), await recorded()]).toEqual(before);
});

test("a renderer that is busy is asked again; one that stays so is told of, and nothing is left", async () => {
  const before = [await stored(), await recorded()];
  answer = async () => {
    throw busy();
  };
  await expect(storePicture(services, "a", "library:busy", upright)).rejects.toThrow("busy");
  expect(jobs).toHaveLength(3);
  expect([await stored(), await recorded()]).toEqual(before);
});

test("what its owner's deletion took away meanwhile is no error", async () => {
  answer = async () => {
    await local.env.LIBRARY.delete("gone");
    throw new JobRejected(NO, { code: "source_refused", message: "404", retryable: false });
  };
  expect(await storePicture(services, "a", "library:gone", upright)).toBeUndefined();
});
