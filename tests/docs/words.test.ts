/** One word per thing: words that others took the place of do not come back as names, columns, log fields or files. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ROOT } from "../../local/paths.ts";

/** What is not said any more, as a pattern of a whole name, and what is said instead. */
const REPLACED: [pattern: RegExp, instead: string][] = [
  [/^(repeatable|isPassing\w*|PASSING)$/, "retry, transient"],
  [/^(MOST|LEAST|FEWEST|LONGEST|SHORTEST|LARGEST|SMALLEST)_\w+$/, "MAX_, MIN_"],
  [/^(most|fewest)(Lines|Words|Characters|Sentences|Bytes)$/, "max…, min…"],
  [/^(claimKey|forgetKey|keyPrefix)$/, "claimIdempotencyKey, forgetApiKey, apiKeyPrefix"],
  [/^(Reach|reachOrigin|reachContainers)$/, "Transport, EgressPolicy"],
  [/^(looseFiles?|loose_files?\w*|loosen\w+|storeLoose|areLoose|deleteLoose)$/, "orphaned files"],
  [/^(tidiedAt|tidied_at|tidyRuns?|run_tidied|run_not_tidied)$/, "cleanup"],
  [/^(buryMessage|message_dead)$/, "dead letter"],
  [/^(noteFraction|\w+_not_noted|noteUse)$/, "record"],
  [/^(submitAgain|tryLater|generation_submitted_again)$/, "resubmit, retry"],
  [/^isWhole$/, "isWellFormedUnicode, isCompleteFile"],
  [/^(Material|material_changed)$/, "snapshot"],
];

const PRODUCT = [
  "worker",
  "renderer",
  "client",
  "cli",
  "commands",
  "local",
  "emulator",
  "seed",
  "art",
  "bench",
  "tests",
];

const files = execFileSync("git", ["ls-files", "--", ...PRODUCT], { cwd: ROOT, encoding: "utf8" })
  .split("\n")
  .filter((file) => /\.(ts|mjs|toml)$/.test(file) && file !== "tests/docs/words.test.ts");

test("words that were replaced name nothing", () => {
  const found = files.flatMap((file) => {
    const names = new Set(readFileSync(join(ROOT, file), "utf8").match(/[A-Za-z_]\w*/g));
    return [...names].flatMap((name) =>
      REPLACED.filter(([pattern]) => pattern.test(name)).map(([, instead]) => `${file}: ${name} (say ${instead})`),
    );
  });
  expect(found).toEqual([]);
});

test("words that were replaced name no file", () => {
  expect(files.filter((file) => /(^|\/)(again|tidy|loose-files|reach|keys)\.(test\.)?ts$/.test(file))).toEqual([
    // `npm run keys` is the command's name.
    "commands/keys.ts",
  ]);
});
