/** Kinds of text that several shapes of the HTTP contract share. */
import { z } from "@hono/zod-openapi";

/** In lower case, as ids are stored, however it is sent. */
export const uuid = z.uuid().toLowerCase().openapi({ example: "1873859c-dd37-4e9a-9bac-80d3558527a9" });

/** For text that is stored as UTF-8, which cannot encode half of a surrogate pair. */
export const isWellFormedUnicode = (text: string): boolean => text.isWellFormed();
export const NOT_UNICODE = "must be valid Unicode";

/** One line of text in any script, at most `most` characters. */
export const plainText = (most: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(most)
    .refine((text) => !/\p{Cc}/u.test(text), "must have no control characters")
    .refine(isWellFormedUnicode, NOT_UNICODE);

/** A slug as callers spell it. Keyboards and file systems differ in how they write an accent, so it is composed first. */
export const composedSlug = (most: number) => z.string().normalize("NFC").max(most);

export const isoTime = z.iso.datetime();
