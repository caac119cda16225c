/** The Ed25519 signature of a callback, and the key set it is verified with. */
import { createHash, createPrivateKey, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";

export interface SigningKey {
  privateKey: KeyObject;
  /** What `/.well-known/jwks.json` serves. */
  jwks: { keys: { kty: "OKP"; crv: "Ed25519"; x: string; kid: string; use: "sig"; alg: "EdDSA" }[] };
}

/** The key stored at `path`; made there the first time. */
export function signingKey(path: string): SigningKey {
  if (!existsSync(path)) {
    const made = generateKeyPairSync("ed25519").privateKey;
    writeFileSync(path, made.export({ type: "pkcs8", format: "pem" }), { mode: 0o600 });
  }
  const privateKey = createPrivateKey(readFileSync(path));
  // An Ed25519 JWK always has the public coordinate.
  const { x } = privateKey.export({ format: "jwk" }) as { x: string };
  const kid = createHash("sha256").update(x).digest("hex").slice(0, 16);
  return { privateKey, jwks: { keys: [{ kty: "OKP", crv: "Ed25519", x, kid, use: "sig", alg: "EdDSA" }] } };
}

const WEBHOOK_USER_ID = "local-emulator";

/** The four headers of a callback. `timestamp` in whole seconds since 1970. */
export function webhookHeaders(
  key: SigningKey,
  callback: { requestId: string; timestamp: number; body: string },
): Record<string, string> {
  const bodyHash = createHash("sha256").update(callback.body).digest("hex");
  const message = [callback.requestId, WEBHOOK_USER_ID, String(callback.timestamp), bodyHash].join("\n");
  return {
    "x-fal-webhook-request-id": callback.requestId,
    "x-fal-webhook-user-id": WEBHOOK_USER_ID,
    "x-fal-webhook-timestamp": String(callback.timestamp),
    "x-fal-webhook-signature": sign(null, Buffer.from(message), key.privateKey).toString("hex"),
  };
}
