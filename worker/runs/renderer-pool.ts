/**
 * The pool of renderers: one object, which keeps the renders that wait, gives each a place on an instance, and wakes its
 * run when it is over. No queue consumer waits for a render, and nothing is asked of D1 while one waits.
 */
import { DurableObject } from "cloudflare:workers";
import type { RenderJob, RenderResult } from "../../renderer/contract/job.ts";
import { sqlOf } from "../db/object-storage.ts";
import type { MediaRef } from "../domain/media.ts";
import { mixOf } from "../domain/mix.ts";
import { Pace } from "../domain/pace.ts";
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
import { recordRenderFraction } from "./progress.ts";
import { type Render, Renders } from "./renders.ts";

/** A render that was lost with so many instances is not given to another: it may be what ends them. */
const MAX_BREAKS = 3;
/** Progress is worth a database write only when a person would see the difference. */
const WORTH_NOTING = 0.2;

/** Keeps renders, and gives them places, in turns. Its object is called `pool`: there is one in a deployment. */
export class RendererPool extends DurableObject<Env> implements PoolApi {
  readonly #services: Services;
  readonly #instances: Instances;
  readonly #renders: Renders;
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
    this.#renders = new Renders(sqlOf(ctx));
    ctx.waitUntil(this.#begin());
  }

  async ask(request: RenderRequest): Promise<AskedRender> {
    const known = this.#renders.find(request.runId);
    if (!known) {
      this.#renders.add(request);
      await this.#begin();
      return this.#running.has(request.runId) ? { kind: "running" } : this.#waiting(request.accountId);
    }
    if (known.end) {
      if (known.end.kind === "failed") this.#renders.remove(known);
      return known.end;
    }
    // Its progress belongs to the latest claim.
    this.#renders.replaceRequest(known, request);
    return known.status === "running" ? { kind: "running" } : this.#waiting(request.accountId);
  }

  #waiting(accountId: string): AskedRender {
    const places = this.#instances.places(this.#services.now());
    return { kind: "waiting", aboutMs: this.#pace.waitMs(this.#renders.ahead(accountId), places) };
  }

  async forget(runId: string): Promise<void> {
    const known = this.#renders.find(runId);
    if (known?.end) this.#renders.remove(known);
  }

  async cancel(runIds: string[]): Promise<void> {
    for (const runId of runIds) {
      const known = this.#renders.find(runId);
      if (!known) continue;
      this.#renders.remove(known);
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
    return {
      waiting: this.#renders.waiting,
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
    while (this.#renders.anyWaits) {
      const instance = this.#instances.take(this.#services.now());
      if (instance === undefined) break;
      const render = this.#renders.beginNext();
      if (!render) throw new Error("No render waits, but one did");
      const { runId, attempt } = render;
      const abort = new AbortController();
      this.#running.set(runId, { instance, attempt, abort });
      this.#pace.begin(`${runId} ${attempt}`, this.#services.now());
      this.ctx.waitUntil(this.#perform(render, instance, abort.signal));
    }
    await this.#wakeUpLater();
  }

  async #perform(render: Render, instance: number, signal: AbortSignal): Promise<void> {
    const { log } = this.#services;
    const { runId, attempt, request } = render;
    const startedAt = this.#services.now();
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
    this.#renders.leavePlace(render);
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
        this.#renders.waitAgain(render, breaks);
        return;
      }
      const message = `Renderers failed ${breaks} times in the middle of the job: ${end.reason}.`;
      this.#end(render, { kind: "failed", error: { code: RENDERER_LOST, message, retryable: true } });
    }
  }

  #end(render: Render, end: RenderEnd): void {
    this.#renders.end(render, end, this.#services.now());
  }

  #note(instance: number, end: JobEnd<unknown>): void {
    const { log, now } = this.#services;
    if (this.#instances.note(instance, end, now()) && end.kind === "broken") {
      log.warn("renderer_broken", { instance, reason: end.reason });
    }
  }

  async #jobOf(request: RenderRequest, video: MediaRef, poster: MediaRef): Promise<RenderJob> {
    const { media } = this.#services;
    const { fileStem: stem = request.runId } = request;
    const [picture, songUrl, deliverVideo, deliverPoster] = await Promise.all([
      this.#pictureOf(request),
      request.audio && media.readUrl(request.audio.song.media, SECONDS.renderUrl),
      media.writeUrl(video, { contentType: "video/mp4", name: `${stem}.mp4` }, SECONDS.renderUrl),
      media.writeUrl(poster, { contentType: "image/jpeg", name: `${stem}.jpg` }, SECONDS.renderUrl),
    ]);
    return {
      video: picture,
      audio:
        request.audio && songUrl
          ? { url: songUrl, startSeconds: request.audio.startSeconds, ...mixOf(request.audio.mix) }
          : null,
      caption: request.caption,
      lyrics: request.lyrics ?? null,
      output: request.output,
      ...(request.sound ? { sound: request.sound } : {}),
      deliver: { video: deliverVideo, poster: deliverPoster },
    };
  }

  async #pictureOf({ video }: RenderRequest): Promise<RenderJob["video"]> {
    const { media } = this.#services;
    if (!("shots" in video)) return { url: await media.readUrl(video.media, SECONDS.renderUrl) };
    const shots = video.shots.map(async ({ media: ref, ...place }) => ({
      ...{ url: await media.readUrl(ref, SECONDS.renderUrl) },
      ...place,
    }));
    return { fps: video.fps, shots: await Promise.all(shots) };
  }

  #progressRecorder(runId: string): (fraction: number) => void {
    let noted = 0;
    return (fraction) => {
      // The first one tells that the wait is over.
      if (fraction < noted + WORTH_NOTING) return;
      noted = fraction;
      const fence = this.#renders.find(runId)?.request.fence;
      if (fence === undefined) return;
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
    this.#renders.forgetUnheard(time, time - scaledMs(this.#services, SECONDS.renderEndKept));
    const due = this.#renders.toWake(time);
    if (due.length === 0) return;
    for (const { seq, wakes } of due) {
      const seconds = Math.min(SECONDS.renderWakeAtMost, SECONDS.renderWake * 2 ** wakes);
      this.#renders.woken(seq, time + scaledMs(this.#services, seconds));
    }
    // Before anything else: should the object end here, they are sent for again all the same.
    await this.#wakeUpLater();
    await queues
      .send(
        "renders",
        due.map(({ runId }) => ({ message: { runId } })),
      )
      .catch((error: unknown) => log.error("runs_not_woken", error, { runs: due.length }));
  }

  /** Sets the alarm for what comes next: an instance has rested, a run is to be woken, or jobs are to be looked after. */
  async #wakeUpLater(): Promise<void> {
    const time = this.#services.now();
    const waits = this.#renders.anyWaits;
    const rested = waits ? this.#instances.nextRestedAt(time) : undefined;
    // Also while jobs run: an object that nothing happens to is put to sleep, and loses them.
    const look = waits || this.#running.size > 0 ? time + scaledMs(this.#services, SECONDS.poolLook) : undefined;
    const times = [this.#renders.nextWake(), rested, look].filter((each) => typeof each === "number");
    if (times.length > 0) await this.ctx.storage.setAlarm(Math.max(time + 1, Math.min(...times)));
  }
}
