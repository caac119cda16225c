/** Kinds of text that more than one shape of the HTTP contract is made of. */
import { z } from "@hono/zod-openapi";

export const uuid = z.uuid().openapi({ example: "1873859c-dd37-4e9a-9bac-80d3558527a9" });

/** For text that is stored as UTF-8, which half of a surrogate pair could not be. */
export const isWellFormedUnicode = (text: string): boolean => text.isWellFormed();
export const NOT_UNICODE = "must be valid Unicode";

/** A line of text in any script. */
export const plainText = (most: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(most)
    .refine((text) => !/\p{Cc}/u.test(text), "must have no control characters")
    .refine(isWellFormedUnicode, NOT_UNICODE);

export const isoTime = z.iso.datetime();
