/** /api/content/templates: every template whole, and an account's own. */
import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { BUILT_IN } from "../../../worker/templates/index.ts";
import { calm } from "../../support/client.ts";
import { brokenPictures, picture, song } from "../../support/files.ts";
import {
  answer,
  ask,
  askAsOther,
  createRuns,
  templateDefinition as definition,
  libraryKeys,
  readyArtist,
  seeEnd,
  send,
  upload,
} from "../../support/library.ts";
import { fingerprint, refusal } from "../expectations.ts";
import { successShape, templateShape, templatesShape } from "../shapes.ts";

beforeAll(calm);

const TEMPLATES = "/api/content/templates";
let count = 0;
const newName = () => `rooftop-${process.pid}-${++count}`;
const read = async (name: string) => templateShape.parse(await answer(await ask(`${TEMPLATES}/${name}`), 200)).template;
const names = async (asker = ask) =>
  templatesShape.parse(await answer(await asker(TEMPLATES), 200)).templates.map(({ name }) => name);

async function newTemplate(changes: Record<string, unknown> = {}) {
  const response = await send("POST", TEMPLATES, { name: newName(), ...definition(), ...changes });
  return templateShape.parse(await answer(response, 201)).template;
}
const putPicture = (name: string, id: string, bytes = picture()) =>
  upload(`${TEMPLATES}/${name}/references/${id}`, bytes);

describe("a built-in template", () => {
  test.each(BUILT_IN.map(({ name }) => name))("%s is shown whole, with pictures that anyone can see", async (name) => {
    const template = await read(name);
    expect(template).toMatchObject({ name, builtIn: true });
    expect(template.references.length).toBeGreaterThanOrEqual(6);
    for (const { imageUrl } of template.references) {
      const response = await fetch(imageUrl ?? "");
      expect(response.headers.get("content-type")).toBe("image/jpeg");
      await response.body?.cancel();
    }
  });

  test("cannot be changed, deleted, or made again", async () => {
    const name = "artist-caption-bedroom";
    await refusal(await send("POST", TEMPLATES, { name, ...definition() }), 409, "template_name_taken");
    await refusal(await send("PUT", `${TEMPLATES}/${name}`, definition()), 409, "template_built_in");
    await refusal(await ask(`${TEMPLATES}/${name}`, { method: "DELETE" }), 409, "template_built_in");
    await refusal(await putPicture(name, "01"), 409, "template_built_in");
  });

  test("is a definition that an account could have made", async () => {
    const { name: _, builtIn: __, references, ...rest } = await read("artist-caption-stage");
    const copy = { ...rest, references: references.map(({ id, description }) => ({ id, description })) };
    await newTemplate(copy);
  });
});

describe("an own template", () => {
  test("is as it was made, and is listed behind the built-in ones", async () => {
    const name = newName();
    const response = await send("POST", TEMPLATES, { name, ...definition() });
    const { template } = templateShape.parse(await answer(response.clone(), 201));
    expect(response.headers.get("location")).toBe(`${TEMPLATES}/${name}`);
    const references = definition().references.map((reference) => ({ ...reference, imageUrl: null }));
    expect(template).toEqual({ name, builtIn: false, ...definition(), references });
    expect(await read(name)).toEqual(template);
    const listed = await names();
    expect(listed.slice(0, 4)).toEqual(BUILT_IN.map((each) => each.name));
    expect(listed.slice(4)).toContain(name);
    const { account_id } = await readyArtist();
    const validated = await answer(await ask(`/api/content/validate?artist_account_id=${account_id}`), 200);
    expect(validated).toMatchObject({ templates: listed });
  });

  test("has a name of its own in the account", async () => {
    const { name } = await newTemplate();
    await refusal(await send("POST", TEMPLATES, { name, ...definition() }), 409, "template_name_taken");
    await answer(await send("POST", TEMPLATES, { name, ...definition() }, askAsOther), 201);
    const attempts = Array.from({ length: 4 }, () => send("POST", TEMPLATES, { name: `${name}-x`, ...definition() }));
    expect((await Promise.all(attempts)).map(({ status }) => status).sort()).toEqual([201, 409, 409, 409]);
  });

  const broken: [string, Record<string, unknown>][] = [
    ["name", { name: "Has Spaces" }],
    ["name", { name: "../up" }],
    ["name", { name: "" }],
    ["description", { description: "" }],
    ["defaultLipsync", { defaultLipsync: "no" }],
    ["usesFace", { usesFace: undefined }],
    ["image", { image: { scene: "x" } }],
    ["moods", { moods: [] }],
    ["moods", { moods: [definition().moods[0], definition().moods[0]] }],
    ["movements", { movements: [{ name: "a" }] }],
    ["captionGuide", { captionGuide: { ...definition().captionGuide, examples: { short: ["a"] } } }],
    ["captionStyle", { captionStyle: "comic" }],
    ["references", { references: [{ id: "A B", description: "x" }] }],
    ["references", { references: [1, 2].map(() => ({ id: "a", description: "x" })) }],
    ["images", { images: [] }],
  ];
  test.each(broken)("is refused for its %s (%#)", async (field, changes) => {
    const response = await send("POST", TEMPLATES, { name: newName(), ...definition(), ...changes });
    const { issues } = await refusal(response, 400, "validation_failed");
    expect([...new Set(issues?.map(({ path }) => path[0]))]).toEqual([field]);
  });

  test("keeps the pictures of references that stay, when it is changed", async () => {
    const { name } = await newTemplate();
    const [ledge, door] = [picture(), picture("image/webp")];
    await answer(await putPicture(name, "ledge", ledge), 200);
    await answer(await putPicture(name, "door", door), 200);
    const references = [
      { id: "door", description: "another view of the door" },
      { id: "stairs", description: "on the stairs" },
    ];
    const change = definition({ description: "Changed altogether.", references });
    const changed = templateShape.parse(await answer(await send("PUT", `${TEMPLATES}/${name}`, change), 200)).template;
    expect(changed).toMatchObject({ name, description: "Changed altogether." });
    expect(changed.references).toEqual([
      { ...references[0], imageUrl: expect.any(String) },
      { ...references[1], imageUrl: null },
    ]);
    const stored = await fetch(changed.references[0]?.imageUrl ?? "");
    expect(new Uint8Array(await stored.arrayBuffer())).toEqual(door);
    await refusal(await putPicture(name, "ledge"), 404, "file_not_found");
    await refusal(await send("PUT", `${TEMPLATES}/${name}`, { ...change, name }), 400, "validation_failed");
  });

  test("refuses what is no picture, and stores nothing of it", async () => {
    const { name } = await newTemplate();
    const before = await libraryKeys("templates/");
    const broken = brokenPictures()["a PNG without data"];
    for (const bytes of [new Uint8Array(0), song("mp3", 1), picture("image/png", 100, 100), broken]) {
      await refusal(await putPicture(name, "ledge", bytes), 400, "picture_refused");
    }
    expect(await libraryKeys("templates/")).toEqual(before);
    expect((await read(name)).references.every(({ imageUrl }) => imageUrl === null)).toBe(true);
  });

  test("stores the same picture of a reference once, and another in its place", async () => {
    const { name } = await newTemplate();
    const bytes = picture();
    const before = (await libraryKeys("templates/")).length;
    for (let again = 0; again < 2; again++) await answer(await putPicture(name, "ledge", bytes), 200);
    expect((await libraryKeys("templates/")).length).toBe(before + 1);
    const other = picture("image/png");
    await answer(await putPicture(name, "ledge", other), 200);
    const stored = await fetch((await read(name)).references[0]?.imageUrl ?? "");
    expect(new Uint8Array(await stored.arrayBuffer())).toEqual(other);
  });

  test("is gone when it is deleted, while its pictures come in, too", async () => {
    const { name } = await newTemplate();
    const uploads = [putPicture(name, "ledge"), putPicture(name, "door")];
    successShape.parse(await answer(await ask(`${TEMPLATES}/${name}`, { method: "DELETE" }), 200));
    for (const { status } of await Promise.all(uploads)) expect([200, 404]).toContain(status);
    await refusal(await ask(`${TEMPLATES}/${name}`), 404, "template_not_found");
    await refusal(await ask(`${TEMPLATES}/${name}`, { method: "DELETE" }), 404, "template_not_found");
    await refusal(await send("PUT", `${TEMPLATES}/${name}`, definition()), 404, "template_not_found");
    expect(await names()).not.toContain(name);
  });

  test("is unknown to another account, whatever it tries", async () => {
    const { name } = await newTemplate();
    expect(await names(askAsOther)).not.toContain(name);
    const json = { "content-type": "application/json" };
    const tries: [string, string, RequestInit["body"]?, Record<string, string>?][] = [
      ["GET", ""],
      ["PUT", "", JSON.stringify(definition()), json],
      ["DELETE", ""],
      ["PUT", "/references/ledge", picture()],
    ];
    for (const [method, path, body, headers = {}] of tries) {
      const attempt = (of: string) =>
        askAsOther(`${TEMPLATES}/${of}${path}`, { method, headers, ...(body ? { body } : {}) });
      const [foreign, unknown] = [await attempt(name), await attempt(`none-${randomUUID()}`)];
      await refusal(foreign.clone(), 404, "template_not_found");
      expect(await fingerprint(foreign), `${method} ${path}`).toEqual(await fingerprint(unknown));
    }
    expect(await read(name)).toMatchObject({ name });
  });
});

describe("create", () => {
  test("takes an own template once a picture is there, and names it among those there are", async () => {
    const { account_id } = await readyArtist();
    const { name } = await newTemplate();
    const parameters = { artist_account_id: account_id, template: name };
    const refused = await send("POST", "/api/content/create", parameters);
    expect((await refusal(refused, 400, "template_without_references")).field).toEqual(["template"]);
    await answer(await putPicture(name, "door"), 200);
    const [run] = await seeEnd(await createRuns(parameters));
    expect(run).toMatchObject({ status: "COMPLETED", output: { template: name }, payload: { template: name } });
    const unknown = await send("POST", "/api/content/create", { ...parameters, template: "none" });
    expect((await refusal(unknown, 400, "unknown_template")).available_templates).toEqual(await names());
  });

  test("is not affected by what becomes of the template afterwards", async () => {
    const { account_id } = await readyArtist();
    const { name } = await newTemplate({ defaultLipsync: true });
    await answer(await putPicture(name, "door"), 200);
    await answer(await putPicture(name, "ledge"), 200);
    const runIds = await createRuns({ artist_account_id: account_id, template: name, batch: 3 });
    const change = definition({ moods: [{ name: "other", prompt: "something else" }], references: [] });
    await answer(await send("PUT", `${TEMPLATES}/${name}`, change), 200);
    await answer(await ask(`${TEMPLATES}/${name}`, { method: "DELETE" }), 200);
    for (const run of await seeEnd(runIds)) {
      expect(run.status, JSON.stringify(run.error)).toBe("COMPLETED");
      expect(run.payload).toMatchObject({ template: name, lipsync: true });
    }
  });
});
