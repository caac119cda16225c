/** The renderer as the Worker sees it: the same jobs, whether a container or a plain server takes them. */
import type {
  AnalyzeResult,
  CutJob,
  CutResult,
  JobErrorBody,
  JobEvent,
  PictureJob,
  PictureResult,
  RenderJob,
  RenderResult,
} from "../../renderer/contract/job.ts";
import { type Failure, PermanentError, TransientError } from "../domain/failure.ts";

export type Analysis = AnalyzeResult;

/** The renderer says that the job cannot be done, now or later. */
export class JobRejected extends PermanentError {
  override name = "JobRejected";
  /** Whether the source file is at fault, rather than the way the job was asked for. */
  readonly isAboutSource: boolean;
  constructor(failure: Failure, code: string) {
    super(failure);
    this.isAboutSource = SOURCE_CODES.includes(code);
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
  /** All throw PermanentError or TransientError. `onProgress` receives fractions 0..1. */
  render(runId: string, job: RenderJob, onProgress: (fraction: number) => void): Promise<RenderResult>;
  cut(runId: string, job: CutJob, onProgress: (fraction: number) => void): Promise<CutResult>;
  analyze(songId: string, job: { audio: { url: string } }): Promise<Analysis>;
  picture(fileId: string, job: PictureJob): Promise<PictureResult>;
}

/** How a job's request reaches a renderer. Jobs with the same `affinity` prefer the same instance. */
export type Transport = (affinity: string, path: string, init: RequestInit) => Promise<Response>;

/** A renderer that speaks renderer/contract/job.ts over `transport`. Silence for `silenceMs` means that it hangs. */
export function openRenderer(transport: Transport, silenceMs: number): Renderer {
  async function run<Result>(
    affinity: string,
    path: string,
    job: unknown,
    onProgress: (fraction: number) => void,
  ): Promise<Result> {
    const abort = new AbortController();
    let silence = setTimeout(() => abort.abort(), silenceMs);
    try {
      const response = await transport(affinity, path, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(job),
        signal: abort.signal,
      });
      if (!response.ok || !response.body) throw await refused(response);
      for await (const line of linesOf(response.body)) {
        clearTimeout(silence);
        silence = setTimeout(() => abort.abort(), silenceMs);
        const event = JSON.parse(line) as JobEvent<Result>; // Written by our own renderer, with the shared types.
        if (event.event === "done") return event.result;
        if (event.event === "error") throw failed(event.error);
        onProgress(event.fraction);
      }
      throw unavailable("it went away in the middle of the job");
    } catch (error) {
      if (error instanceof PermanentError || error instanceof TransientError) throw error;
      throw unavailable(abort.signal.aborted ? "it stopped answering" : "it cannot be reached", error);
    } finally {
      clearTimeout(silence);
      abort.abort();
    }
  }
  return {
    render: (runId, job, onProgress) => run<RenderResult>(runId, "/render", job, onProgress),
    cut: (runId, job, onProgress) => run<CutResult>(runId, "/cut", job, onProgress),
    analyze: (songId, job) => run<Analysis>(songId, "/analyze", job, () => {}),
    picture: (fileId, job) => run<PictureResult>(fileId, "/picture", job, () => {}),
  };
}

const unavailable = (what: string, cause?: unknown) =>
  new TransientError(
    { code: "renderer_unavailable", message: `The renderer failed: ${what}.`, retryable: true },
    { cause },
  );

const failed = ({ code, message, retryable }: JobErrorBody) => {
  const failure: Failure = { code: "renderer_rejected", message: `${message} (${code})`, retryable };
  return retryable ? new TransientError(failure) : new JobRejected(failure, code);
};

async function refused(response: Response): Promise<Error> {
  const text = await response.text();
  if (response.status === 503 || response.status === 429) {
    const seconds = Number(response.headers.get("retry-after"));
    return new TransientError(
      { code: "renderer_unavailable", message: "Every renderer is busy.", retryable: true },
      { busy: true, delaySeconds: seconds > 0 ? seconds : 5 },
    );
  }
  // While a new version is rolled out, the renderer may be older than the Worker.
  if (response.status === 404) return unavailable("it does not take such jobs yet");
  let failure: JobErrorBody | undefined;
  try {
    failure = JSON.parse(text) as JobErrorBody;
  } catch {
    // Not the renderer's own answer: a gateway answered in its place.
  }
  return failure?.code ? failed(failure) : unavailable(`it answered ${response.status}`);
}

async function* linesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of body) {
    rest += decoder.decode(chunk, { stream: true });
    const lines = rest.split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) if (line.trim() !== "") yield line;
  }
  if (rest.trim() !== "") yield rest;
}
