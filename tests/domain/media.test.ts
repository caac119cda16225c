import { expect, test } from "vitest";
import { mediaInput, parseRef, resolveMediaInputs, videoInput } from "../../worker/domain/media.ts";

const resolve = async (ref: string) => `https://files.example.com/${ref}`;

test("a reference is a store and a key, which may have colons of its own", () => {
  expect(parseRef("library:songs/1/abc")).toEqual({ store: "library", key: "songs/1/abc" });
  expect(parseRef("media:a:b")).toEqual({ store: "media", key: "a:b" });
});

test("files in an input become URLs wherever they are, and everything else stays", async () => {
  const input = {
    prompt: "media:not-a-file",
    image_urls: [mediaInput("library:face"), mediaInput("builtin:templates/x/01.jpg")],
    nested: {
      audio: mediaInput("media:clip.wav"),
      video: videoInput("media:a.mp4", 192),
      size: { width: 720, height: 1280 },
    },
    seed: 0,
    flag: false,
    nothing: null,
  };
  expect(await resolveMediaInputs(input, resolve)).toEqual({
    prompt: "media:not-a-file",
    image_urls: ["https://files.example.com/library:face", "https://files.example.com/builtin:templates/x/01.jpg"],
    nested: {
      audio: "https://files.example.com/media:clip.wav",
      video: "https://files.example.com/media:a.mp4",
      size: { width: 720, height: 1280 },
    },
    seed: 0,
    flag: false,
    nothing: null,
  });
});

test("the input itself is left alone", async () => {
  const input = { image_urls: [mediaInput("library:face")] };
  await resolveMediaInputs(input, resolve);
  expect(input).toEqual({ image_urls: [{ media: "library:face" }] });
});

test("an object that only resembles a file is none", async () => {
  for (const input of [{ media: 5 }, { media: "library:x", more: true }, {}, []])
    expect(await resolveMediaInputs(input, resolve)).toEqual(input);
});

test("a file that cannot be had fails the whole input", async () => {
  await expect(
    resolveMediaInputs({ a: [mediaInput("library:gone")] }, async () => Promise.reject(new Error("gone"))),
  ).rejects.toThrow("gone");
});
