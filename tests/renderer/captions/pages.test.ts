/** Long captions become pages: where they are divided, how long each stands, and what is said when nobody can read it. */
import { describe, expect, it } from "vitest";
import { countWords, pageCounts, pageTimes, paginate, readingWarning } from "../../../renderer/src/captions/pages.ts";
import { ALL_SAMPLES } from "./corpus.ts";

const LONG =
  "before we go on i always count the steps from the curtain to the stand, it is nine here, it was four in the last place, and somewhere around the fifth i remember what the song is about and want to turn round, and on the sixth the light hits, and on the seventh somebody shouts my name in your accent, and by nine it is too late to do anything but sing.";

describe("pages", () => {
  it("end after sentences and phrases", () => {
    for (const page of paginate(LONG, 6).slice(0, -1)) expect(page).toMatch(/[,.]$/);
    expect(paginate("One thing is over. Another begins here, slowly.", 2)).toEqual([
      "One thing is over.",
      "Another begins here, slowly.",
    ]);
    expect(paginate("first verse of it\nand then the second", 2)).toEqual(["first verse of it", "and then the second"]);
  });

  it("have about as many words each, where phrases allow", () => {
    const counts = paginate(LONG, 6).map(countWords);
    expect(Math.max(...counts)).toBeLessThanOrEqual(2.5 * Math.min(...counts));
  });

  it("are together the whole text, in every script", () => {
    for (const [, { caption }] of ALL_SAMPLES.filter((_, at) => at % 3 === 0)) {
      const bare = (text: string) => text.replaceAll(/\s/g, "");
      for (const count of [1, 2, 3, 7]) {
        const pages = paginate(caption.text, count);
        expect(pages.length).toBeLessThanOrEqual(count);
        expect(bare(pages.join(""))).toBe(bare(caption.text));
        expect(pages.length === 1 || pages.every((page) => countWords(page) > 0)).toBe(true);
      }
    }
  });

  it("do not cut words of scripts without spaces", () => {
    const pages = paginate("夢の中でまた会えるなら、今度こそ離さない。朝が来ても、君の声を覚えている。", 4);
    expect(pages).toHaveLength(4);
    for (const page of pages.slice(0, -1)) expect(page).toMatch(/[、。]$/);
  });
});

describe("the number of pages", () => {
  it("is one for what can be read at once", () => {
    expect(pageCounts("you said nobody would come", 8)).toEqual({ wanted: 1, most: 6 });
    expect(pageCounts(LONG.split(" ").slice(0, 30).join(" "), 8).wanted).toBe(1);
  });

  it("is about one for a dozen words, and never more than stand for 1.2 s each", () => {
    expect(pageCounts(LONG, 60)).toEqual({ wanted: 7, most: 50 });
    expect(pageCounts(LONG, 3)).toEqual({ wanted: 2, most: 2 });
    expect(pageCounts(LONG, 1)).toEqual({ wanted: 1, most: 1 });
  });
});

describe("a page stands", () => {
  it("longer the more words it has, at least 1.2 s, and all of them as long as the clip", () => {
    for (const seconds of [8, 15, 60]) {
      const { most } = pageCounts(LONG, seconds);
      const pages = paginate(LONG, Math.min(6, most));
      const times = pageTimes(pages, seconds);
      expect(times[0]).toBe(0);
      const stands = times.map((from, at) => (times[at + 1] ?? seconds) - from);
      for (const each of stands) expect(each).toBeGreaterThanOrEqual(1.2 - 1e-9);
      expect(stands.reduce((sum, each) => sum + each, 0)).toBeCloseTo(seconds);
      const counts = pages.map(countWords);
      const [mostAt, leastAt] = [counts.indexOf(Math.max(...counts)), counts.indexOf(Math.min(...counts))];
      expect(stands[mostAt]).toBeGreaterThanOrEqual(stands[leastAt] ?? 0);
    }
  });
});

describe("a text that nobody can read in the time", () => {
  it("is told of, with the figures", () => {
    expect(readingWarning(LONG, 8)).toBe(
      "The caption has 73 words, which take about 25 s to read; the video lasts 8 s.",
    );
    expect(readingWarning(LONG, 30)).toBeUndefined();
    expect(readingWarning("you said nobody would come", 8)).toBeUndefined();
  });
});
