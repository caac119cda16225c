/**
 * Every operation of the document, called well and called wrong in each of its parts: the calls are made from the
 * document, and every answer is held to it.
 */
import { beforeAll, describe, expect, inject, test } from "vitest";
import { calm, own, url } from "../support/client.ts";
import { type Operation, type Parameter, readOperations, typesOf } from "./document.ts";
import { judge, parse } from "./judge.ts";
import { bodies, limits, misshapen, unshowable, wrongValues } from "./variations.ts";
import { type Answer, send } from "./wire.ts";
import { type Call, GOOD_CALLS, goodCall, makeWorld, requestOf, type World } from "./world.ts";

const api = { url, apiKey: own.document.apiKey, receiver: inject("stack").callerOrigin };
const operations = await readOperations(url);
let world: World;
beforeAll(async () => {
  await calm();
  world = await makeWorld(api);
});

/** Calls side by side: a call is a way to be wrong and what its answer must be. */
interface Case {
  name: string;
  call: Call;
  wrong: (answer: Answer) => string[];
}

async function breaksOf(operation: Operation, cases: Case[]): Promise<string[]> {
  const breaks: string[] = [];
  const left = [...cases];
  const work = async () => {
    for (let next = left.shift(); next; next = left.shift()) {
      const answer = await send(url, requestOf(operation, next.call, operation.secured ? api.apiKey : undefined));
      const found = [...judge(operation, answer), ...next.wrong(answer)];
      breaks.push(...found.map((each) => `${next.name}: ${each}`));
    }
  };
  await Promise.all(Array.from({ length: 8 }, work));
  return breaks.sort();
}

test("every operation has a good call here, and every good call is for an operation", () => {
  expect(Object.keys(GOOD_CALLS).sort()).toEqual(operations.map(({ name }) => name).sort());
});

describe("a good call is answered as documented:", () => {
  test.each(operations)("$name", async (operation) => {
    const call = await goodCall(operation, world, api);
    const answer = await send(url, requestOf(operation, call, operation.secured ? api.apiKey : undefined));
    expect([answer.status, judge(operation, answer)], answer.body).toEqual([expect.toBeOneOf([200, 201, 202]), []]);
  });
});

/** Codes of refusals that are about what a field means, where its form alone would not be wrong. */
const OF_MEANING = ["url_refused", "images_refused", "unknown_songs", "options_conflict", "unknown_template"];

/** It is refused for this field, for one inside of it, or for the one that it is in. */
function refusedFor(path: (string | number)[]): (answer: Answer) => string[] {
  return ({ status, body }) => {
    const { code, field, issues } = parse(body) as { code: string; field?: unknown[]; issues?: { path: unknown[] }[] };
    if (status !== 400) return [`${status} ${code} instead of 400`];
    if (code !== "validation_failed" && !OF_MEANING.includes(code)) return [`code is ${code}`];
    const named = [field ?? [], ...(issues ?? []).map((issue) => issue.path)];
    const about = named.some((each) => each.slice(0, path.length).every((part, at) => part === path[at]));
    return about ? [] : [`names ${JSON.stringify(named)}`];
  };
}

/** Its form is not what is wrong. */
const wellFormed = ({ status, body }: Answer): string[] => {
  const { code } = (parse(body) ?? {}) as { code?: string };
  return status === 400 && (code === "validation_failed" || code === "invalid_json") ? [`refused: ${body}`] : [];
};

const withBody = operations.filter(({ body }) => body?.types.includes("application/json"));

describe("a body that is wrong in one place is refused for that place:", () => {
  test.each(withBody)("$name", async (operation) => {
    const good = await goodCall(operation, world, api);
    const schema = operation.body?.schema ?? {};
    const wrong = [...bodies(schema, good.json, wrongValues), ...misshapen(schema, good.json)];
    expect(wrong.length).toBeGreaterThan(8);
    const cases = wrong.map(({ path, what, value }) => ({
      name: `${path.join(".") || "body"} ${what}`,
      call: { ...good, json: value },
      wrong: refusedFor(path),
    }));
    expect(await breaksOf(operation, cases)).toEqual([]);
  });
});

describe("text that cannot be shown is refused for its place:", () => {
  test.each(withBody)("$name", async (operation) => {
    const good = await goodCall(operation, world, api);
    const cases = bodies(operation.body?.schema ?? {}, good.json, unshowable).map(({ path, what, value }) => ({
      name: `${path.join(".")} ${what}`,
      call: { ...good, json: value },
      wrong: refusedFor(path),
    }));
    expect(cases.length).toBeGreaterThan(0);
    expect(await breaksOf(operation, cases)).toEqual([]);
  });
});

describe("a body at its limits is not refused for its form:", () => {
  test.each(withBody)("$name", async (operation) => {
    const good = await goodCall(operation, world, api);
    const cases = bodies(operation.body?.schema ?? {}, good.json, limits).map(({ path, what, value }) => ({
      name: `${path.join(".")} ${what}`,
      call: { ...good, json: value },
      wrong: wellFormed,
    }));
    expect(await breaksOf(operation, cases)).toEqual([]);
  });
});

describe("a body that is not what is announced is refused:", () => {
  test.each(withBody)("$name", async (operation) => {
    const good = await goodCall(operation, world, api);
    const text = JSON.stringify(good.json);
    const files: [string, string, string, number, string][] = [
      ["empty", "application/json", "", 400, "invalid_json"],
      ["cut short", "application/json", text.slice(0, -1), 400, "invalid_json"],
      ["of another type", "text/plain", text, 415, "unsupported_media_type"],
      ["too large", "application/json", JSON.stringify({ a: "x".repeat(70_000) }), 413, "payload_too_large"],
    ];
    const cases = files.map(([name, type, bytes, status, code]) => ({
      name,
      call: { ...good, json: undefined, file: { type, bytes } },
      wrong: (answer: Answer) => {
        const got = (parse(answer.body) as { code: string }).code;
        return answer.status === status && got === code ? [] : [`${answer.status} ${got}`];
      },
    }));
    expect(await breaksOf(operation, cases)).toEqual([]);
  });
});

describe("a body that is compressed is refused by the name of its encoding:", () => {
  test.each(operations.filter(({ body }) => body))("$name", async (operation) => {
    const good = await goodCall(operation, world, api);
    const encodings = ["gzip", "br", "x-gzip", "identity, deflate"];
    const cases = encodings.map((encoding) => ({
      name: encoding,
      call: { ...good, headers: { ...good.headers, "content-encoding": encoding } },
      wrong: ({ status, body, headers }: Answer) => {
        const { code, error } = parse(body) as { code: string; error: string };
        const isRefused = status === 415 && code === "unsupported_media_type" && error.includes(`"${encoding}"`);
        return isRefused && headers["accept-encoding"] === "identity" ? [] : [`${status} ${body}`];
      },
    }));
    const identity = { ...good, headers: { ...good.headers, "content-encoding": "Identity" } };
    const taken = { name: "none", call: identity, wrong: ({ status }: Answer) => (status === 415 ? ["415"] : []) };
    expect(await breaksOf(operation, [...cases, taken])).toEqual([]);
  });
});

describe("a file that is not what it should be is refused:", () => {
  const withFile = operations.filter(({ body }) => body && !body.types.includes("application/json"));
  test.each(withFile)("$name", async (operation) => {
    const good = await goodCall(operation, world, api);
    const isText = good.file?.type === "text/plain";
    const refusedWith = (status: number) => (answer: Answer) => (answer.status === status ? [] : [`${answer.status}`]);
    const cases = [
      { name: "no file of its kind", bytes: isText ? new Uint8Array([0xff, 0xfe, 0xfd]) : "not a file of its kind" },
      ...(isText ? [{ name: "with NUL", bytes: "a\0b" }] : []),
      ...(isText ? [{ name: "too long", bytes: "x".repeat(10_001) }] : [{ name: "empty", bytes: "" }]),
    ].map(({ name, bytes }) => ({
      name,
      call: { ...good, file: { type: good.file?.type ?? "", bytes } },
      wrong: refusedWith(400),
    }));
    const types = isText ? ["application/json", "text/plainly", ""] : [];
    const ofTypes = types.map((type) => ({
      name: `type ${type}`,
      call: { ...good, file: { type, bytes: "dry" } },
      wrong: refusedWith(415),
    }));
    expect(await breaksOf(operation, [...cases, ...ofTypes])).toEqual([]);
  });
});

describe("a file may come as a form, of that one field:", () => {
  const boundary = "----form of a test";
  const type = `multipart/form-data; boundary="${boundary}"`;
  const withFile = operations.filter(({ body }) => body && !body.types.includes("application/json"));
  test("every operation that takes a file says so", () => {
    for (const { body } of withFile) expect(body?.types).toContain("multipart/form-data");
  });
  test.each(withFile)("$name", async (operation) => {
    const good = await goodCall(operation, world, api);
    const part = (name: string) => [
      `--${boundary}\r\ncontent-disposition: form-data; name="${name}"; filename="f"\r\n\r\n`,
      good.file?.bytes ?? "",
      "\r\n",
    ];
    const form = (...pieces: (string | Uint8Array)[]) =>
      new Uint8Array(Buffer.concat(pieces.map((piece) => Buffer.from(piece as string))));
    const end = `--${boundary}--\r\n`;
    const wrong: [string, Uint8Array<ArrayBuffer>, string, string[] | undefined][] = [
      ["no field", form(end), "validation_failed", ["file"]],
      ["another field", form(...part("photo"), end), "validation_failed", ["photo"]],
      ["another field besides", form(...part("file"), ...part("title"), end), "validation_failed", ["title"]],
      ["two files", form(...part("file"), ...part("file"), end), "validation_failed", ["file"]],
      ["without its end", form(...part("file")), "upload_incomplete", undefined],
    ];
    const cases = wrong.map(([name, bytes, code, field]) => ({
      name,
      call: { ...good, file: { type, bytes } },
      wrong: ({ status, body }: Answer) => {
        const got = parse(body) as { code: string; field?: string[] };
        const isSo = status === 400 && got.code === code && String(got.field) === String(field);
        return isSo ? [] : [`${status} ${body}`];
      },
    }));
    const taken = {
      name: "as it should be",
      call: { ...good, file: { type, bytes: form(...part("file"), end) } },
      wrong: ({ status, body }: Answer) => (status === 200 || status === 201 ? [] : [`${status} ${body}`]),
    };
    expect(await breaksOf(operation, [...cases, taken])).toEqual([]);
  });
});

/** As it stands in a URL. */
const spelled = (value: unknown): string | undefined =>
  typeof value === "string" || typeof value === "number" ? String(value) : undefined;

const LIST_LIMITS = ["fewest", "most", "too few", "too many"];

/** Values of a parameter, spelled: of a list each is one item, and lists are spelled with commas. */
function spellings({ schema }: Parameter, pick: typeof wrongValues): { what: string; text: string }[] {
  const isText = typesOf(schema.items ?? schema).includes("string");
  const items = schema.items ? pick(schema.items).map(({ what, value }) => ({ what: `item ${what}`, value })) : [];
  const whole = pick(schema).filter(({ what }) => !schema.items || LIST_LIMITS.some((each) => what.includes(each)));
  return [...whole, ...items].flatMap(({ what, value }) => {
    const text = Array.isArray(value) ? value.map(String).join(",") : spelled(value);
    // Every number is a text, too. And an empty item is what an empty list looks like.
    return text === undefined || (isText && typeof value === "number") ? [] : [{ what, text }];
  });
}

const withParameters = operations.flatMap((operation) =>
  operation.parameters
    .filter((parameter) => parameter.in !== "header")
    .map((parameter) => ({ operation, parameter, name: `${operation.name} ${parameter.name}` })),
);

/** The operation's own call, with one parameter as given. Alone: others may make no sense beside it. */
function callWith(good: Call, operation: Operation, { in: where, name }: Parameter, text: string): Call {
  if (where === "path") return { ...good, params: { ...good.params, [name]: text } };
  const required = operation.parameters.filter((each) => each.in === "query" && each.required);
  const kept = Object.fromEntries(required.map((each) => [each.name, good.query?.[each.name] ?? ""]));
  return { ...good, query: { ...kept, [name]: text } };
}

describe("a parameter that is wrong is refused for itself:", () => {
  test.each(withParameters)("$name", async ({ operation, parameter }) => {
    const texts = spellings(parameter, wrongValues).filter(({ text }) => parameter.in === "query" || text !== "");
    const good = await goodCall(operation, world, api);
    const cases = texts.map(({ what, text }) => ({
      name: what,
      call: callWith(good, operation, parameter, text),
      wrong: refusedFor([parameter.name]),
    }));
    const [enums, formats] = [parameter.schema.enum, parameter.schema.format];
    if (enums || formats || parameter.schema.maxLength) expect(cases.length).toBeGreaterThan(0);
    if (parameter.required && parameter.in === "query") {
      const { [parameter.name]: _, ...query } = good.query ?? {};
      cases.push({ name: "missing", call: { ...good, query }, wrong: refusedFor([parameter.name]) });
    }
    expect(await breaksOf(operation, cases)).toEqual([]);
  });
});

describe("a parameter at its limits is not refused for its form:", () => {
  test.each(withParameters)("$name", async ({ operation, parameter }) => {
    const good = await goodCall(operation, world, api);
    const cases = spellings(parameter, limits).map(({ what, text }) => ({
      name: what,
      call: callWith(good, operation, parameter, text),
      wrong: wellFormed,
    }));
    expect(await breaksOf(operation, cases)).toEqual([]);
  });
});

describe("a query key that is unknown is refused by name:", () => {
  test.each(operations.filter(({ secured }) => secured))("$name", async (operation) => {
    const good = await goodCall(operation, world, api);
    const call = { ...good, query: { ...good.query, unknownKey: "1" } };
    expect(await breaksOf(operation, [{ name: "unknown", call, wrong: refusedFor(["unknownKey"]) }])).toEqual([]);
  });
});
