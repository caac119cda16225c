/** Captions on pictures with heads, and whether they left these free: what `npm run heads` and its slice both count. */
import type { Canvas } from "@napi-rs/canvas";
import type { CaptionPage } from "../../../renderer/src/captions/draw.ts";
import { drawPages } from "../../../renderer/src/captions/draw.ts";
import { type Face, findFaces, loadDetector, type Part } from "../../../renderer/src/heads/faces.ts";
import { headsFrom } from "../../../renderer/src/heads/watch.ts";
import type { CaptionLength } from "../../../worker/domain/run.ts";
import type { Template } from "../../../worker/domain/template.ts";
import { render } from "../../../worker/steps/render.ts";
import { BUILT_IN } from "../../../worker/templates/index.ts";
import { contextOf } from "../../steps/contexts.ts";
import { glanceAt, type Portrait } from "./portraits.ts";

export const FRAME = { width: 720, height: 1280 };
const SECONDS = 8;

export const WITH_A_PERSON = BUILT_IN.filter(({ usesFace }) => usesFace);

/** The example captions of a template with their lengths. */
export const examplesOf = ({ captionGuide }: Template): { length: CaptionLength; text: string }[] =>
  (["short", "medium", "long"] as const).flatMap((length) =>
    captionGuide.examples[length].map((text) => ({ length, text })),
  );

/** What the render step asks of the renderer for a caption of this template. */
export function captionOf(
  template: Template,
  reference: number,
  { length, text }: { length: CaptionLength; text: string },
  lipsync: boolean,
) {
  const file = { ref: "media:generations/1/1-video.mp4", contentType: "video/mp4", bytes: 1 } as const;
  const task = render.next(
    contextOf({
      request: { template: template.name, caption_length: length, lipsync },
      choices: { reference },
      outputs: {
        clip: { startSeconds: 0, durationSeconds: SECONDS, lyrics: "", mood: "" },
        caption: { text },
        video: { video: file },
      },
    }),
    [],
  );
  const caption = task.kind === "render" ? task.caption : null;
  if (!caption) throw new Error("The render step asks for no caption.");
  return caption;
}

export interface Outcome {
  pages: CaptionPage[];
  warnings: string[];
  /** Pixels of the caption that lie within a head, on all pages. */
  pixelsOver: number;
}

/** Draws a caption where `seen` and its own `head` say, and counts how much of it lies over `heads`. */
export function outcomeOf(
  caption: ReturnType<typeof captionOf>,
  seen: readonly Face[][],
  heads: (known: Part[]) => readonly Part[],
): Outcome {
  const known = headsFrom(seen, caption.head ?? undefined);
  const { pages, warnings } = drawPages(caption, FRAME, { seconds: SECONDS, heads: known, lipsync: caption.lipsync });
  const over = pages.flatMap(({ image }) => heads(known).map((head) => inkOver(image, head)));
  return { pages, warnings, pixelsOver: over.reduce((sum, each) => sum + each, 0) };
}

/** How many pixels of a picture can be seen within a part of the frame. */
function inkOver({ x, y, width, height, pixels }: CaptionPage["image"], head: Part): number {
  let count = 0;
  for (let row = 0; row < height; row++) {
    const down = (y + row + 0.5) / FRAME.height;
    if (down < head.y || down > head.y + head.height) continue;
    for (let column = 0; column < width; column++) {
      const across = (x + column + 0.5) / FRAME.width;
      if (across < head.x || across > head.x + head.width) continue;
      if ((pixels[(row * width + column) * 4 + 3] ?? 0) > 16) count++;
    }
  }
  return count;
}

/** What the detector alone finds in a picture. */
export const facesIn = async (picture: Canvas): Promise<Face[]> => findFaces(glanceAt(picture), await loadDetector());

/** Whether a marked face is one of those that were found: its middle is within one. */
export const isFound = (face: Part, found: readonly Part[]): boolean => {
  const [x, y] = [face.x + face.width / 2, face.y + face.height / 2];
  return found.some((each) => x > each.x && x < each.x + each.width && y > each.y && y < each.y + each.height);
};

/** The captions for a portrait: those of one template, in all three styles by turns. */
export function photographCaptions(at: number) {
  const template = WITH_A_PERSON[at % WITH_A_PERSON.length];
  if (!template) throw new Error("No template has a person.");
  return examplesOf(template).map((example) => {
    const { head: _, ...caption } = captionOf(template, 0, example, false);
    return caption;
  });
}

/** How far off marks by eye may be, in sizes of the face. */
const MARKED_WITHIN = 0.05;
const surely = ({ x, y, width, height }: Part): Part => ({
  x: x + width * MARKED_WITHIN,
  y: y + height * MARKED_WITHIN,
  width: width * (1 - 2 * MARKED_WITHIN),
  height: height * (1 - 2 * MARKED_WITHIN),
});

/** All captions of one template over a portrait, placed by the detector alone. */
export async function overPortrait(
  { picture, faces }: Portrait,
  at: number,
): Promise<{ found: Face[]; outcomes: Outcome[] }> {
  const found = await facesIn(picture);
  return {
    found,
    outcomes: photographCaptions(at).map((caption) => outcomeOf(caption, [found], () => faces.map(surely))),
  };
}
