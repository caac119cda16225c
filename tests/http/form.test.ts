/** A file in a form, however the form is written and wherever its bytes are split on their way. */
import { Hono } from "hono";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { describe, expect, test } from "vitest";
import type { AppEnv } from "../../worker/http/app-env.ts";
import { fileOfForm } from "../../worker/http/form.ts";
import { seeded } from "../../worker/random.ts";

const app = new Hono<AppEnv>().put("/", async (c) => {
  const { body, fault } = fileOfForm(c);
  try {
    return c.body(await new Response(body).arrayBuffer());
  } catch (error) {
    expect(fault()).toBe(error);
    throw error;
  }
});
app.onError((error) => {
  throw error;
});

const TYPE = "multipart/form-data; boundary=BB";

/** Sends the form in pieces of these sizes, one after the other, over and over. */
function put(form: Uint8Array, sizes: readonly number[] = [form.byteLength], type = TYPE) {
  let [at, turn] = [0, 0];
  const body = new ReadableStream({
    pull(controller) {
      const size = Math.max(1, sizes[turn++ % sizes.length] ?? 1);
      if (at < form.byteLength) controller.enqueue(form.subarray(at, at + size));
      else controller.close();
      at += size;
    },
  });
  return app.request("/", { method: "PUT", headers: { "content-type": type }, body, duplex: "half" });
}
const bytesOf = async (response: Response | Promise<Response>) => Buffer.from(await (await response).arrayBuffer());

const part = (name: string, bytes: Uint8Array | string, more = '; filename="a.mp3"') =>
  Buffer.concat([
    Buffer.from(`--BB\r\nContent-Disposition: form-data; name="${name}"${more}\r\nContent-Type: audio/mpeg\r\n\r\n`),
    Buffer.from(bytes),
    Buffer.from("\r\n"),
  ]);
const form = (...parts: Buffer[]) => Buffer.concat([...parts, Buffer.from("--BB--\r\n")]);

describe("the bytes of the file come out as they went in", () => {
  test("wherever they are split, and whatever in them looks like a boundary", async () => {
    const random = seeded(1, "forms");
    const below = (most: number) => uniformInt(random, 0, most - 1);
    for (let round = 0; round < 400; round++) {
      const file = Uint8Array.from({ length: below(300) }, () => [13, 10, 45, 45, 66, below(256)][below(6)] ?? 0);
      const whole = form(part("file", file));
      const sent = round % 2 === 0 ? whole : whole.subarray(0, -2);
      const sizes = Array.from({ length: 7 }, () => 1 + below(round % 3 === 0 ? 2 : 90));
      if (Buffer.from(file).includes("\r\n--BB")) continue;
      expect(await bytesOf(put(sent, sizes)), `round ${round}`).toEqual(Buffer.from(file));
    }
  });

  test.each([
    ["with text before its first boundary", Buffer.concat([Buffer.from("Hello\r\n"), form(part("file", "la"))]), TYPE],
    ["with text behind its end", Buffer.concat([form(part("file", "la")), Buffer.from("bye")]), TYPE],
    ["whose boundary is quoted", form(part("file", "la")), 'Multipart/Form-Data; charset=utf-8; boundary="BB"'],
    ["whose file has no name", form(part("file", "la", "")), TYPE],
    ["whose file's name looks like a field", form(part("file", "la", '; filename="x; name=\\"other\\".mp3"')), TYPE],
    [
      "whose file's name comes first",
      form(Buffer.from('--BB\r\nX: y\r\ncontent-disposition: form-data; filename="; name=b"; name=file\r\n\r\nla\r\n')),
      TYPE,
    ],
    [
      "with spaces behind a boundary",
      Buffer.from('--BB \t\r\nContent-Disposition: form-data; name="file"\r\n\r\nla\r\n--BB--'),
      TYPE,
    ],
  ])("of a form %s", async (_, sent, type) => {
    for (const size of [1, 3, 1000]) expect((await bytesOf(put(sent, [size], type))).toString()).toBe("la");
  });

  test("of a form that fetch makes", async () => {
    const data = new FormData();
    data.append("file", new Blob([new Uint8Array([13, 10, 0, 255])]), '夜のバス "live".mp3');
    const response = await app.request("/", { method: "PUT", body: data });
    expect([...(await bytesOf(response))]).toEqual([13, 10, 0, 255]);
  });
});

describe("a form is refused, and what is wrong is named", () => {
  test.each([
    ["with no field at all", Buffer.from("--BB--\r\n"), TYPE, 400, ["file"], 'it has no field "file"'],
    ["with another field", form(part("photo", "la")), TYPE, 400, ["photo"], '"photo" is not a field of it'],
    [
      "with another field besides",
      form(part("file", "la"), part("title", "x", "")),
      TYPE,
      400,
      ["title"],
      '"title" is not',
    ],
    ["with two files", form(part("file", "la"), part("file", "la")), TYPE, 400, ["file"], "more than one file"],
    ["without a boundary", form(part("file", "la")), "multipart/form-data", 400, [], "names no boundary"],
    ["whose part has no name", Buffer.from("--BB\r\n\r\n\r\nla\r\n--BB--"), TYPE, 400, [], "has no name"],
    ["with another boundary", Buffer.alloc(20_000, "x"), TYPE, 400, [], "does not begin with its boundary"],
    ["whose headers never end", Buffer.from(`--BB\r\nX: ${"x".repeat(20_000)}`), TYPE, 400, [], "too long"],
  ])("%s", async (_, sent, type, status, field, message) => {
    for (const size of [1, 7, 100_000]) {
      const error: unknown = await Promise.resolve(put(sent, [size], type)).then(
        () => undefined,
        (thrown) => thrown,
      );
      expect(error).toMatchObject({ status, code: "validation_failed", extra: { field } });
      expect(String(error)).toContain(message);
    }
  });

  test("wherever it breaks off", async () => {
    const whole = form(part("file", "la la la"));
    for (let at = 0; at < whole.length - 4; at++) {
      await expect(put(whole.subarray(0, at), [5]), `after ${at} bytes`).rejects.toMatchObject({
        code: "upload_incomplete",
      });
    }
  });
});
