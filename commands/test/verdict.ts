/** What several runs of vitest come to. */

export interface Outcome {
  name: string;
  /** The exit code of its process. */
  code: number;
  passed: number;
  failed: number;
}

/**
 * The one line that people and machines read, and whether all is well: every process ended well and some test ran. A
 * process can fail without a failed test, as when a file cannot be loaded, so the line names those to look at. The output
 * of a single one is right above.
 */
export function verdict(outcomes: readonly Outcome[]): { line: string; ok: boolean } {
  const sum = (of: "passed" | "failed") => outcomes.reduce((total, outcome) => total + outcome[of], 0);
  const [passed, failed] = [sum("passed"), sum("failed")];
  const bad = outcomes.filter(({ code }) => code !== 0);
  const hints = [
    ...(passed + failed === 0 ? ["no test ran"] : []),
    ...(bad.length > 0
      ? [outcomes.length === 1 ? "see above" : `see above: ${bad.map(({ name }) => `=== ${name}`).join(", ")}`]
      : []),
  ];
  return {
    line: [`${passed} passed, ${failed} failed`, ...hints].join("; "),
    ok: bad.length === 0 && failed === 0 && passed > 0,
  };
}
