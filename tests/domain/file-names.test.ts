import { expect, test } from "vitest";
import { dispositionOf, fileStem } from "../../worker/domain/file-names.ts";

const named = {
  artist: "mara-vale",
  song: "Night Drive",
  caption: "When the lights go out, I stay up",
  runId: "run_1",
};

test("a file is named after artist, song, beginning of the caption, and run", () => {
  expect(fileStem(named)).toBe("mara-vale_night-drive_when-the-lights-go-out-i_run_1");
  expect(fileStem({ ...named, caption: "" })).toBe("mara-vale_night-drive_run_1");
});

test("keeps letters of every script, and nothing that a disk or a shell would take for something else", () => {
  const stem = fileStem({
    artist: "björk",
    song: "../../夜のドライブ: 1/2?",
    caption: '<img src="x"> "…" été 💔',
    runId: "run_1",
  });
  expect(stem).toBe("björk_夜のドライブ-1-2_img-src-x-été_run_1");
});

test("fits on a disk, whatever the words, and breaks off between characters", () => {
  const long = "夜".repeat(200);
  const stem = fileStem({ artist: long, song: long, caption: long, runId: `run_${"x".repeat(21)}` });
  expect(new TextEncoder().encode(`${stem}.mp4`).byteLength).toBeLessThan(255);
  expect(stem.split("_")[0]).toBe("夜".repeat(20));
});

test("says a name in ASCII, with the right one in UTF-8 beside it where that is another", () => {
  expect(dispositionOf("a_b.mp4")).toBe("inline; filename=a_b.mp4");
  expect(dispositionOf("björk_夜.mp4", "attachment")).toBe(
    "attachment; filename=bjork_-.mp4; filename*=UTF-8''bj%C3%B6rk_%E5%A4%9C.mp4",
  );
  expect(dispositionOf("ƒ'()*.mp4")).toMatch(/^[\x20-\x7e]+$/);
});
