/**
 * A reporter of vitest that writes how many tests passed and failed, as JSON, to the file that COUNTS_FILE names.
 * vitest's own json reporter would announce its file below every result.
 */
import { writeFileSync } from "node:fs";
import type { Reporter } from "vitest/node";

export default class Counts implements Reporter {
  onTestRunEnd(...[modules]: Parameters<NonNullable<Reporter["onTestRunEnd"]>>): void {
    const states = modules.flatMap((module) => [...module.children.allTests()].map((test) => test.result().state));
    const count = (wanted: string) => states.filter((state) => state === wanted).length;
    const file = process.env.COUNTS_FILE;
    if (file) writeFileSync(file, JSON.stringify({ passed: count("passed"), failed: count("failed") }));
  }
}
