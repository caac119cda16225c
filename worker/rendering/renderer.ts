/** The renderers as the Worker sees them: renders go to the pool, small jobs to an instance at once. */
import type { CutJob, CutResult, JobErrorBody, PictureJob, PictureResult } from "../../renderer/contract/job.ts";
import type { HeardFile } from "../../renderer/contract/song-analysis.ts";
import { type Failure, PermanentError, TransientError } from "../domain/failure.ts";
import { performJob } from "./perform-job.ts";
import { type AskedRender, type PoolApi, type PoolView, RENDERER_LOST, type RenderRequest } from "./pool-api.ts";

/** The renderer says that the job cannot be done, now or later. */
export class JobRejected extends PermanentError {
  override name = "JobRejected";
  /** What is wrong with the source file, in a sentence. Undefined: the way the job was asked for is at fault. */
  readonly aboutSource: string | undefined;
  constructor(failure: Failure, { code, message }: JobErrorBody) {
    super(failure);
    this.aboutSource = SOURCE_CODES.includes(code) ? message : undefined;
  }
}
const SOURCE_CODES = [
  "source_not_media",
  "source_empty",
  "source_too_large",
  "audio_unreadable",
  "audio_without_samples",
  "picture_unreadable",
];

export interface Renderer {
  /** Has the pool do a run's render, or tells how it is coming on. Throws a TransientError. */
  render(request: RenderRequest): Promise<AskedRender>;
  /** The end of a run's render was taken note of. */
  forgetRender(runId: string): Promise<void>;
  /** Nobody wants these runs' renders any more. */
  cancelRenders(runIds: string[]): Promise<void>;
  /** What has a place, what waits, and which instances are left alone. */
  look(): Promise<PoolView>;
  /** None of these waits for a render. All throw PermanentError or TransientError. */
  cut(job: CutJob): Promise<CutResult>;
  analyze(job: { audio: { url: string } }): Promise<HeardFile>;
  picture(job: PictureJob): Promise<PictureResult>;
}

/** The name of an instance's object. */
export const instanceNamed = (index: number): string => `renderer-${index}`;

/** Instances that are asked to do a small job before it has to come again. */
const MAX_INSTANCES = 3;
/** Until a small job for which no instance had room comes again, seconds. */
const AGAIN_SECONDS = 5;

/** The renderers behind `instances`, and their pool. Silence for `silenceMs` means that a renderer hangs. */
export function openRenderer(
  pool: () => PoolApi,
  instances: Pick<DurableObjectNamespace, "get" | "idFromName">,
  silenceMs: number,
): Renderer {
  /** The pool's object is restarted by every deploy, and moved now and then: nobody's fault. */
  const orBusy = <Answer>(answer: Promise<Answer>): Promise<Answer> =>
    answer.catch((cause: unknown) => {
      throw new TransientError(
        { code: "renderer_unavailable", message: "The pool of renderers cannot be reached.", retryable: true },
        { cause, delaySeconds: AGAIN_SECONDS, busy: true },
      );
    });
  async function small<Result>(path: "/cut" | "/analyze" | "/picture", job: unknown): Promise<Result> {
    let last = "every renderer is left alone for a while";
    let hasBegun = false;
    for (const index of await orBusy(pool().forSmallJob(MAX_INSTANCES))) {
      const stub = instances.get(instances.idFromName(instanceNamed(index)));
      const end = await performJob<Result>((url, init) => stub.fetch(url, init), { path, job, silenceMs });
      if (end.kind === "done") return end.result;
      if (end.kind === "judged") throw errorOf(end.error);
      last = end.reason;
      // That its places for small jobs are taken says nothing about those for renders.
      if (end.reason !== "busy") await pool().note(index, end);
      // It may be the job that ends renderers: then it counts.
      if (end.kind === "broken" && end.begun) hasBegun = true;
    }
    throw new TransientError(
      { code: "renderer_unavailable", message: `No renderer took the job: ${last}.`, retryable: true },
      { delaySeconds: AGAIN_SECONDS, busy: !hasBegun },
    );
  }
  return {
    render: (request) => orBusy(pool().ask(request)),
    forgetRender: (runId) => pool().forget(runId),
    cancelRenders: (runIds) => pool().cancel(runIds),
    look: () => pool().look(),
    cut: (job) => small<CutResult>("/cut", job),
    analyze: (job) => small<HeardFile>("/analyze", job),
    picture: (job) => small<PictureResult>("/picture", job),
  };
}

/** What the renderer said of a job, as the error of the step that asked for it. */
export function errorOf(body: JobErrorBody): PermanentError | TransientError {
  const { code, message, retryable } = body;
  if (code === RENDERER_LOST) return new TransientError({ code: "renderer_unavailable", message, retryable });
  const failure: Failure = { code: "renderer_rejected", message: `${message} (${code})`, retryable };
  return retryable ? new TransientError(failure) : new JobRejected(failure, body);
}
