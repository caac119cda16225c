/**
 * Verifies that a callback really comes from fal.ai: an Ed25519 signature over request id, user id, timestamp and the
 * SHA-256 of the raw body, checked against the keys that fal.ai publishes (https://fal.ai/docs, "webhooks").
 */
import { z } from "zod";
import type { CallbackResult } from "../domain/run.ts";

const TOLERANCE_SECONDS = 300;
const KEYS_LAST_MS = 24 * 3600 * 1000;
/**
 * A signature that no known key made may mean that the keys have changed. A forger must not make us fetch them all day,
 * so they are fetched no more often than this.
 */
const KEYS_AGAIN_MS = 60 * 1000;

const jwks = z.object({ keys: z.array(z.object({ kty: z.literal("OKP"), crv: z.literal("Ed25519"), x: z.string() })) });

export interface CallbackVerifier {
  /** Whether headers and body are from fal.ai and recent. Throws only when the keys cannot be fetched. */
  verify(headers: Headers, body: ArrayBuffer, nowMs: number): Promise<boolean>;
}

/** Opens a verifier that uses the keys published at `keysUrl`, which are fetched when they are first needed. */
export function openCallbackVerifier(keysUrl: string): CallbackVerifier {
  let known: { keys: CryptoKey[]; fetchedAt: number } | undefined;

  async function keys(nowMs: number, freshAfterMs: number): Promise<CryptoKey[]> {
    if (known && nowMs - known.fetchedAt < freshAfterMs) return known.keys;
    const response = await fetch(keysUrl, { signal: AbortSignal.timeout(10_000) });
    if (!response.ok) throw new Error(`${keysUrl} answered ${response.status}`);
    const published = jwks.parse(await response.json()).keys;
    const imported = await Promise.all(
      published.map(({ kty, crv, x }) => crypto.subtle.importKey("jwk", { kty, crv, x }, "Ed25519", false, ["verify"])),
    );
    known = { keys: imported, fetchedAt: nowMs };
    return imported;
  }

  return {
    async verify(headers, body, nowMs) {
      const requestId = headers.get("x-fal-webhook-request-id");
      const userId = headers.get("x-fal-webhook-user-id");
      const timestamp = headers.get("x-fal-webhook-timestamp");
      const signature = fromHex(headers.get("x-fal-webhook-signature") ?? "");
      if (requestId === null || userId === null || timestamp === null || !signature) return false;
      if (!(Math.abs(nowMs / 1000 - Number(timestamp)) <= TOLERANCE_SECONDS)) return false;
      const hash = toHex(await crypto.subtle.digest("SHA-256", body));
      const message = new TextEncoder().encode([requestId, userId, timestamp, hash].join("\n"));
      for (const freshAfterMs of [KEYS_LAST_MS, KEYS_AGAIN_MS]) {
        for (const key of await keys(nowMs, freshAfterMs)) {
          if (await crypto.subtle.verify("Ed25519", key, signature, message)) return true;
        }
      }
      return false;
    },
  };
}

const toHex = (bytes: ArrayBuffer) =>
  [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

function fromHex(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (text.length === 0 || text.length % 2 !== 0 || /[^0-9a-f]/i.test(text)) return undefined;
  return Uint8Array.from({ length: text.length / 2 }, (_, at) => Number.parseInt(text.slice(at * 2, at * 2 + 2), 16));
}

const spoken = z.object({
  request_id: z.string().min(1),
  status: z.string().optional(),
  payload: z.unknown().optional(),
  error: z.string().nullish(),
});

/**
 * What the body of a callback says: which request ended, and, where that is in it, what it came to. Undefined for what is
 * no callback's body.
 */
export function readCallback(body: unknown): { requestId: string; result: CallbackResult | undefined } | undefined {
  const { data } = spoken.safeParse(body);
  if (!data) return undefined;
  const { request_id: requestId, status, payload, error } = data;
  if (status === "ERROR") {
    // "Invalid status code: 422". Where the platform failed around the model, it may say something else.
    const answered = Number(/status code: (\d{3})\b/i.exec(error ?? "")?.[1] ?? 500);
    return { requestId, result: { requestId, status: answered, payload: payload ?? { detail: error ?? "" } } };
  }
  // Without a payload the output was none that a callback can carry.
  const hasOutput = status === "OK" && typeof payload === "object" && payload !== null;
  return { requestId, result: hasOutput ? { requestId, status: 200, payload } : undefined };
}
