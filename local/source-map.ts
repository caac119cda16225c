/** Where in the source the positions in a stack trace of the minified Worker are. */
import { readFileSync } from "node:fs";
import { SourceMap, type SourceMapPayload } from "node:module";
import { basename, dirname, isAbsolute, join, relative } from "node:path";
import { ROOT } from "./paths.ts";

/**
 * Reads the source map beside `bundle`, and returns what puts the source's positions in a text in place of the bundle's:
 * `worker/env.ts:12:3` for `index.js:1:23456`. What the map does not know stays as it is.
 */
export function openSourceMap(bundle: string): (text: string) => string {
  const map = new SourceMap(JSON.parse(readFileSync(`${bundle}.map`, "utf8")) as SourceMapPayload);
  return (text) =>
    text.replaceAll(/(?:[^\s()"/]*\/)*([\w.-]+):(\d+):(\d+)/g, (position, file, line, column) => {
      if (file !== basename(bundle)) return position;
      const origin = map.findOrigin(Number(line), Number(column));
      if (!("fileName" in origin)) return position;
      const { fileName, lineNumber, columnNumber } = origin;
      return `${relative(ROOT, isAbsolute(fileName) ? fileName : join(dirname(bundle), fileName))}:${lineNumber}:${columnNumber}`;
    });
}
