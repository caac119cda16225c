/**
 * JSON as Python's `json.dumps(value, sort_keys=True)` writes it: keys sorted, `", "` and `": "` between things,
 * everything beyond ASCII escaped. fal signs these very bytes, so a verifier that parses and re-serialises a body
 * instead of hashing the bytes it received fails here as it would in production.
 */
import type { Json } from "./outcome.ts";

const text = (value: string): string =>
  JSON.stringify(value).replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);

/** The value as Python would write it, byte for byte. */
export function pythonJson(value: Json): string {
  if (value === null || typeof value === "boolean" || typeof value === "number") return JSON.stringify(value);
  if (typeof value === "string") return text(value);
  if (Array.isArray(value)) return `[${value.map(pythonJson).join(", ")}]`;
  const entries = Object.keys(value)
    .sort()
    .map((key) => `${text(key)}: ${pythonJson(value[key] ?? null)}`);
  return `{${entries.join(", ")}}`;
}
