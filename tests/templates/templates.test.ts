import { readdirSync, readFileSync, statSync } from "node:fs";
import { imageSize } from "image-size";
import { describe, expect, it } from "vitest";
import { CAPTION_LENGTHS } from "../../worker/domain/run.ts";
import { largestTemplate, type Template, templateDefinition } from "../../worker/domain/template.ts";
import { brokenRule } from "../../worker/steps/caption-rules.ts";
import { BUILT_IN, findBuiltIn } from "../../worker/templates/index.ts";

/** Everything of a template that reaches an image or video model. */
const prompts = (template: Template): string[] => [
  template.image.scene,
  ...template.image.rules,
  ...[...template.moods, ...template.movements].map((variation) => variation.prompt),
  ...template.references.map((reference) => reference.description),
];

const PERSON =
  /\b(person|people|human|man|woman|men|women|boy|girl|he|she|his|her|him|face|faces|facial|gaze|stare|eyes?|lips?|mouth|skin|hair|hands?|fingers?|thumb|arms?|shoulders?|singer|artist|musician|performer|customer|shopper|crowd|fan|fans|somebody|someone|figure|silhouette|selfie|body|smile)\b/i;

it("offers the four names that callers know, the default first", () => {
  expect(BUILT_IN.map((template) => template.name)).toEqual([
    "artist-caption-bedroom",
    "artist-caption-outside",
    "artist-caption-stage",
    "album-record-store",
  ]);
  expect(findBuiltIn("album-record-store")?.usesFace).toBe(false);
  expect(findBuiltIn("no-such-template")).toBeUndefined();
});

describe.each(BUILT_IN)("$name", (template) => {
  it("has enough to choose from, with names that are unique", () => {
    for (const list of [template.moods, template.movements]) {
      expect(list.length).toBeGreaterThanOrEqual(8);
      expect(new Set(list.map((variation) => variation.name)).size).toBe(list.length);
      expect(new Set(list.map((variation) => variation.prompt)).size).toBe(list.length);
    }
    expect(template.references.length).toBeGreaterThanOrEqual(6);
    expect(new Set(template.references.map((reference) => reference.file)).size).toBe(template.references.length);
  });

  it("writes moods and movements as phrases that fit into a sentence", () => {
    for (const { prompt } of [...template.moods, ...template.movements]) expect(prompt).toMatch(/^[a-z].*[^.\s]$/s);
  });

  it("leaves the mouth alone in movements, so that singing can be added", () => {
    for (const { prompt } of template.movements)
      expect(prompt).not.toMatch(/\b(mouth|lips?|sing|sings|singing|talk|talks|speak|speaks|silent|smiles?|teeth)\b/i);
  });

  it("has reference images that exist, are 9:16 and small", () => {
    for (const { file } of template.references) {
      const path = new URL(`../../public/templates/${template.name}/${file}`, import.meta.url);
      expect(imageSize(readFileSync(path))).toMatchObject({ width: 864, height: 1536, type: "jpg" });
      expect(statSync(path).size).toBeLessThanOrEqual(150 * 1024);
    }
  });

  it("ships its reference images and no other file", () => {
    const folder = new URL(`../../public/templates/${template.name}/`, import.meta.url);
    expect(readdirSync(folder).toSorted()).toEqual(template.references.map(({ file }) => file).toSorted());
  });

  it("says where the head is exactly when there is one", () => {
    for (const { head } of template.references) {
      expect(head !== undefined).toBe(template.usesFace);
      if (!head) continue;
      expect(head.y).toBeGreaterThan(0.22);
      expect(head.y).toBeLessThan(0.45);
      expect(head.x - head.radius).toBeGreaterThan(0);
      expect(head.x + head.radius).toBeLessThan(1);
    }
  });

  it("keeps its example captions within the length rules", () => {
    for (const length of CAPTION_LENGTHS) {
      const examples = template.captionGuide.examples[length];
      expect(examples.length).toBeGreaterThanOrEqual(2);
      for (const text of examples) expect(brokenRule(text, length), text).toBeUndefined();
    }
  });

  it("leaves the length of captions to the rules that check it", () => {
    const { tone, rules, formats } = template.captionGuide;
    for (const text of [tone, ...rules, ...formats]) {
      expect(text).not.toMatch(/\d/);
      expect(text).not.toMatch(
        /^(short|medium|long)\b|\b(words|characters|sentences|lines) (at most|in all|or less)\b/i,
      );
    }
  });
});

it("never speaks of a person in a template without a face", () => {
  for (const template of BUILT_IN.filter((each) => !each.usesFace)) {
    for (const prompt of [template.description, ...prompts(template)]) expect(prompt).not.toMatch(PERSON);
  }
});

it("binds every template with a face to the portrait", () => {
  for (const template of BUILT_IN.filter((each) => each.usesFace)) {
    expect(template.image.rules.some((rule) => rule.includes("portrait given as the first image"))).toBe(true);
  }
});

it("may be as large as an estimate takes it to be, and no larger", () => {
  const { name: _, references, ...largest } = largestTemplate();
  const definition = { ...largest, references: references.map(({ id, description }) => ({ id, description })) };
  expect(templateDefinition.safeParse(definition).success).toBe(true);
  const { captionGuide } = definition;
  for (const larger of [
    { tone: `${captionGuide.tone}x` },
    { rules: [...captionGuide.rules, "x"] },
    { rules: captionGuide.rules.map((rule) => `${rule}x`) },
    { formats: captionGuide.formats.map((format) => `${format}x`) },
    { examples: { ...captionGuide.examples, short: captionGuide.examples.short.map((example) => `${example}x`) } },
  ]) {
    const guide = { ...captionGuide, ...larger };
    expect(templateDefinition.safeParse({ ...definition, captionGuide: guide }).success).toBe(false);
  }
});
