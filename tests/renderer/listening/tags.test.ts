/** Title and artist, as files say them: in every encoding that tags have. */
import { readFile, writeFile } from "node:fs/promises";
import { beforeAll, expect, it } from "vitest";
import { recognize } from "../../../renderer/src/media.ts";
import { readTags } from "../../../renderer/src/tags.ts";
import { id3, song } from "../../support/files.ts";
import { ffmpeg, folder } from "../sources.ts";

const { signal } = new AbortController();
let directory: string;
beforeAll(async () => {
  directory = await folder();
  await writeFile(`${directory}/plain.wav`, song("wav", 1));
  await writeFile(`${directory}/plain.mp3`, song("mp3", 1));
});

const read = async (path: string) => readTags(await recognize(path, "audio"), signal);

/** An MP3 with this before it. */
async function mp3(name: string, before: Uint8Array) {
  const path = `${directory}/${name}.mp3`;
  await writeFile(path, Buffer.concat([before, song("mp3", 1)]));
  return path;
}

const utf16 = (text: string, bigEndian = false, mark = true): Buffer => {
  const bytes = Buffer.from(`${mark ? "\ufeff" : ""}${text}`, "utf16le");
  return bigEndian ? bytes.swap16() : bytes;
};
const JAPANESE = "夜のバス 🎸";

it.each([
  ["2.3, Latin-1", id3(3, [["TIT2", 0, Buffer.from("Été à Köln", "latin1")]]), "Été à Köln"],
  ["2.3, UTF-16 with a mark", id3(3, [["TIT2", 1, utf16(JAPANESE)]]), JAPANESE],
  ["2.3, UTF-16, the other way round", id3(3, [["TIT2", 1, utf16(JAPANESE, true)]]), JAPANESE],
  ["2.4, UTF-16BE without a mark", id3(4, [["TIT2", 2, utf16(JAPANESE, true, false)]]), JAPANESE],
  ["2.4, UTF-8", id3(4, [["TIT2", 3, Buffer.from(JAPANESE)]]), JAPANESE],
  ["2.2", id3(2, [["TT2", 1, utf16(JAPANESE)]]), JAPANESE],
  ["2.4, ended by NUL", id3(4, [["TIT2", 3, Buffer.from("Porchlight\0")]]), "Porchlight"],
  ["2.4, empty", id3(4, [["TIT2", 3, Buffer.from("")]]), null],
  ["2.4, without a title", id3(4, [["TALB", 3, Buffer.from("An album")]]), null],
])("the title of an MP3 is that of its tag: ID3v%s", async (name, tag, title) => {
  expect(await read(await mp3(name.replaceAll(/\W/g, "-"), tag))).toEqual({ title, artist: null });
});

it("an MP3 has a performer, too, and an old tag at its end will do", async () => {
  const both = id3(4, [
    ["TIT2", 3, Buffer.from("Porchlight")],
    ["TPE1", 3, Buffer.from("Mira Sol feat. Ada")],
  ]);
  expect(await read(await mp3("both", both))).toEqual({ title: "Porchlight", artist: "Mira Sol feat. Ada" });
  const old = Buffer.alloc(128);
  old.write("TAGÉt\xe9", "latin1");
  old.write("Ada", 33);
  const bare = `${directory}/bare.mp3`;
  await ffmpeg("-y -v error -i", [`${directory}/plain.wav`], "-c:a libmp3lame -id3v2_version 0", [bare]);
  await writeFile(bare, Buffer.concat([await readFile(bare), old]));
  expect(await read(bare)).toEqual({ title: "Été", artist: "Ada" });
});

it.each([
  ["flac", "-c:a flac"],
  ["ogg", "-c:a libvorbis"],
  ["opus", "-c:a libopus -f ogg"],
  ["m4a", "-c:a aac"],
  ["mov", "-c:a aac"],
  ["mka", "-c:a flac -f matroska"],
  ["aiff", "-c:a pcm_s16be -write_id3v2 1"],
  ["wav", "-c:a copy"],
])("a file of kind %s says its title and its performer", async (format, codec) => {
  const path = `${directory}/tagged.${format}`;
  const tags = [
    "-metadata",
    `title=${JAPANESE}`,
    "-metadata",
    'artist=Émile, "Nord"',
    "-metadata:s:a:0",
    "title=Stereo",
  ];
  await ffmpeg(
    "-y -v error -i",
    [`${directory}/plain.wav`, ...(format === "ogg" || format === "opus" ? tags.slice(0, 4) : tags)],
    codec,
    [path],
  );
  expect(await read(path)).toEqual({ title: JAPANESE, artist: 'Émile, "Nord"' });
});

it("a WAV that Windows wrote is read as Windows writes", async () => {
  const path = `${directory}/windows.wav`;
  await ffmpeg("-y -v error -i", [`${directory}/plain.wav`, "-metadata", "title=Ete"], "-c:a copy", [path]);
  const bytes = await readFile(path);
  bytes.write("\xc9t\xe9", bytes.indexOf("Ete"), "latin1");
  await writeFile(path, bytes);
  expect(await read(path)).toEqual({ title: "Été", artist: null });
});

it("a file that says nothing has neither", async () => {
  expect(await read(`${directory}/plain.mp3`)).toEqual({ title: null, artist: null });
  expect(await read(`${directory}/plain.wav`)).toEqual({ title: null, artist: null });
});
