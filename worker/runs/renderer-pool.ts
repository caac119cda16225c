/**
 * The pool of renderers: one object, which keeps the renders that wait, gives each a place on an instance, and wakes its
 * run when it is over. No queue consumer waits for a render, and nothing is asked of D1 while one waits.
 */
import { DurableObject } from "cloudflare:workers";
import type { RenderJob, RenderResult } from "../../renderer/contract/job.ts";
import type { MediaRef } from "../domain/media.ts";
import { Pace } from "../domain/pace.ts";
import { Turns } from "../domain/turns.ts";
import type { Env } from "../env.ts";
import { Instances } from "../rendering/instances.ts";
import { type JobEnd, performJob } from "../rendering/perform-job.ts";
import {
  type AskedRender,
  type PoolApi,
  type PoolView,
  RENDERER_LOST,
  type RenderEnd,
  type RenderRequest,
  type Trouble,
} from "../rendering/pool-api.ts";
import { instanceNamed } from "../rendering/renderer.ts";
import { type Services, servicesOf } from "../services.ts";
import { SECONDS, scaledMs } from "../timing.ts";
import { posterFile, videoFile } from "./object-keys.ts";
import { recordRenderFraction } from "./steps.ts";

/** A render that was lost with so many instances is not given to another: it may be what ends them. */
const MAX_BREAKS = 3;
/** Progress is worth a database write only when a person would see the difference. */
const WORTH_NOTING = 0.2;

type Render = {
  /** Rises: of an account, whoever asked first has the first turn. */
  seq: number;
  run_id: string;
  account_id: string;
  /** A RenderRequest as JSON. */
  request: string;
  status: "waiting" | "running" | "ended";
  /** The number of instances it was given to: part of the names of its files. */
  attempt: number;
  breaks: number;
  /** A RenderEnd as JSON. */
  end: string | null;
  ended_at: number | null;
  /** How often its run was woken, and when it is woken next. */
  wakes: number;
  wake_at: number | null;
};

/** Keeps renders, and gives them places, in turns. Its object is called `pool`: there is one in a deployment. */
export class RendererPool extends DurableObject<Env> implements PoolApi {
  readonly #services: Services;
  readonly #instances: Instances;
  readonly #turns = new Turns();
  /** How long renders keep a place. */
  readonly #pace: Pace;
  /** What is under way, by run. */
  readonly #running = new Map<string, { instance: number; attempt: number; abort: AbortController }>();

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#services = servicesOf(env);
    this.#pace = new Pace(scaledMs(this.#services, SECONDS.placeTaken));
    const { RENDERER_INSTANCES: count, RENDERER_PLACES: places } = this.#services.settings;
    this.#instances = new Instances({ count, places, secondMs: scaledMs(this.#services, 1) });
    this.#sql(`CREATE TABLE IF NOT EXISTS renders (
      seq INTEGER PRIMARY KEY AUTOINCREMENT, run_id TEXT NOT NULL UNIQUE, account_id TEXT NOT NULL,
      request TEXT NOT NULL, status TEXT NOT NULL DEFAULT 'waiting', attempt INTEGER NOT NULL DEFAULT 0,
      breaks INTEGER NOT NULL DEFAULT 0, end TEXT, ended_at INTEGER, wakes INTEGER NOT NULL DEFAULT 0, wake_at INTEGER)`);
    // The account's next one; those whose run is to be woken.
    this.#sql("CREATE INDEX IF NOT EXISTS renders_waiting ON renders (account_id, seq) WHERE status = 'waiting'");
    this.#sql("CREATE INDEX IF NOT EXISTS renders_wake ON renders (wake_at) WHERE status = 'ended'");
    // The object was moved or restarted: the connections to the renderers are gone, which canceled the jobs.
    this.#sql("UPDATE renders SET status = 'waiting' WHERE status = 'running'");
    const waiting = this.#sql<{ account_id: string; count: number }>(
      "SELECT account_id, count(*) AS count FROM renders WHERE status = 'waiting' GROUP BY account_id",
    );
    for (const { account_id: account, count } of waiting) for (let at = 0; at < count; at++) this.#turns.join(account);
    if (waiting.length > 0) ctx.waitUntil(this.#begin());
  }

  async ask(request: RenderRequest): Promise<AskedRender> {
    const known = this.#renderOf(request.runId);
    if (!known) {
      this.#sql(
        "INSERT INTO renders (run_id, account_id, request) VALUES (?, ?, ?)",
        request.runId,
        request.accountId,
        JSON.stringify(request),
      );
      this.#turns.join(request.accountId);
      await this.#begin();
      return this.#running.has(request.runId) ? { kind: "running" } : this.#waiting(request.accountId);
    }
    if (known.status !== "ended") {
      // Its progress belongs to the latest claim.
      this.#sql("UPDATE renders SET request = ? WHERE seq = ?", JSON.stringify(request), known.seq);
      return known.status === "running" ? { kind: "running" } : this.#waiting(request.accountId);
    }
    const end = JSON.parse(known.end ?? "") as RenderEnd; // Written below.
    if (end.kind === "failed") this.#sql("DELETE FROM renders WHERE seq = ?", known.seq);
    return end;
  }

  #waiting(accountId: string): AskedRender {
    const places = this.#instances.places(this.#services.now());
    return { kind: "waiting", aboutMs: this.#pace.waitMs(this.#turns.ahead(accountId), places) };
  }

  async forget(runId: string): Promise<void> {
    this.#sql("DELETE FROM renders WHERE run_id = ? AND status = 'ended'", runId);
  }

  async cancel(runIds: string[]): Promise<void> {
    for (const runId of runIds) {
      const known = this.#renderOf(runId);
      if (!known) continue;
      this.#sql("DELETE FROM renders WHERE seq = ?", known.seq);
      if (known.status === "waiting") this.#turns.leave(known.account_id);
      this.#running.get(runId)?.abort.abort();
    }
  }

  async forSmallJob(count: number): Promise<number[]> {
    return this.#instances.forSmallJobs(this.#services.now()).slice(0, count);
  }

  async note(instance: number, end: Trouble): Promise<void> {
    this.#note(instance, end);
    await this.#wakeUpLater();
  }

  async look(): Promise<PoolView> {
    const [{ waiting } = { waiting: 0 }] = this.#sql<{ waiting: number }>(
      "SELECT count(*) AS waiting FROM renders WHERE status = 'waiting'",
    );
    return {
      waiting,
      running: [...this.#running].map(([runId, { instance, attempt }]) => ({ runId, instance, attempt })),
      instances: this.#instances.view(this.#services.now()),
    };
  }

  override async alarm(): Promise<void> {
    await this.#wakeRuns();
    await this.#begin();
  }

  /** Gives places to those that wait, as long as there are any. */
  async #begin(): Promise<void> {
    for (let account = this.#turns.next(); account !== undefined; account = this.#turns.next()) {
      const instance = this.#instances.take(this.#services.now());
      if (instance === undefined) break;
      const [render] = this.#sql<Render>(
        "SELECT * FROM renders WHERE status = 'waiting' AND account_id = ? ORDER BY seq LIMIT 1",
        account,
      );
      if (!render) throw new Error(`No render of ${account} waits, but its turn has come`);
      this.#turns.begin(account);
      this.#sql("UPDATE renders SET status = 'running', attempt = attempt + 1 WHERE seq = ?", render.seq);
      const abort = new AbortController();
      const attempt = render.attempt + 1;
      this.#running.set(render.run_id, { instance, attempt, abort });
      this.#pace.begin(`${render.run_id} ${attempt}`, this.#services.now());
      this.ctx.waitUntil(this.#perform({ ...render, attempt }, instance, abort.signal));
    }
    await this.#wakeUpLater();
  }

  async #perform(render: Render, instance: number, signal: AbortSignal): Promise<void> {
    const { log } = this.#services;
    const { run_id: runId, attempt } = render;
    const startedAt = this.#services.now();
    const request = JSON.parse(render.request) as RenderRequest; // As `ask` stored it.
    const video = videoFile(runId, request.fence, attempt);
    const poster = posterFile(runId, request.fence, attempt);
    log.info("render_given", { runId, instance, attempt });
    let end: JobEnd<RenderResult>;
    try {
      const stub = this.env.RENDERER.get(this.env.RENDERER.idFromName(instanceNamed(instance)));
      end = await performJob<RenderResult>((url, init) => stub.fetch(url, init), {
        path: "/render",
        job: await this.#jobOf(request, video, poster),
        silenceMs: scaledMs(this.#services, SECONDS.rendererSilence),
        onProgress: this.#progressRecorder(runId),
        signal,
      });
    } catch (error) {
      // Such as storage that signs nothing.
      end = { kind: "judged", error: { code: "internal", message: String(error), retryable: true } };
    }
    // Canceled and asked for anew meanwhile, the run has another one under way.
    if (this.#running.get(runId)?.abort.signal === signal) this.#running.delete(runId);
    this.#instances.leave(instance);
    this.#pace.end(`${runId} ${attempt}`, this.#services.now());
    this.#turns.end(render.account_id);
    // What a canceled job came to says nothing about its instance.
    if (!signal.aborted) {
      this.#note(instance, end);
      this.#settle(render, end, video, poster);
      log.info("render_over", {
        runId,
        instance,
        attempt,
        end: end.kind,
        durationMs: this.#services.now() - startedAt,
      });
    }
    await this.#wakeRuns();
    await this.#begin();
  }

  /** Stores how a render ended; or, when nothing was said about the job itself, has it wait for another place. */
  #settle(render: Render, end: JobEnd<RenderResult>, video: MediaRef, poster: MediaRef): void {
    if (end.kind === "done") this.#end(render, { kind: "done", result: end.result, video, poster });
    else if (end.kind === "judged") this.#end(render, { kind: "failed", error: end.error });
    else {
      const breaks = render.breaks + (end.kind === "broken" && end.begun ? 1 : 0);
      if (breaks < MAX_BREAKS) {
        this.#sql("UPDATE renders SET status = 'waiting', breaks = ? WHERE seq = ?", breaks, render.seq);
        this.#turns.join(render.account_id);
        return;
      }
      const message = `Renderers failed ${breaks} times in the middle of the job: ${end.reason}.`;
      this.#end(render, { kind: "failed", error: { code: RENDERER_LOST, message, retryable: true } });
    }
  }

  #end(render: Render, end: RenderEnd): void {
    const time = this.#services.now();
    this.#sql(
      "UPDATE renders SET status = 'ended', end = ?, ended_at = ?, wake_at = ? WHERE seq = ?",
      ...[JSON.stringify(end), time, time, render.seq],
    );
  }

  #note(instance: number, end: JobEnd<unknown>): void {
    const { log, now } = this.#services;
    if (this.#instances.note(instance, end, now()) && end.kind === "broken") {
      log.warn("renderer_broken", { instance, reason: end.reason });
    }
  }

  async #jobOf(request: RenderRequest, video: MediaRef, poster: MediaRef): Promise<RenderJob> {
    const { media } = this.#services;
    const [videoUrl, songUrl, deliverVideo, deliverPoster] = await Promise.all([
      media.readUrl(request.video.media, SECONDS.renderUrl),
      request.audio && media.readUrl(request.audio.song.media, SECONDS.renderUrl),
      media.writeUrl(video, "video/mp4", SECONDS.renderUrl),
      media.writeUrl(poster, "image/jpeg", SECONDS.renderUrl),
    ]);
    return {
      video: { url: videoUrl },
      audio: request.audio && songUrl ? { url: songUrl, startSeconds: request.audio.startSeconds } : null,
      caption: request.caption,
      output: request.output,
      deliver: { video: deliverVideo, poster: deliverPoster },
    };
  }

  #progressRecorder(runId: string): (fraction: number) => void {
    let noted = 0;
    return (fraction) => {
      // The first one tells that the wait is over.
      if (fraction < noted + WORTH_NOTING) return;
      noted = fraction;
      const request = this.#renderOf(runId)?.request;
      if (request === undefined) return;
      const { fence } = JSON.parse(request) as RenderRequest; // As `ask` stored it.
      this.ctx.waitUntil(
        recordRenderFraction(this.#services, runId, fence, fraction).catch((error: unknown) => {
          this.#services.log.warn("progress_not_recorded", { runId, reason: String(error) });
        }),
      );
    };
  }

  /** Sends for the runs whose render is over, again and again until they have come, or a day has passed. */
  async #wakeRuns(): Promise<void> {
    const { queues, log, now } = this.#services;
    const time = now();
    this.#sql(
      "DELETE FROM renders WHERE status = 'ended' AND wake_at <= ? AND ended_at <= ?",
      ...[time, time - scaledMs(this.#services, SECONDS.renderEndKept)],
    );
    const due = this.#sql<Render>(
      "SELECT * FROM renders WHERE status = 'ended' AND wake_at <= ? ORDER BY wake_at LIMIT 100",
      time,
    );
    if (due.length === 0) return;
    for (const { seq, wakes } of due) {
      const seconds = Math.min(SECONDS.renderWakeAtMost, SECONDS.renderWake * 2 ** wakes);
      this.#sql(
        "UPDATE renders SET wakes = wakes + 1, wake_at = ? WHERE seq = ?",
        time + scaledMs(this.#services, seconds),
        seq,
      );
    }
    await queues
      .send(
        "renders",
        due.map(({ run_id: runId }) => ({ message: { runId } })),
      )
      .catch((error: unknown) => log.error("runs_not_woken", error, { runs: due.length }));
  }

  /** Sets the alarm for what comes next: an instance has rested, a run is to be woken, or jobs are to be looked after. */
  async #wakeUpLater(): Promise<void> {
    const time = this.#services.now();
    const [{ wake } = { wake: null }] = this.#sql<{ wake: number | null }>(
      "SELECT min(wake_at) AS wake FROM renders WHERE status = 'ended'",
    );
    const [waits] = this.#sql("SELECT 1 FROM renders WHERE status = 'waiting' LIMIT 1");
    const rested = waits ? this.#instances.nextRestedAt(time) : undefined;
    // Also while jobs run: an object that nothing happens to is put to sleep, and loses them.
    const look = waits || this.#running.size > 0 ? time + scaledMs(this.#services, SECONDS.poolLook) : undefined;
    const times = [wake, rested, look].filter((each) => typeof each === "number");
    if (times.length > 0) await this.ctx.storage.setAlarm(Math.max(time + 1, Math.min(...times)));
  }

  #renderOf(runId: string): Render | undefined {
    return this.#sql<Render>("SELECT * FROM renders WHERE run_id = ?", runId)[0];
  }

  #sql<Row extends Record<string, SqlStorageValue>>(statement: string, ...values: SqlStorageValue[]): Row[] {
    return this.ctx.storage.sql.exec<Row>(statement, ...values).toArray();
  }
}
