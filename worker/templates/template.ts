/** What a template is: data that a run's prompts, choices and look are made from. */
import type { CaptionStyle } from "../../renderer/src/job.ts";

/** One way the artist (or the scene) can feel, or the picture can move. */
export interface Variation {
  /** Short, unique within its list; shown to users. */
  name: string;
  /** A phrase that goes into the prompt as it stands. */
  prompt: string;
}

/** A picture of the scene: the image model takes framing, light and pose from it. */
export interface Reference {
  /** File name under public/templates/<template name>/. */
  file: string;
  /** What is to be seen, in a phrase. */
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

export interface CaptionGuide {
  /** Voice and attitude, in a sentence or two. */
  tone: string;
  /** What to do and not to do; one sentence each. */
  rules: string[];
  /** Shapes a caption can take, such as "a confession cut short". */
  formats: string[];
  /** Captions in this voice, to learn from, never to repeat; a few per length. */
  examples: { short: string[]; medium: string[]; long: string[] };
}

export interface Template {
  /** What callers send; unique; [a-z0-9-]. */
  name: string;
  description: string;
  /** Used when the caller does not say. */
  defaultLipsync: boolean;
  /** Whether the artist's face is in the picture. Without it no prompt may speak of a person. */
  usesFace: boolean;
  /** What the image model is asked for: the scene as prose, and rules it must keep. */
  image: { scene: string; rules: string[] };
  /** At least 8. */
  moods: Variation[];
  /** At least 8: how camera and subject move; must read well with and without singing. */
  movements: Variation[];
  captionGuide: CaptionGuide;
  captionStyle: CaptionStyle;
  /** At least 6. */
  references: Reference[];
}
