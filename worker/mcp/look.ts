/** look_at_run: the picture of a run, finished or not, and where its video is. */
import { type Answer, askApi, refusal, resultOf } from "./ask.ts";
import type { Arguments, Means, ToolEntry, ToolResult } from "./tool.ts";

/** Of larger ones a preview is shown. In base64 it is a third more, all of which an agent has to read. */
export const MAX_PICTURE_BYTES = 768 * 1024;

interface Output {
  videoSourceUrl: string;
  renderedVideoBytes: number;
  posterUrl: string;
  captionText: string;
}

/** What is looked at of a run. */
interface Looked {
  id: string;
  status: string;
  output: Output | null;
  error: { message: string } | null;
  finishedAt: string | null;
  metadata: {
    imageUrl: string | null;
    progress: number;
    currentStep: string | null;
    steps: { name: string; title: string }[];
  };
}

/** Shows the poster of a completed run; of another the image that its video is made from, and how far it is. */
export async function lookAtRun(means: Means, { ask }: ToolEntry, given: Arguments): Promise<ToolResult> {
  const answer: Answer = await askApi(means, ask, given);
  if (!answer.ok) return resultOf(answer);
  const run = answer.body.run as Looked;
  const { id, status, output, metadata } = run;
  if (output) return finished(means, id, output);
  if (metadata.imageUrl === null) {
    const error = `The run ${id} is ${status} and has no picture${run.finishedAt === null ? " yet" : ""}.`;
    return refusal({ status: "error", error, code: "no_picture" });
  }
  return {
    content: [
      { type: "text", text: stateOf(run) },
      await pictureAt(means, metadata.imageUrl, `${id}: the image that its video is made from`),
    ],
  };
}

async function finished(means: Means, id: string, output: Output): Promise<ToolResult> {
  const { posterUrl, videoSourceUrl, renderedVideoBytes, captionText } = output;
  return {
    content: [
      {
        type: "text",
        text: captionText === "" ? "No caption is on it." : `Its caption: ${JSON.stringify(captionText)}`,
      },
      await pictureAt(means, posterUrl, `${id}: its picture`),
      {
        type: "resource_link",
        ...{ uri: videoSourceUrl, name: `${id}: the video`, mimeType: "video/mp4", size: renderedVideoBytes },
      },
    ],
  };
}

function stateOf({ id, status, error, finishedAt, metadata: { progress, currentStep, steps } }: Looked): string {
  if (finishedAt !== null) {
    const why = error ? `: ${JSON.stringify(error.message)}` : "";
    return `The run ${id} is ${status}${why}. It has no video; this is the image that it was to be made from.`;
  }
  const step = steps.find(({ name }) => name === currentStep)?.title;
  const at = step === undefined ? "" : `, at the step ${JSON.stringify(step)}`;
  return `The run ${id} is ${status}, ${Math.round(progress * 100)} % done${at}. It has no video yet; this is the image that it is made from.`;
}

/** The picture itself, or a link to it. */
async function pictureAt(means: Means, url: string, name: string): Promise<ToolResult["content"][number]> {
  const picture = await means.picture(url, MAX_PICTURE_BYTES);
  if (picture) return { type: "image", data: picture.base64, mimeType: picture.contentType };
  return { type: "resource_link", uri: url, name, mimeType: url.endsWith(".png") ? "image/png" : "image/jpeg" };
}
