/** What a template is: data that a run's prompts, choices and look are made from. */
import { z } from "zod";
import { captionStyle } from "../../renderer/contract/job.ts";
import type { MediaRef } from "./media.ts";
import { anyLines } from "./text.ts";

const MAX_SENTENCE = 500;
const MAX_RULES = 20;
const MAX_SCENE = 4000;
const MAX_VARIATION_NAME = 60;
const MAX_EXAMPLE = 600;
const MAX_EXAMPLES = 20;

const text = (most: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(most)
    .check(...anyLines);
const sentence = text(MAX_SENTENCE);
const uniqueBy = (key: "name" | "id") => (items: Record<string, unknown>[]) =>
  new Set(items.map((item) => item[key])).size === items.length;

/** One way the artist (or the scene) can feel, or the picture can move. */
const variation = z.strictObject({
  /** Short; shown to users. */
  name: text(MAX_VARIATION_NAME),
  /** A phrase that goes into the prompt as it stands. */
  prompt: sentence,
});
export type Variation = z.infer<typeof variation>;
const variations = z.array(variation).min(1).max(50).refine(uniqueBy("name"), "names must be unique");

const captions = z.array(text(MAX_EXAMPLE)).min(1).max(MAX_EXAMPLES);
const captionGuide = z.strictObject({
  /** Voice and attitude, in a sentence or two. */
  tone: sentence,
  /** What to do and not to do; one sentence each. */
  rules: z.array(sentence).max(MAX_RULES),
  /** Shapes a caption can take, such as "a confession cut short". */
  formats: z.array(sentence).min(1).max(20),
  /** Captions in this voice, to learn from, never to repeat; a few per length. */
  examples: z.strictObject({ short: captions, medium: captions, long: captions }),
});
export type CaptionGuide = z.infer<typeof captionGuide>;

/** A picture of the scene: the image model takes framing, light and pose from it. */
const reference = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{1,40}$/, "must be 1 to 40 characters of a-z, 0-9 and -"),
  /** What the picture shows, in a phrase. */
  description: sentence,
});

/** A template without its name and its pictures. */
export const templateDefinition = z.strictObject({
  description: sentence,
  /** Used when the caller does not say. */
  defaultLipsync: z.boolean(),
  /** Whether the artist's face is in the picture. Without it no prompt may speak of a person. */
  usesFace: z.boolean(),
  /** What the image model is asked for: the scene as prose, and rules it must keep. */
  image: z.strictObject({ scene: text(MAX_SCENE), rules: z.array(sentence).max(MAX_RULES) }),
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

/** A reference that has its picture. */
export interface Reference {
  id: string;
  /** Empty where nobody described it. */
  description: string;
  image: MediaRef;
  /** Where the artist's head is, where that is known. */
  head?: Head;
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
  /** Where the artist's head is, when there is one. */
  head?: Head;
}

/** Centre as fractions of the width and of the height; radius (half the head's height) as a fraction of the width. */
export interface Head {
  x: number;
  y: number;
  radius: number;
}

export interface BuiltInTemplate extends Omit<Template, "references"> {
  references: BuiltInReference[];
}

/** A template that makes every prompt as long as it can be. For estimates. */
export function largestTemplate(): Template {
  const filled = (length: number) => "x".repeat(length);
  const variation: Variation = { name: filled(MAX_VARIATION_NAME), prompt: filled(MAX_SENTENCE) };
  const rules = Array.from({ length: MAX_RULES }, () => filled(MAX_SENTENCE));
  const examples = Array.from({ length: MAX_EXAMPLES }, () => filled(MAX_EXAMPLE));
  return {
    name: "largest",
    description: filled(MAX_SENTENCE),
    defaultLipsync: false,
    usesFace: true,
    image: { scene: filled(MAX_SCENE), rules },
    moods: [variation],
    movements: [variation],
    captionGuide: {
      tone: filled(MAX_SENTENCE),
      rules,
      formats: [filled(MAX_SENTENCE)],
      examples: { short: examples, medium: examples, long: examples },
    },
    captionStyle: "clean",
    references: [{ id: "largest", description: filled(MAX_SENTENCE), image: "builtin:largest" }],
  };
}
