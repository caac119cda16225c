/** Kinds of text that several shapes of the HTTP contract share. */
import { z } from "@hono/zod-openapi";
import { oneLine } from "../domain/text.ts";

/** In lower case, as ids are stored, however it is sent. */
export const uuid = z.uuid().toLowerCase().openapi({ example: "1873859c-dd37-4e9a-9bac-80d3558527a9" });

/** One line of text in any script, at most `most` characters, without the spaces around it. */
export const plainText = (most: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(most)
    .check(...oneLine);

/** A slug as callers spell it. Keyboards and file systems differ in how they write an accent, so it is composed first. */
export const composedSlug = (most: number) => z.string().normalize("NFC").max(most);

export const isoTime = z.iso.datetime();
