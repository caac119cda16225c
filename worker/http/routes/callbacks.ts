/**
 * Where fal.ai calls back. A callback only brings a poll forward: it is verified and recorded, and fal.ai has its answer
 * before the rest is done. What it says of the result goes along, for the case that fal.ai cannot be asked.
 */
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { readCallback } from "../../fal/callback.ts";
import { adoptCallback } from "../../runs/adopt-callback.ts";
import type { AppEnv } from "../app-env.ts";
import { refuseEncoded } from "../content-encoding.ts";
import { ApiError, tooLarge } from "../errors.ts";

/** Payloads may hold whole transcripts. */
const MAX_BYTES = 16 * 1024 * 1024;

export const callbacks = new Hono<AppEnv>();

callbacks.post(
  "/fal/:generationId/:attempt",
  bodyLimit({
    maxSize: MAX_BYTES,
    onError: () => {
      throw tooLarge(`${MAX_BYTES / 1024 / 1024} MiB`);
    },
  }),
  async (c) => {
    const services = c.get("services");
    refuseEncoded(c);
    const raw = await c.req.arrayBuffer();
    if (!(await services.callbacks.verify(c.req.raw.headers, raw, services.now()))) {
      services.log.warn("callback_refused", { generationId: c.req.param("generationId") });
      throw new ApiError(401, "unauthorized", "The signature is not fal.ai's, or it is old.");
    }
    const said = readCallback(JSON.parse(new TextDecoder().decode(raw)));
    const generationId = c.req.param("generationId");
    const attempt = Number(c.req.param("attempt"));
    const outcome =
      said && Number.isInteger(attempt)
        ? await adoptCallback(services, generationId, attempt, said.requestId, said.result)
        : ({ kind: "ignored" } as const);
    if (outcome.kind === "unconfirmed") {
      // An error, so that fal.ai calls again.
      throw new ApiError(503, "callback_unconfirmed", "fal.ai does not confirm the request: call again later.");
    }
    const runId = outcome.kind === "adopted" ? outcome.runId : undefined;
    if (outcome.kind === "adopted" && outcome.goOn) c.executionCtx.waitUntil(outcome.goOn());
    const adopted = runId !== undefined;
    // A callback that nothing waits for is answered 200 as well: fal.ai would only send it again.
    services.log.info("callback", { generationId, runId, attempt, adopted });
    return c.json({ status: "success", adopted });
  },
);
