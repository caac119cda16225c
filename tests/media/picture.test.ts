import { describe, expect, test } from "vitest";
import { judgePicture } from "../../worker/media/picture.ts";
import { picture } from "../support/files.ts";

const join = (...parts: Uint8Array[]) => new Uint8Array(Buffer.concat(parts));
/** A segment as cameras write them, with a whole thumbnail inside. */
const thumbnail = (() => {
  const inner = picture("image/jpeg", 64, 64);
  const length = inner.length + 2;
  return join(new Uint8Array([0xff, 0xe1, length >> 8, length & 255]), inner);
})();
const whole = picture("image/jpeg", 400, 400);
const withThumbnail = join(whole.slice(0, 2), thumbnail, whole.slice(2));

describe("a JPEG", () => {
  test("may have bytes behind its end", async () => {
    expect(await judgePicture(join(whole, new Uint8Array(500).fill(7)))).toEqual({ contentType: "image/jpeg" });
  });
  test("with a thumbnail is whole only when the picture itself is", async () => {
    expect(await judgePicture(withThumbnail)).toEqual({ contentType: "image/jpeg" });
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
    expect(await judgePicture(bytes)).toEqual({ contentType: type });
  },
);

test("the sides are held to their bounds", async () => {
  expect(await judgePicture(picture("image/png", 256, 256))).toHaveProperty("contentType");
  expect(await judgePicture(picture("image/png", 300, 255))).toEqual({ wrong: expect.stringContaining("300x255") });
  expect(await judgePicture(picture("image/png", 8193, 256))).toEqual({ wrong: expect.stringContaining("8193x256") });
});
