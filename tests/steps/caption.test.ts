import { describe, expect, test } from "vitest";
import type { CaptionLength } from "../../worker/domain/run.ts";
import { caption } from "../../worker/steps/caption.ts";
import { brokenRule, lengthRule } from "../../worker/steps/caption-rules.ts";
import { BUILT_IN } from "../../worker/templates/index.ts";
import { asked, contextOf, noteOf, outcome, said } from "./contexts.ts";

const clip = { startSeconds: 12, durationSeconds: 8, lyrics: "leave the porchlight on", mood: "aching" };
const context = (caption_length: CaptionLength = "short", template = "artist-caption-bedroom", notes = "Dry.") =>
  contextOf({ request: { caption_length, template }, artist: { notes }, outputs: { clip } });
const promptOf = (action: ReturnType<typeof caption.next>) => asked(action, "write").input.prompt;
const tooLong = "i keep the porch light on for somebody who moved away eleven years ago. ok.";

test("is asked for in the template's voice, with the clip's words, the mood and the artist's notes", () => {
  for (const { name, captionGuide, moods } of BUILT_IN) {
    const prompt = promptOf(caption.next(context("medium", name), []));
    expect(prompt).toContain(lengthRule("medium"));
    expect(prompt).toContain("<lyrics>\nleave the porchlight on\n</lyrics>");
    expect(prompt).toContain(`The picture feels ${moods[0]?.name}; the clip feels aching.`);
    expect(prompt).toContain(captionGuide.tone);
    for (const rule of captionGuide.rules) expect(prompt).toContain(rule);
    expect(captionGuide.formats.filter((format) => prompt.includes(`Shape: ${format}\n`))).toHaveLength(1);
    expect(captionGuide.examples.medium.some((example) => prompt.includes(example))).toBe(true);
    expect(captionGuide.examples.long.some((example) => prompt.includes(example))).toBe(false);
    expect(prompt).toContain("About the artist:\n<notes>\nDry.\n</notes>");
  }
  expect(promptOf(caption.next(context("short", "artist-caption-stage", ""), []))).not.toContain("About the artist");
});

test("belongs to the run: another run that asks the same gets its own", () => {
  expect(asked(caption.next(context(), []), "write").salt).toBe("run_123456789abcdefghijkm");
});

test("an instrumental says so instead of leaving the words empty", () => {
  const instrumental = contextOf({ outputs: { clip: { ...clip, lyrics: "", mood: "" } } });
  const prompt = promptOf(caption.next(instrumental, []));
  expect(prompt).toContain("it is instrumental");
  expect(prompt).not.toContain("<lyrics>");
  expect(prompt).toContain("the clip feels as it sounds");
});

test("a good answer is used, cleaned", () => {
  expect(outcome(caption.next(context(), [said('"don\'t wait up 🌙"')]))).toEqual({ text: "don't wait up 🌙" });
});

describe("an answer that breaks the length", () => {
  test("is asked for once more, with the answer and the broken rule named", () => {
    const prompt = promptOf(caption.next(context(), [said(tooLong)]));
    expect(prompt).toContain(`Your last answer was:\n<answer>\n${tooLong}\n</answer>`);
    expect(prompt).toContain("It cannot be used: it has 15 words, at most 10 are allowed.");
  });

  test("is not used when the second one keeps to it", () => {
    expect(outcome(caption.next(context(), [said(tooLong), said("porch light's on")]))).toEqual({
      text: "porch light's on",
    });
  });

  test("is trimmed when the second one breaks it too, and the run says so", () => {
    for (const length of ["short", "medium", "long"] as const) {
      const endless = said("so it was late again and nobody called. ".repeat(30));
      const action = caption.next(context(length), [endless, endless]);
      const { text } = outcome(action);
      expect(brokenRule(text, length), text).toBeUndefined();
      expect(text.endsWith("…")).toBe(false);
      expect(noteOf(action)).toMatch(/trimmed/);
    }
  });

  test("is used as it is when it is only too short, twice", () => {
    const { text } = outcome(caption.next(context("medium"), [said("too short"), said("this is too short")]));
    expect(text).toBe("this is too short");
  });
});

test("no words, twice, is an error and not an empty caption", () => {
  expect(promptOf(caption.next(context(), [said("")]))).toContain("It cannot be used: it has no words.");
  expect(() => caption.next(context(), [said(""), said(' "" ')])).toThrow("no caption");
});
