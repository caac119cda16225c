/** Pictures that callers give: what they are told apart by, and what is left of them. */
import { loadImage } from "@napi-rs/canvas";
import { describe, expect, test } from "vitest";
import { judgePicture } from "../../worker/media/picture.ts";
import { changedPng, exif, jpegSegment, photographed, picture } from "../support/files.ts";

const join = (...parts: Uint8Array[]) => new Uint8Array(Buffer.concat(parts));
const whole = picture("image/jpeg", 400, 400);
/** With a whole thumbnail inside, as cameras write it. */
const withThumbnail = join(whole.slice(0, 2), jpegSegment(0xe1, picture("image/jpeg", 64, 64)), whole.slice(2));

describe("a JPEG", () => {
  test("may have bytes behind its end", async () => {
    const judged = await judgePicture(join(whole, new Uint8Array(500).fill(7)));
    expect(judged).toMatchObject({ contentType: "image/jpeg" });
  });
  test("with a thumbnail is whole only when the picture itself is", async () => {
    expect(await judgePicture(withThumbnail)).toMatchObject({ contentType: "image/jpeg" });
    expect(await judgePicture(withThumbnail.slice(0, -300))).toEqual({ wrong: "it is cut off" });
  });
});

test.each(["image/jpeg", "image/png", "image/webp"] as const)(
  "%s is not taken for whole when it is cut",
  async (type) => {
    const bytes = picture(type, 300, 300);
    for (let length = 0; length < bytes.length - 1; length += 97) {
      expect(await judgePicture(bytes.slice(0, length)), `${length} of ${bytes.length}`).toHaveProperty("wrong");
    }
    expect(await judgePicture(bytes)).toMatchObject({ contentType: type });
  },
);

test("the sides are held to their bounds", async () => {
  expect(await judgePicture(picture("image/png", 256, 256))).toHaveProperty("contentType");
  expect(await judgePicture(picture("image/png", 300, 255))).toEqual({ wrong: expect.stringContaining("300x255") });
  expect(await judgePicture(picture("image/png", 8193, 256))).toEqual({ wrong: expect.stringContaining("8193x256") });
});

/** What is left of a picture; its pixels must be. */
async function bare(bytes: Uint8Array<ArrayBuffer>) {
  const judged = await judgePicture(bytes);
  if ("wrong" in judged) throw new Error(judged.wrong);
  await loadImage(Buffer.from(judged.bytes));
  return { ...judged, text: Buffer.from(judged.bytes).toString("latin1") };
}

/** A WebP with Exif and XMP; the canvas writes the extended form, which may have them. */
function tellingWebp(plain: Uint8Array, orientation: number): Uint8Array<ArrayBuffer> {
  const chunk = (name: string, data: Uint8Array) => {
    const head = Buffer.alloc(8);
    head.write(name, "latin1");
    head.writeUInt32LE(data.length, 4);
    return Buffer.concat([head, data, Buffer.alloc(data.length % 2)]);
  };
  const file = Buffer.concat([
    plain,
    chunk("EXIF", exif(orientation)),
    chunk("XMP ", Buffer.from("<xmp>52.5200N</xmp>")),
  ]);
  file.writeUInt32LE(file.length - 8, 4);
  file.writeUInt8(file.readUInt8(20) | 0x0c, 20);
  return new Uint8Array(file);
}

describe("what a picture tells besides", () => {
  const [jpeg, png, webp] = [picture("image/jpeg"), picture("image/png"), picture("image/webp")];
  const text = (content: string) => Buffer.from(content);

  test.each([
    ["JPEG", photographed(jpeg, 6), jpeg],
    [
      "JPEG with comments, notes of Photoshop and a second picture behind it",
      join(
        photographed(jpeg, 6).slice(0, -2),
        jpegSegment(0xfe, text("52.5200N")),
        jpegSegment(0xed, text("Photoshop 3.0 52.5200N")),
        jpeg.slice(-2),
        photographed(jpeg, 1),
      ),
      jpeg,
    ],
    [
      "PNG",
      changedPng(png, ([header, ...rest]) => [
        ...(header ? [header] : []),
        ["eXIf", exif(6)],
        ["tEXt", text("Location\0 52.5200N")],
        ["iTXt", text("XML:com.adobe.xmp\0\0\0\0\x0052.5200N")],
        ...rest,
      ]),
      png,
    ],
    ["WebP", tellingWebp(webp, 6), webp],
  ])("is taken out of a %s, and not one byte of the picture is touched", async (_, telling, plain) => {
    expect(Buffer.from(telling).includes("52.5200N")).toBe(true);
    const left = await bare(telling);
    expect(left.orientation).toBe(6);
    expect(Buffer.from(left.bytes).equals(plain)).toBe(true);
  });

  test("does not include its colours", async () => {
    const profile = jpegSegment(0xe2, text("ICC_PROFILE\0\x01\x01 colours"));
    expect((await bare(join(jpeg.slice(0, 2), profile, jpeg.slice(2)))).text).toContain("ICC_PROFILE");
    // Two pictures in one file.
    const index = jpegSegment(0xe2, text("MPF\0 52.5200N"));
    expect((await bare(join(jpeg.slice(0, 2), index, jpeg.slice(2)))).text).not.toContain("MPF");
  });

  test.each([
    ["nothing", new Uint8Array(0)],
    ["nonsense", text("MM nonsense, and more of it")],
    ["a directory beyond its end", Uint8Array.from([0x49, 0x49, 42, 0, 255, 255, 0, 0, 1, 1])],
    ["an orientation that there is none of", exif(99)],
  ])("may be %s: it is upright then", async (_, data) => {
    const telling = join(jpeg.slice(0, 2), jpegSegment(0xe1, join(text("Exif\0\0"), data)), jpeg.slice(2));
    expect(await bare(telling)).toMatchObject({ orientation: 1 });
  });
});
