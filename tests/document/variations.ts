/** Values that a schema takes only just, and values that it does not take, made from the schema itself. */
import { type Schema, typesOf } from "./document.ts";

export interface Variation {
  /** Where in the body, or which parameter. */
  path: (string | number)[];
  what: string;
  value: unknown;
}

/** One of every JSON type. */
const SAMPLES: Record<string, unknown> = {
  string: "text",
  number: 5.5,
  boolean: true,
  null: null,
  array: [],
  object: { a: 1 },
};

const URL_PADDING = "https://example.com/";

const text = (length: number, { format }: Schema): string =>
  format === "uri" && length > URL_PADDING.length ? URL_PADDING.padEnd(length, "a") : "a".repeat(length);

/** A value without a schema's own limits broken, other than in length. */
const filled = (length: number, schema: Schema): unknown[] =>
  Array.from({ length }, (_, index) => (schema.items ? sampleOf(schema.items, index) : index));

/** Some value that the schema takes; another for another `index`. */
export function sampleOf(schema: Schema, index = 0): unknown {
  const [type] = typesOf(schema);
  if (schema.enum) return schema.enum[index % schema.enum.length];
  if (type === "object") {
    // More may be needed than each of the fields that always are.
    if (schema.example !== undefined) return schema.example;
    const required = schema.required ?? [];
    return Object.fromEntries(required.map((name) => [name, sampleOf(schema.properties?.[name] ?? {}, index)]));
  }
  if (type === "array") return filled(Math.max(1, schema.minItems ?? 0), schema);
  if (type === "boolean") return index % 2 === 0;
  if (type === "integer" || type === "number") return schema.minimum ?? index;
  if (schema.format === "uri") return `https://example.com/${index}`;
  if (schema.format === "uuid") return "1873859c-dd37-4e9a-9bac-80d3558527a9";
  if (schema.format === "date-time") return "2099-01-01T00:00:00Z";
  return `a${index}`;
}

/** What the schema does not take in this very place, without looking at what is inside of it. */
export function wrongValues(schema: Schema): { what: string; value: unknown }[] {
  const types = typesOf(schema);
  const wrong: { what: string; value: unknown }[] = [];
  for (const [type, value] of Object.entries(SAMPLES)) {
    const fits = types.includes(type) || (type === "number" && types.includes("integer"));
    if (types.length > 0 && !fits) wrong.push({ what: type === "null" ? "null" : `a ${type}`, value });
  }
  if (types.includes("integer")) wrong.push({ what: "a fraction", value: 1.5 }, { what: "huge", value: 1e300 });
  if (schema.enum) wrong.push({ what: "not in the list", value: "no-such-value" }, { what: "empty", value: "" });
  if (schema.format === "uuid") wrong.push({ what: "no uuid", value: "not-a-uuid" });
  if (schema.format === "date-time") wrong.push({ what: "no time", value: "tomorrow" });
  if (schema.format === "uri") wrong.push({ what: "no URL", value: "not a url" });
  if (schema.pattern) wrong.push({ what: "against the pattern", value: "Not Of The Pattern!" });
  return [...wrong, ...beyond(schema)];
}

/** One past each limit. */
function beyond(schema: Schema): { what: string; value: unknown }[] {
  const { minLength = 0, maxLength, minimum, maximum, minItems = 0, maxItems } = schema;
  return [
    ...(minLength > 0 ? [{ what: "one too short", value: text(minLength - 1, schema) }] : []),
    ...(maxLength === undefined ? [] : [{ what: "one too long", value: text(maxLength + 1, schema) }]),
    ...(minimum === undefined ? [] : [{ what: "one below", value: minimum - 1 }]),
    ...(maximum === undefined ? [] : [{ what: "one above", value: maximum + 1 }]),
    ...(minItems > 0 ? [{ what: "one item too few", value: filled(minItems - 1, schema) }] : []),
    ...(maxItems === undefined ? [] : [{ what: "one item too many", value: filled(maxItems + 1, schema) }]),
  ];
}

/** NUL, a bell, an escape, a delete, a control character beyond ASCII, and half of a surrogate pair. */
const UNSHOWABLE = ["\u0000", "\u0007", "\u001b", "\u007f", "\u0085", "\ud800"];

/** Text that would be taken, but for a character that cannot be shown. */
export const unshowable = (schema: Schema): { what: string; value: unknown }[] =>
  typesOf(schema).includes("string")
    ? UNSHOWABLE.map((character) => ({
        what: `with ${JSON.stringify(character)}`,
        value: `${schema.format === "uri" ? URL_PADDING : ""}a${character}b`,
      }))
    : [];

/** Each limit itself. */
export function limits(schema: Schema): { what: string; value: unknown }[] {
  const { minLength = 0, maxLength, minimum, maximum, minItems = 0, maxItems } = schema;
  const named = schema.enum?.map((value) => ({ what: `${String(value)}`, value })) ?? [];
  if (schema.pattern !== undefined && maxLength === undefined) return named;
  return [
    ...named,
    ...(minLength > 0 ? [{ what: "the shortest", value: text(minLength, schema) }] : []),
    ...(maxLength === undefined ? [] : [{ what: "the longest", value: text(maxLength, schema) }]),
    ...(minimum === undefined ? [] : [{ what: "the least", value: minimum }]),
    ...(maximum === undefined ? [] : [{ what: "the most", value: maximum }]),
    ...(minItems > 0 ? [{ what: "the fewest items", value: filled(minItems, schema) }] : []),
    ...(maxItems === undefined ? [] : [{ what: "the most items", value: filled(maxItems, schema) }]),
  ];
}

type Pick = (schema: Schema) => { what: string; value: unknown }[];

/** `good` once for every value that `pick` gives for any place of the schema, with that value in the place. */
export function bodies(schema: Schema, good: unknown, pick: Pick): Variation[] {
  const found: Variation[] = [];
  for (const { at, path, whole } of places(schema, good)) {
    for (const { what, value } of pick(at)) found.push({ path, what, value: replaced(whole, path, value) });
  }
  return found;
}

interface Place {
  at: Schema;
  path: (string | number)[];
  /** `good`, with what is optional there as far as this place. */
  whole: unknown;
}

function places(at: Schema, whole: unknown, path: (string | number)[] = []): Place[] {
  const value = valueAt(whole, path);
  const inside = (key: string | number, schema: Schema): Place[] => {
    const next = [...path, key];
    const given = valueAt(value, [key]);
    return places(schema, given === undefined ? replaced(whole, next, sampleOf(schema)) : whole, next);
  };
  return [
    { at, path, whole },
    ...Object.entries(at.properties ?? {}).flatMap(([name, each]) => inside(name, each)),
    ...(at.items ? inside(0, at.items) : []),
  ];
}

const valueAt = (whole: unknown, path: (string | number)[]): unknown =>
  path.reduce<unknown>((at, key) => (at as Record<string | number, unknown> | null | undefined)?.[key], whole);

/** `good` without each thing that must be there, and with a key too many in each closed object. */
export const misshapen = (schema: Schema, good: unknown): Variation[] =>
  places(schema, good).flatMap(({ at, path, whole }) => {
    const fields = (valueAt(whole, path) ?? {}) as Record<string, unknown>;
    const without = (at.required ?? []).map((name) => {
      const { [name]: _, ...rest } = fields;
      return { path: [...path, name], what: "missing", value: replaced(whole, path, rest) };
    });
    if (at.additionalProperties !== false) return without;
    const value = replaced(whole, path, { ...fields, unknownKey: 1 });
    return [...without, { path: [...path, "unknownKey"], what: "unknown", value }];
  });

/** A copy with another value at `path`; what is missing on the way there is made. */
export function replaced(whole: unknown, path: (string | number)[], value: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  if (typeof key === "number") {
    const items = Array.isArray(whole) ? [...whole] : [];
    items[key] = replaced(items[key], rest, value);
    return items;
  }
  const fields = (whole ?? {}) as Record<string, unknown>;
  return { ...fields, [key]: replaced(fields[key], rest, value) };
}
