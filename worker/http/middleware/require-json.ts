import { bodyLimit } from "hono/body-limit";
import { createMiddleware } from "hono/factory";
import type { AppEnv } from "../app-env.ts";
import { ApiError, tooLarge, unsupportedMediaType } from "../errors.ts";

const limit = bodyLimit({
  maxSize: 64 * 1024,
  onError: () => {
    throw tooLarge();
  },
});

/** For routes that take JSON: says what is wrong with a body before anyone looks at its fields. */
export const requireJson = createMiddleware<AppEnv>((c, next) =>
  // bodyLimit answers by throwing, so what comes back is what `next` gave.
  limit(c, async () => {
    const text = await c.req.text();
    const contentType = c.req.header("content-type");
    if (text.trim() === "") throw new ApiError(400, "invalid_json", "The body is empty: send a JSON object.");
    if (!/^application\/([\w.-]+\+)?json *(;|$)/i.test(contentType ?? "")) {
      throw unsupportedMediaType();
    }
    try {
      JSON.parse(text);
    } catch {
      throw new ApiError(400, "invalid_json", "The body is not valid JSON.");
    }
    await next();
  }),
);
