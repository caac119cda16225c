/** Where lines break, with letters that are all one wide. */
import { describe, expect, it } from "vitest";
import { breakLines } from "../../../renderer/src/captions/lines.ts";

const graphemes = new Intl.Segmenter("und", { granularity: "grapheme" });
const wide = (text: string) => [...graphemes.segment(text)].length;
const lines = (text: string, width: number) => breakLines(text, width, wide).lines;

describe("lines of a caption", () => {
  it("stay one when they fit", () => {
    expect(lines("you finally let go", 20)).toEqual(["you finally let go"]);
  });

  it("are of even length, not filled up greedily", () => {
    expect(lines("I told you not to call me at night", 30)).toEqual(["I told you not to", "call me at night"]);
  });

  it("never leave one word alone at the end when it can be helped", () => {
    for (let width = 12; width < 40; width++) {
      const set = lines("we were only ever two kids in a car going nowhere fast", width);
      if (set.length > 1) expect(set.at(-1)?.split(" ").length, set.join("|")).toBeGreaterThan(1);
    }
  });

  it("end where the reader pauses if that costs little", () => {
    expect(lines("You said forever, and I believed you", 22)).toEqual(["You said forever,", "and I believed you"]);
  });

  it("are never wider than the place, whatever they hold", () => {
    for (const text of [
      "x".repeat(100),
      `short ${"y".repeat(50)} end`,
      "夢".repeat(40),
      "ฉันรักเธอ".repeat(8),
      "👩🏽‍🚀".repeat(30),
    ]) {
      for (const line of lines(text, 17)) expect(wide(line)).toBeLessThanOrEqual(17);
    }
  });

  it("lose no letter", () => {
    for (const text of [
      "a b c d e f g h i j k l m n o p",
      "x".repeat(100),
      "love/hate, hate/love",
      "夢の中でまた会えるなら、今度こそ離さない",
    ]) {
      expect(lines(text, 9).join("").replaceAll(" ", "")).toBe(text.replaceAll(" ", ""));
    }
  });

  it("break Chinese and Japanese anywhere but in front of closing marks", () => {
    for (let width = 4; width < 16; width++) {
      for (const line of lines("夢の中でまた会えるなら、今度こそ離さない。「きっと」", width))
        expect(line).not.toMatch(/^[、。」]/);
      for (const line of lines("我一直在等你回来，可是你从来没有出现过！", width)) expect(line).not.toMatch(/^[，！]/);
    }
  });

  it("break Japanese between phrases, and no inflection off its stem", () => {
    let compared = 0;
    for (const text of [
      "夢の|中で|また|会えるなら、|今度こそ離さない",
      "もう|二度と|会えないなんて|信じたくなかった",
      "誰にも|言えなかった|ことを、|この|歌に|した",
      "愛していると|言ってくれたら|良かったのに",
    ]) {
      const phrases = text.split("|");
      const ends = phrases.map((_, at) => phrases.slice(0, at + 1).join(""));
      for (let width = 9; width < 20; width++) {
        const set = lines(text.replaceAll("|", ""), width);
        // As few lines as there is room for come first: these may be fewer than phrases can be set in.
        const whole: number[] = [0];
        for (const { length } of phrases) {
          const used = (whole.pop() ?? 0) + length;
          whole.push(...(used > width ? [used - length, length] : [used]));
        }
        if (whole.length > set.length) continue;
        compared += 1;
        const broken = set.map((_, at) => set.slice(0, at + 1).join(""));
        for (const end of broken) expect(ends, `${set.join("/")} at ${width}`).toContain(end);
      }
    }
    expect(compared).toBeGreaterThan(30);
  });

  it("break Thai between words, which it writes without spaces", () => {
    const words = [...new Intl.Segmenter("th", { granularity: "word" }).segment("ฉันยังรักเธอเหมือนเดิม")].map(
      (one) => one.segment,
    );
    const set = lines("ฉันยังรักเธอเหมือนเดิม", 12);
    expect(set.length).toBeGreaterThan(1);
    let rest = words;
    for (const line of set) {
      let built = "";
      while (built.length < line.length) built += rest.shift() ?? "?";
      expect(built).toBe(line);
      rest = [...rest];
    }
  });

  it("keep Korean words whole", () => {
    for (const line of lines("너의 목소리가 들려 이 밤이 끝나기 전에", 9)) {
      for (const word of line.split(" ")) expect("너의 목소리가 들려 이 밤이 끝나기 전에".split(" ")).toContain(word);
    }
  });

  it("never cut a joined emoji", () => {
    expect(lines("👨‍👩‍👧‍👦".repeat(6), 3)).toEqual(["👨‍👩‍👧‍👦".repeat(3), "👨‍👩‍👧‍👦".repeat(3)]);
  });
});
