/** What the studio says of an erasure: how far it is, and until when what remains. */
import { signal } from "@preact/signals";
import { h } from "preact";
import { renderToString } from "preact-render-to-string";
import { expect, test } from "vitest";
import type { Erasure } from "../../studio/api/types.ts";
import { ErasureState } from "../../studio/parts/Erasure.tsx";

const shown = (part: Partial<Erasure>) => {
  const erasure: Erasure = {
    ...{ status: "RUNNING", startedAt: "2026-11-26T12:00:00.000Z", completedAt: null },
    removed: { runs: 0, files: 20, songs: 3, references: 1, generations: 9 },
    remains: [{ where: "fal.ai files", what: "Pictures.", until: null }],
    ...part,
  };
  return renderToString(h(ErasureState, { artistId: "a1", erasure: signal(erasure) })).replaceAll(/<[^>]+>/g, "|");
};

test("it goes on by itself until it is over, and then what remains has an end", () => {
  expect(shown({})).toContain("20 files, 3 songs and the records of 0 videos so far. The rest goes by itself");
  const until = new Date(2026, 11, 26, 12, 30).toISOString();
  const over = shown({
    ...{ status: "COMPLETED", completedAt: "2026-11-26T12:20:00.000Z" },
    removed: { runs: 1, files: 24, songs: 3, references: 1, generations: 12 },
    remains: [{ where: "fal.ai files", what: "Pictures.", until }],
  });
  expect(over).toContain("24 files, 3 songs and the records of 1 video.");
  expect(over).toMatch(/fal\.ai files\|+Pictures\. Until 26 Dec, 12:30\./);
});
