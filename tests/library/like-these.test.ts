/** Which songs are told to whoever names one that there is not. */
import { expect, test } from "vitest";
import { likeThese } from "../../worker/library/batch-inputs.ts";

const songs = (...slugs: string[]) => slugs.map((slug) => ({ id: slug, slug, title: slug, durationSeconds: 60 }));
const told = (known: ReturnType<typeof songs>, ...unknown: string[]) =>
  likeThese(
    known,
    unknown.map((slug) => ({ slug })),
  );

test("those that are most like the unknown one come first, the others in their order", () => {
  const known = songs("afterglow", "night bus", "porchlight", "undertow");
  expect(told(known, "porchlihgt")).toEqual(["porchlight", "afterglow", "night bus", "undertow"]);
  expect(told(known, "Under Tow", "NIGHT-BUS")).toEqual(["night bus", "undertow", "afterglow", "porchlight"]);
  expect(told(known, "Undertow.mp3")[0]).toBe("undertow");
  expect(told(known, "bus")[0]).toBe("night bus");
  expect(told(known, "夜")).toEqual(["afterglow", "night bus", "porchlight", "undertow"]);
});

test("are twenty at most, and soon found among as many as an artist may have", { timeout: 5000 }, () => {
  const known = songs(...Array.from({ length: 500 }, (_, at) => `${at} ${"song ".repeat(39)}`.trim()));
  const unknown = Array.from({ length: 100 }, (_, at) => `${"x".repeat(150)}${at}`);
  expect(told(known, ...unknown)).toHaveLength(20);
  expect(told(known, "499 song")[0]).toMatch(/^499 /);
});
