/**
 * What of zod the Worker uses, and no more: the messages of 64 languages and the translation of JSON Schema are half of
 * zod. A test compares this list with what the Worker's files name.
 */
export {
  array,
  boolean,
  coerce,
  enum,
  input,
  int,
  iso,
  literal,
  NEVER,
  number,
  object,
  output,
  preprocess,
  record,
  refine,
  strictObject,
  string,
  tuple,
  union,
  unknown,
  url,
  uuid,
  ZodError,
  ZodType,
} from "zod/v4";
