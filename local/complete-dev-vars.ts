/** A `.dev.vars` that was made for older code lacks settings; and after `npm run clean` its key is of a database that is gone. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isForFal, isLocal, readDevVars, readExample } from "./dev-vars.ts";
import { formatSettings } from "./settings.ts";

/** Stands above the line that is ours, and may be changed. */
const OURS = "# The local database's key, which the studio offers. npm run companions keeps it up to date.";
const OUR_LINE = new RegExp(`(?<=^${OURS.replaceAll(".", "\\.")}\\r?\\n)LOCAL_API_KEY=.*$`, "m");
const ADDED = "# Added by npm run companions, as in .dev.vars.example.";

/**
 * Appends to `.dev.vars` below `root` what it lacks of `.dev.vars.example`, and the key that the studio offers on this
 * machine. Nothing that somebody wrote is changed, also not a setting without a value. Returns the names that it set.
 */
export function completeDevVars(root: string, apiKey: string | undefined): string[] {
  const file = join(root, ".dev.vars");
  const vars = readDevVars(root);
  const before = readFileSync(file, "utf8");
  const missing = Object.entries(readExample(root)).filter(
    ([name]) => vars[name] === undefined && !(name === "FAL_ORIGIN" && isForFal(vars)),
  );
  const set = missing.map(([name]) => name);
  let text = before;
  const append = (heading: string, lines: string) => {
    text += `${text === "" || text.endsWith("\n") ? "" : "\n"}\n${heading}\n${lines}`;
  };
  if (missing.length > 0) append(ADDED, formatSettings(Object.fromEntries(missing)));
  const isHere = isLocal(vars.PUBLIC_ORIGIN ?? readExample(root).PUBLIC_ORIGIN);
  if (apiKey !== undefined && isHere && vars.LOCAL_API_KEY !== apiKey) {
    const line = formatSettings({ LOCAL_API_KEY: apiKey });
    const isOurs = OUR_LINE.test(text);
    if (isOurs) text = text.replace(OUR_LINE, () => line.trimEnd());
    else if (vars.LOCAL_API_KEY === undefined) append(OURS, line);
    if (isOurs || vars.LOCAL_API_KEY === undefined) set.push("LOCAL_API_KEY");
  }
  if (text !== before) writeFileSync(file, text);
  return set;
}
