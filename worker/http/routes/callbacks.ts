/** Where fal.ai calls back. A callback is only an early poll: it is checked, noted, and the queue does the rest. */
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { z } from "zod";
import { modelNamed } from "../../fal/models.ts";
import { describe } from "../../log.ts";
import { adoptRequest, modelOfUnanswered } from "../../runs/generations.ts";
import type { Services } from "../../services.ts";
import type { AppEnv } from "../app-env.ts";
import { ApiError, tooLarge } from "../errors.ts";

/** Payloads may hold whole transcripts. */
const MAX_BYTES = 16 * 1024 * 1024;

const body = z.object({ request_id: z.string().min(1) });

export const callbacks = new Hono<AppEnv>();

callbacks.post(
  "/fal/:generationId/:attempt",
  bodyLimit({
    maxSize: MAX_BYTES,
    onError: () => {
      throw tooLarge();
    },
  }),
  async (c) => {
    const services = c.get("services");
    const raw = await c.req.arrayBuffer();
    if (!(await services.callbacks.verify(c.req.raw.headers, raw, services.now()))) {
      services.log.warn("callback_refused", { generationId: c.req.param("generationId") });
      throw new ApiError(401, "unauthorized", "The signature is not fal.ai's, or it is old.");
    }
    const parsed = body.safeParse(JSON.parse(new TextDecoder().decode(raw)));
    const generationId = c.req.param("generationId");
    const attempt = Number(c.req.param("attempt"));
    const adopted =
      parsed.success &&
      Number.isInteger(attempt) &&
      (await isKnown(services, generationId, attempt, parsed.data.request_id)) &&
      (await adoptRequest(services, generationId, attempt, parsed.data.request_id));
    // A callback for nothing we wait for is answered well all the same: fal.ai would only send it again.
    services.log.info("callback", { generationId, attempt, adopted });
    return c.json({ status: "success", adopted });
  },
);

/**
 * Where a submit went unanswered, the callback is the only word on its request's id. Taken on trust, a wrong one would
 * take the place of the right one, and what is under way would be paid for again: so fal.ai is asked for it first.
 */
async function isKnown(services: Services, generationId: string, attempt: number, requestId: string): Promise<boolean> {
  const model = await modelOfUnanswered(services, generationId, attempt);
  if (model === undefined) return true;
  try {
    await services.fal.status(modelNamed(model).id, requestId);
    return true;
  } catch (error) {
    services.log.warn("callback_unconfirmed", { generationId, attempt, requestId, reason: describe(error) });
    // Not a success, so that fal.ai calls again.
    throw new ApiError(503, "callback_unconfirmed", "fal.ai does not confirm the request: call again later.");
  }
}
