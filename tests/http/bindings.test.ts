/** The Worker's environment is exactly what wrangler.toml binds and worker/env.ts reads; the types say so. */
import { expect, test } from "vitest";
import type { Env } from "../../worker/env.ts";

test("a name that is neither a binding nor a setting does not compile", () => {
  const env = {} as Env;
  // @ts-expect-error: STEPS is the binding.
  expect(env.STEPZ).toBeUndefined();
  // @ts-expect-error: FAL_KEY is the setting.
  expect(env.FAL_KYE).toBeUndefined();
});
