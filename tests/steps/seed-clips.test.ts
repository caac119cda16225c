/** The clips of the seed's songs, held against their scores. */
import { describe, expect, test } from "vitest";
import { ACCOUNTS } from "../../seed/accounts.ts";
import { songSeconds } from "../../seed/music/song.ts";
import { drawChoices } from "../../worker/runs/choices.ts";
import { chooseMoment, clipAt } from "../../worker/steps/clip.ts";
import { chooseMoments } from "../../worker/steps/music/choose.ts";
import { HeardSong } from "../../worker/steps/music/heard-song.ts";
import type { Chosen } from "../../worker/steps/step.ts";
import { judge } from "../support/clip-judge.ts";
import { scored, truthOfSong } from "../support/scored-songs.ts";
import { analysisOf } from "./analyses.ts";

describe.each(ACCOUNTS.flatMap(({ artists }) => artists))("$name", ({ songs }) => {
  const heard = songs.map((written) => {
    const song = new HeardSong(
      scored(analysisOf({ seconds: songSeconds(written) }), written),
      truthOfSong(written).words,
    );
    return { written, song, chosen: chooseMoments(song) };
  });

  test("has thirty moments and more, which begin on a bar, with a part or before a phrase, and within no word", () => {
    expect(heard.reduce((sum, { chosen }) => sum + chosen.moments.length, 0)).toBeGreaterThanOrEqual(30);
    for (const { written, song, chosen } of heard) {
      for (const { startSeconds } of chosen.moments) {
        const { durationSeconds } = clipAt(song, startSeconds, 8);
        const judged = judge(truthOfSong(written), startSeconds, startSeconds + durationSeconds);
        expect([written.slug, startSeconds, judged]).toMatchObject([
          written.slug,
          startSeconds,
          { isHook: true, "starts inside": null },
        ]);
      }
    }
  });

  test("ends hardly a clip within a word, and says so where it does", () => {
    const ends = heard.flatMap(({ written, song, chosen }) =>
      chosen.moments.map(({ startSeconds }) => {
        const { durationSeconds, warnings = [] } = clipAt(song, startSeconds, 8);
        const inside = judge(truthOfSong(written), startSeconds, startSeconds + durationSeconds)["ends inside"];
        return { inside, isTold: warnings.some((warning) => warning.includes("ends within")) };
      }),
    );
    expect(ends.filter(({ inside }) => inside !== null).length).toBeLessThanOrEqual(2);
    for (const { inside, isTold } of ends) expect(isTold).toBe(inside !== null);
  });

  test("has thirty clips for thirty videos", () => {
    const bySlug = new Map<string, Chosen>(heard.map(({ written, chosen }) => [written.slug, chosen]));
    const pools = { references: 6, songIds: [...bySlug.keys()], moods: ["calm"], movements: ["still"] };
    for (let seed = 0; seed < 20; seed++) {
      const clips = drawChoices(seed, 30, pools).map((choices) => {
        const chosen = bySlug.get(choices.songId) ?? { moments: [], further: [] };
        const { startSeconds } = chooseMoment(chosen, { seconds: 8, preferSung: false }, choices);
        return `${choices.songId} ${startSeconds}`;
      });
      expect(new Set(clips).size).toBe(30);
    }
  });
});
