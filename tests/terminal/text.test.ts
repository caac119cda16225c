/** What the command line makes of names and texts that others chose: nothing in them does anything. */
import { Writable } from "node:stream";
import { describe, expect, test } from "vitest";
import { fileName } from "../../cli/download.ts";
import { bold, clean, cleanJson, shortened, table, widthOf, written } from "../../cli/text.ts";

describe("text", () => {
  test.each([
    ["a\u001b[31mred\u001b[0m", "ared"],
    ["title\u001b]0;owned\u0007 stays", "title stays"],
    ["a\u009b2Jb", "ab"],
    ["bell\u0007 back\u0008 del\u007f", "bell\ufffd back\ufffd del\ufffd"],
    ["two\r\nlines\tand a tab", "two lines and a tab"],
    ["turned \u202earound\u2069", "turned \ufffdaround\ufffd"],
    ["\u001b", "\ufffd"],
    ["Émile ünd 映画 👩‍🎤", "Émile ünd 映画 👩‍🎤"],
  ])("%j is written as %j", (text, expected) => {
    expect(clean(text)).toBe(expected);
    const stream = new Writable();
    expect(written([text, bold(text)], stream)).toBe(expected + expected);
  });

  test("in JSON it means the same, and a terminal obeys nothing", () => {
    const value = { name: "a\u001b[31m\u009b\u202e\u007f\n\u2028b", list: [1, "two"] };
    const text = cleanJson(value);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: it is what is looked for
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u202e]/);
    expect(JSON.parse(text)).toEqual(value);
    expect(cleanJson(value, 0)).not.toContain("\n");
  });

  test("is shortened to columns, not to characters", () => {
    expect(shortened("leave it on", 20)).toBe("leave it on");
    expect(shortened("leave it on, leave it on", 12)).toBe("leave it on…");
    expect(shortened("映画映画映画", 7)).toBe("映画映…");
    expect(widthOf(shortened("👩‍🎤👩‍🎤👩‍🎤👩‍🎤", 5))).toBeLessThanOrEqual(5);
  });

  test("stands in columns, of which the last gives way", () => {
    const rows = [
      ["a", "映画", "a long text that does not fit"],
      ["bb", "x", "short"],
    ];
    const stream = new Writable();
    const [heading = "", first = "", second = ""] = table(["ID", "NAME", "TEXT"], rows, 24).map((line) =>
      written(line, stream),
    );
    expect([heading, first, second]).toEqual(["ID  NAME  TEXT", "a   映画  a long text t…", "bb  x     short"]);
    expect(table(["ID"], [], 80)).toEqual([]);
  });
});

describe("a file's name", () => {
  const url = "https://media.example.com/videos/run_1/1.mp4";
  test.each([
    [null, "run_1.mp4"],
    ['inline; filename="tansy_porchlight_run_1.mp4"', "tansy_porchlight_run_1.mp4"],
    ["inline; filename*=UTF-8''%C3%89mile%20Nord_run_1.mp4", "Émile Nord_run_1.mp4"],
    ['inline; filename="porchlight.mp4"', "run_1_porchlight.mp4"],
    ['inline; filename="../../../etc/run_1.mp4"', "run_1.mp4"],
    ['inline; filename="..\\\\..\\\\run_1.mp4"', "-..-run_1.mp4"],
    ['inline; filename=".bashrc"', "run_1.mp4"],
    ["inline; filename*=UTF-8''%1B%5B2Jrun_1.mp4", "run_1.mp4"],
    ['inline; filename=""', "run_1.mp4"],
    ["what is this;;;", "run_1.mp4"],
  ])("served as %j is %s", (disposition, expected) => {
    expect(fileName(disposition, "run_1", url)).toBe(expected);
  });
});
