/** look_at_run: the picture of a run's video, and where the video is. */
import { type Answer, askApi, refusal, resultOf } from "./ask.ts";
import type { Arguments, Means, ToolEntry, ToolResult } from "./tool.ts";

/** Larger ones are linked to. In base64 it is a third more, all of which an agent has to read. */
export const MAX_PICTURE_BYTES = 768 * 1024;

interface Output {
  videoSourceUrl: string;
  renderedVideoBytes: number;
  posterUrl: string;
  captionText: string;
}

/** Shows the poster of a completed run. */
export async function lookAtRun(means: Means, { ask }: ToolEntry, given: Arguments): Promise<ToolResult> {
  const answer: Answer = await askApi(means, ask, given);
  if (!answer.ok) return resultOf(answer);
  const { id, status, output } = answer.body.run as { id: string; status: string; output: Output | null };
  if (!output) {
    const error = `The run ${id} is ${status} and has no picture: one that is COMPLETED has.`;
    return refusal({ status: "error", error, code: "no_picture" });
  }
  const { posterUrl, videoSourceUrl, renderedVideoBytes, captionText } = output;
  const poster = await means.picture(posterUrl, MAX_PICTURE_BYTES);
  return {
    content: [
      {
        type: "text",
        text: captionText === "" ? "No caption is on it." : `Its caption: ${JSON.stringify(captionText)}`,
      },
      poster
        ? { type: "image", data: base64(poster.bytes), mimeType: poster.contentType }
        : { type: "resource_link", uri: posterUrl, name: `${id}: its picture`, mimeType: "image/jpeg" },
      {
        type: "resource_link",
        ...{ uri: videoSourceUrl, name: `${id}: the video`, mimeType: "video/mp4", size: renderedVideoBytes },
      },
    ],
  };
}

/** Bytes that become text at a time: a call takes only so many arguments. */
const CHUNK = 0x8000;

function base64(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += CHUNK) text += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  return btoa(text);
}
