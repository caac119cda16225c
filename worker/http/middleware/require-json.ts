import { bodyLimit } from "hono/body-limit";
import { createMiddleware } from "hono/factory";
import type { AppEnv } from "../app-env.ts";
import { refuseEncoded } from "../content-encoding.ts";
import { ApiError, tooLarge, unsupportedMediaType } from "../errors.ts";

const limit = bodyLimit({
  maxSize: 64 * 1024,
  onError: () => {
    throw tooLarge();
  },
});

/** For routes that take JSON: reports what is wrong with a body before its fields are checked. */
export const requireJson = createMiddleware<AppEnv>((c, next) => {
  refuseEncoded(c);
  // Our onError throws, so what bodyLimit returns is what `next` returned.
  return limit(c, async () => {
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
  });
});
