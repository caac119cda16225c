/**
 * For tests of what is removed: a driver of runs whose files are really there, because what models and renderers would have
 * stored is put into real buckets.
 */
import { createHash } from "node:crypto";
import { eq, isNotNull } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach } from "vitest";
import { generations, runs } from "../../worker/db/schema.ts";
import { type MediaRef, parseRef } from "../../worker/domain/media.ts";
import { type Admission, admitBatch } from "../../worker/runs/admit.ts";
import { posterFile, videoFile } from "../../worker/runs/object-keys.ts";
import { openLocalDatabase } from "./local-database.ts";
import { type Driver, openDriver } from "./run-driver.ts";

export const MINUTE = 60_000;
export const DAY = 24 * 60 * MINUTE;
const BEGIN = Date.parse("2026-11-10T12:00:00Z");

type Local = Awaited<ReturnType<typeof openLocalDatabase>>;

const CONTENT = "x";
const FILE = { bytes: CONTENT.length, md5: createHash("md5").update(CONTENT).digest("hex") };

export interface FilesDriver extends Driver {
  errors: unknown[][];
  /** Runs whose renders were given up. */
  canceledRenders: string[];
  /** Puts a file where a row says that one is, or where a late renderer delivers it. */
  store(ref: MediaRef): Promise<void>;
  /** Stores what the rows of completed generations name. */
  storeMade(): Promise<void>;
  /** Keys of all objects in both buckets. */
  keys(): Promise<string[]>;
  /** The run's row; undefined when it is gone. */
  row(runId: string): Promise<typeof runs.$inferSelect | undefined>;
  /** Admits a batch of two, told of to a receiver. */
  admit(admission: Admission): Promise<{ runIds: string[]; batchId: string }>;
}

/** For a test file: one database with its buckets, and before each test a driver whose clock stands at the same time. */
export function openBeforeEach(take: (local: Local, driver: FilesDriver) => void): void {
  let local: Local;
  beforeAll(async () => {
    local = await openLocalDatabase();
  });
  beforeEach(() => take(local, openDriverWithFiles(local, BEGIN)));
  afterAll(() => local.close());
}

/** `time` is where the clock stands at first, Unix milliseconds. Pictures and videos take a minute. */
export function openDriverWithFiles({ db, env }: Local, time: number): FilesDriver {
  const driver = openDriver(db, time, {
    callsBackAfterMs: (endpoint) => (endpoint === "openrouter/router" ? 0 : 60_000),
    rendersForMs: 60_000,
  });
  const errors: unknown[][] = [];
  const canceledRenders: string[] = [];
  const { services } = driver;
  const bucketOf = (ref: MediaRef) => {
    const { store, key } = parseRef(ref);
    return { bucket: store === "library" ? env.LIBRARY : env.MEDIA, key };
  };
  services.media.bucket = bucketOf;
  services.media.read = async (ref) => {
    const { bucket, key } = bucketOf(ref);
    const object = await bucket.get(key);
    return object ? ((await object.blob()) as Blob) : null;
  };
  const store = async (ref: MediaRef) => {
    const { bucket, key } = bucketOf(ref);
    await bucket.put(key, CONTENT);
  };
  const { render, cut } = services.renderer;
  services.renderer.cut = async (job) => {
    const key = /library:clips\/\S+/.exec(job.deliver.audio.url)?.[0] as MediaRef | undefined;
    if (key) await store(key);
    return { ...(await cut(job)), audio: { ...FILE, durationSeconds: 8 } };
  };
  services.renderer.render = async (request) => {
    const asked = await render(request);
    if (asked.kind !== "done") return asked;
    const video = videoFile(request.runId, request.fence, 1);
    const poster = posterFile(request.runId, request.fence, 1);
    await Promise.all([store(video), store(poster)]);
    const { result } = asked;
    const sizes = { width: 720, height: 1280 };
    return {
      ...{ kind: "done", video, poster },
      result: { ...result, video: { ...result.video, ...FILE }, poster: { ...FILE, ...sizes } },
    };
  };
  services.renderer.cancelRenders = async (runIds) => void canceledRenders.push(...runIds);
  services.log.error = (...told: unknown[]) => void errors.push(told);
  return Object.assign(driver, {
    ...{ errors, canceledRenders, store },
    storeMade: async () => {
      const made = await db
        .select({ output: generations.output })
        .from(generations)
        .where(isNotNull(generations.output));
      for (const { output } of made) for (const { ref } of Object.values(output?.media ?? {})) await store(ref);
    },
    row: async (runId: string) => (await db.select().from(runs).where(eq(runs.id, runId)))[0],
    admit: async (admission: Admission) => {
      const request = { ...admission.request, webhook_url: "https://receiver.test" };
      const admitted = await admitBatch(services, { ...admission, request });
      if (admitted.kind !== "admitted") throw new Error(admitted.kind);
      return admitted;
    },
    keys: async () => {
      const listed = await Promise.all([env.LIBRARY.list(), env.MEDIA.list()]);
      return listed.flatMap(({ objects }) => objects.map(({ key }) => key)).sort();
    },
  });
}
