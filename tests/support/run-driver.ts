/**
 * Drives runs through their states on a real D1, with stand-ins for fal.ai, the renderer and R2, and with messages that
 * are handed over one by one, at the time they are due. Everything that writes rows is the product's own.
 */

import { eq } from "drizzle-orm";
import { readPrompt, wantedBy } from "../../emulator/text/prompt.ts";
import type { Database } from "../../worker/db/database.ts";
import { generations } from "../../worker/db/schema.ts";
import type { MediaRef } from "../../worker/domain/media.ts";
import { STEP_NAMES } from "../../worker/domain/run.ts";
import { modelNamed } from "../../worker/fal/models.ts";
import type { ChoreMessage, Message } from "../../worker/queues.ts";
import { adoptCallback } from "../../worker/runs/adopt-callback.ts";
import { advanceGeneration } from "../../worker/runs/advance-generation.ts";
import { advanceRun } from "../../worker/runs/advance-run.ts";
import { consumeChores } from "../../worker/runs/chores.ts";
import { claimCalled, settleGeneration } from "../../worker/runs/generations.ts";
import { goOn } from "../../worker/runs/go-on.ts";
import type { Services } from "../../worker/services.ts";
import { rowServices } from "./local-database.ts";

const FILE = { bytes: 1, md5: "0" };
const RENDERED = "media:videos/";

const LONG_SONG = Array.from({ length: 60 }, (_, at) => ({ text: `word${at}`, timestamp: [at, at + 0.5] }));

/** What each model answers: enough for the steps to be content with. */
const ANSWERS: Record<string, (prompt: string) => unknown> = {
  "fal-ai/whisper": () => ({ text: "", chunks: LONG_SONG }),
  "openrouter/router": (prompt) => ({
    output:
      wantedBy(readPrompt(prompt)) === "moments"
        ? JSON.stringify({ moments: [1, 2, 3].map((number) => ({ number })) })
        : "a caption of six small words",
  }),
};

/** When a message comes again that was not handled. */
const REDELIVERY_MS = 5000;

export interface Driver {
  services: Services;
  /** Sends a message, as whoever made the run would. */
  send(message: Message, queue?: "steps" | "renders"): void;
  /** Calls back about a request, as fal.ai would, so many milliseconds from now. */
  callBack(callbackUrl: string, requestId: string, inMs: number): void;
  /**
   * Handles messages until none is left. `until`: leaves those behind that come after it holds. Gives the number
   * handled.
   */
  run(until?: () => Promise<boolean>): Promise<number>;
  /** Unix milliseconds; can be set. */
  time: number;
}

/** A callback of fal.ai's on its way. */
export interface Callback {
  generationId: string;
  attempt: number;
  requestId: string;
}

export interface DriverOptions {
  /** How long after a submit fal.ai calls back, milliseconds, by the model's endpoint; at once, if nothing is said. */
  callsBackAfterMs?: (endpoint: string) => number;
  /** A render is in the pool for so long, milliseconds, which then sends for its run; otherwise it is done at once. */
  rendersForMs?: number;
  /** For what the driver itself wants to know, where `db` is for the product alone. */
  look?: Database;
  /** Handles a message by `handle`. Whether it was handled: one that was not comes again. */
  delivers?: (message: Message | Callback, handle: () => Promise<void>) => Promise<boolean>;
  /** What models make, and where it is copied to. Without it, rows of such models are settled as if that had been done. */
  files?: { bucket: R2Bucket; answers: Record<string, unknown> };
}

/** `time` is where the clock stands at first. */
export function openDriver(
  db: Database,
  time: number,
  { callsBackAfterMs = () => 0, rendersForMs, look = db, delivers, files }: DriverOptions = {},
): Driver {
  const waiting: { queue: "steps" | "renders"; message: Message | Callback; at: number }[] = [];
  const rendersDoneAt = new Map<string, number>();
  const driver: Driver = { services: undefined as never, send, callBack, run, time };
  const prompts = new Map<string, string>();
  const object = { size: FILE.bytes, etag: FILE.md5 };
  const standIn = {
    head: async () => object,
    put: async () => object,
    list: async () => ({ objects: [], truncated: false }),
    delete: async () => {},
  };
  const stored: Record<string, unknown> = {
    fal: {
      submit: async (model: string, input: { prompt?: string }, { callbackUrl = "" }: { callbackUrl?: string }) => {
        const requestId = crypto.randomUUID();
        prompts.set(requestId, input.prompt ?? "");
        callBack(callbackUrl, requestId, callsBackAfterMs(model));
        return requestId;
      },
      status: async () => ({ state: "COMPLETED", failed: false }),
      result: async (model: string, requestId: string) => ({
        data: files?.answers[model] ?? ANSWERS[model]?.(prompts.get(requestId) ?? ""),
        billedUnits: undefined,
      }),
      cancel: async () => {},
    },
    media: {
      read: async () => null,
      publicUrl: (ref: MediaRef) => `https://media.test/${ref}`,
      readUrl: async (ref: MediaRef) => `https://media.test/${ref}`,
      writeUrl: async (ref: MediaRef) => ({ url: `https://media.test/${ref}`, headers: {} }),
      bucket: (ref: MediaRef) => ({ key: ref, bucket: files && !ref.startsWith(RENDERED) ? files.bucket : standIn }),
    },
    gate: () => ({
      enter: async () => ({ kind: "go", isProbe: false }),
      leave: async () => {},
      refused: async () => {},
      heard: async () => {},
      unanswered: async () => false,
      outage: async () => ({ ms: 0, isOpen: false, hasRested: true }),
    }),
    renderer: {
      render: async ({ runId }: { runId: string }) => {
        const doneAt = rendersDoneAt.get(runId) ?? driver.time + (rendersForMs ?? 0);
        if (!rendersDoneAt.has(runId) && rendersForMs !== undefined) {
          waiting.push({ queue: "renders", message: { runId }, at: doneAt });
        }
        rendersDoneAt.set(runId, doneAt);
        if (driver.time < doneAt) return { kind: "running" };
        return {
          kind: "done",
          ...{ video: `${RENDERED}v.mp4`, poster: `${RENDERED}v.jpg` },
          result: { video: { ...FILE, width: 720, height: 1280, durationSeconds: 8 }, poster: FILE, warnings: [] },
        };
      },
      forgetRender: async (runId: string) => {
        rendersDoneAt.delete(runId);
      },
      cancelRenders: async () => {},
      cut: async () => ({ audio: FILE }),
    },
    queues: {
      send: async (
        queue: "steps" | "renders",
        messages: { message: Message; delaySeconds?: number }[],
      ): Promise<void> => {
        for (const { message, delaySeconds = 0 } of messages) {
          waiting.push({ queue, message, at: driver.time + delaySeconds * 1000 });
        }
      },
      sendDeliveries: async () => {},
      sendChores: async (messages: { message: ChoreMessage }[]) => {
        for (const { message: body } of messages) {
          await consumeChores(driver.services, { messages: [{ body }] } as unknown as MessageBatch<ChoreMessage>);
        }
      },
    },
  };
  const rows = rowServices(db, () => driver.time);
  // The stand-ins have what runs use of each service, and no more.
  driver.services = {
    ...rows,
    ...stored,
    settings: { ...rows.settings, FAL_INPUTS: "presigned", PUBLIC_ORIGIN: "https://backline.test" },
  } as unknown as Services;

  function send(message: Message, queue: "steps" | "renders" = "steps") {
    waiting.push({ queue, message, at: driver.time });
  }

  function callBack(callbackUrl: string, requestId: string, inMs: number) {
    const [generationId = "", attempt] = callbackUrl.split("/").slice(-2);
    waiting.push({
      queue: "steps",
      message: { generationId, attempt: Number(attempt), requestId },
      at: driver.time + inMs,
    });
  }

  async function run(until: () => Promise<boolean> = async () => false): Promise<number> {
    for (let handled = 0; ; handled++) {
      if (handled > 500 * STEP_NAMES.length) throw new Error("It does not come to an end");
      if (waiting.length === 0 || (await until())) return handled;
      waiting.sort((a, b) => a.at - b.at);
      const next = waiting.shift();
      if (!next) return handled;
      driver.time = Math.max(driver.time, next.at);
      const handling = () => handle(next.queue, next.message);
      if (!delivers) await handling();
      else if (!(await delivers(next.message, handling))) waiting.push({ ...next, at: driver.time + REDELIVERY_MS });
    }
  }

  async function handle(queue: "steps" | "renders", message: Message | Callback): Promise<void> {
    if ("requestId" in message) {
      const { generationId, attempt, requestId } = message;
      if (await wasMade(generationId)) return;
      const outcome = await adoptCallback(driver.services, generationId, attempt, requestId);
      if (outcome.kind === "unconfirmed") throw new Error("A callback was not confirmed");
      if (outcome.kind === "adopted") await outcome.goOn?.();
      return;
    }
    if ("runId" in message) return advanceRun(driver.services, message.runId, queue);
    const { generationId: id } = message;
    if (await wasMade(id)) return;
    await goOn(driver.services, await advanceGeneration(driver.services, message));
  }

  /** Settles a generation that makes media. Copying and looking into files is another test's matter: here they are, copied. */
  async function wasMade(id: string): Promise<boolean> {
    if (files) return false;
    const [row] = await look.select().from(generations).where(eq(generations.id, id));
    const makesMedia = row && modelNamed(row.model).producesMedia;
    if (!makesMedia || row.status !== "submitted") return false;
    const claimed = await claimCalled(driver.services, id, row.attempt, row.requestId ?? "");
    if (!claimed) return false;
    const file = (name: string) => ({
      ref: `media:generations/${id}/1-${name}` as MediaRef,
      bytes: 1,
      contentType: "x",
    });
    const output = { data: {}, media: { image: file("image"), video: file("video") } };
    const runIds = await settleGeneration(driver.services, claimed, {
      status: "completed",
      output,
      costMicros: 80_000,
    });
    await goOn(driver.services, runIds);
    return true;
  }

  return driver;
}
