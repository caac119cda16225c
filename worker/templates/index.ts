/** The templates that every account has. */

import type { BuiltInReference, BuiltInTemplate, Reference, Template } from "../domain/template.ts";
import { recordStore } from "./album-record-store/template.ts";
import { bedroom } from "./artist-caption-bedroom/template.ts";
import { outside } from "./artist-caption-outside/template.ts";
import { stage } from "./artist-caption-stage/template.ts";

interface PlacedTemplate extends Template {
  references: (Reference & BuiltInReference)[];
}

const placed = (template: BuiltInTemplate): PlacedTemplate => ({
  ...template,
  references: template.references.map((reference) => ({
    ...reference,
    id: reference.file.replace(/\.\w+$/, ""),
    image: `builtin:templates/${template.name}/${reference.file}`,
  })),
});

/** In the order in which they are listed. The first is for callers who name none. */
export const BUILT_IN: readonly PlacedTemplate[] = [bedroom, outside, stage, recordStore].map(placed);

/** The built-in template with this name, or undefined. */
export const findBuiltIn = (name: string): PlacedTemplate | undefined =>
  BUILT_IN.find((template) => template.name === name);
