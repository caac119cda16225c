/** What a template is: data that a run's prompts, choices and look are made from. */
import { z } from "zod";
import { captionStyle } from "../../renderer/contract/job.ts";
import type { MediaRef } from "./media.ts";

const sentence = z.string().trim().min(1).max(500);
const uniqueBy = (key: "name" | "id") => (items: Record<string, unknown>[]) =>
  new Set(items.map((item) => item[key])).size === items.length;

/** One way the artist (or the scene) can feel, or the picture can move. */
const variation = z.strictObject({
  /** Short; shown to users. */
  name: z.string().trim().min(1).max(60),
  /** A phrase that goes into the prompt as it stands. */
  prompt: sentence,
});
export type Variation = z.infer<typeof variation>;
const variations = z.array(variation).min(1).max(50).refine(uniqueBy("name"), "names must be unique");

const captions = z.array(z.string().trim().min(1).max(600)).min(1).max(20);
const captionGuide = z.strictObject({
  /** Voice and attitude, in a sentence or two. */
  tone: sentence,
  /** What to do and not to do; one sentence each. */
  rules: z.array(sentence).max(20),
  /** Shapes a caption can take, such as "a confession cut short". */
  formats: z.array(sentence).min(1).max(20),
  /** Captions in this voice, to learn from, never to repeat; a few per length. */
  examples: z.strictObject({ short: captions, medium: captions, long: captions }),
});
export type CaptionGuide = z.infer<typeof captionGuide>;

/** A picture of the scene: the image model takes framing, light and pose from it. */
const reference = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{1,40}$/, "must be 1 to 40 characters of a-z, 0-9 and -"),
  /** What is to be seen, in a phrase. */
  description: sentence,
});

/** Everything of a template but its name and its pictures. */
export const templateDefinition = z.strictObject({
  description: sentence,
  /** Used when the caller does not say. */
  defaultLipsync: z.boolean(),
  /** Whether the artist's face is in the picture. Without it no prompt may speak of a person. */
  usesFace: z.boolean(),
  /** What the image model is asked for: the scene as prose, and rules it must keep. */
  image: z.strictObject({ scene: z.string().trim().min(1).max(4000), rules: z.array(sentence).max(20) }),
  moods: variations,
  /** How camera and subject move; must read well with and without singing. */
  movements: variations,
  captionGuide,
  captionStyle,
  references: z.array(reference).max(50).refine(uniqueBy("id"), "ids must be unique"),
});
export type TemplateDefinition = z.infer<typeof templateDefinition>;

/** What callers send to choose a template. */
export const templateName = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "must be words of a-z and 0-9 joined by -");

/** A reference whose picture is there. */
export interface Reference {
  id: string;
  /** Empty where nobody described it. */
  description: string;
  image: MediaRef;
}

/** A template as runs use it. */
export interface Template extends Omit<TemplateDefinition, "references"> {
  name: string;
  references: Reference[];
}

/** A picture that is deployed with the Worker. */
export interface BuiltInReference {
  /** File name under public/templates/<template name>/. */
  file: string;
  description: string;
  /**
   * Where the artist's head is, when there is one: centre as fractions of the width and of the height,
   * radius (half the height of the head) as a fraction of the width.
   */
  head?: Head;
}

export interface Head {
  x: number;
  y: number;
  radius: number;
}

export interface BuiltInTemplate extends Omit<Template, "references"> {
  references: BuiltInReference[];
}
