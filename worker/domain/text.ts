/** Which text from outside is stored: text that can be shown again. For `check` of a schema of strings. */
import { z } from "zod";

/** UTF-8 cannot encode half of a surrogate pair. */
const isUnicode = z.refine<string>((text) => text.isWellFormed(), "must be valid Unicode");

/** For text that is one line. */
export const oneLine = [
  z.refine<string>((text) => !/\p{Cc}/u.test(text), "must have no control characters"),
  isUnicode,
] as const;

/** For text of any number of lines. */
export const anyLines = [
  z.refine<string>(
    (text) => !/[^\P{Cc}\t\n\r]/u.test(text),
    "must have no control characters besides tabs and line breaks",
  ),
  isUnicode,
] as const;
