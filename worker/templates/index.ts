/** The templates that every account has. */
import { recordStore } from "./album-record-store/template.ts";
import { bedroom } from "./artist-caption-bedroom/template.ts";
import { outside } from "./artist-caption-outside/template.ts";
import { stage } from "./artist-caption-stage/template.ts";
import type { Template } from "./template.ts";

/** In the order in which they are listed; the first is what a caller gets who names none. */
export const BUILT_IN: readonly Template[] = [bedroom, outside, stage, recordStore];

/** The built-in template of that name, or undefined. */
export const findBuiltIn = (name: string): Template | undefined => BUILT_IN.find((template) => template.name === name);
