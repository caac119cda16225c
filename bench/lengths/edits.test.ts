import { expect, test } from "vitest";
import { ACCOUNTS } from "../../seed/accounts.ts";
import { heardWithNoise, measureEdits } from "./edits.ts";

const SONGS = ACCOUNTS.flatMap(({ artists }) => artists.flatMap(({ songs }) => songs));

test.each(SONGS.map((song) => [song.slug, song] as const))(
  "95 % of %s's edit points and more are within 40 ms of a true beat",
  (_, song) => {
    for (const { duration, nearBeat, edits, off } of measureEdits(song, heardWithNoise(song), 1)) {
      expect(nearBeat / edits, `${duration} s: ${off.join("; ")}`).toBeGreaterThanOrEqual(0.95);
    }
  },
);
