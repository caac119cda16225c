/** Secrets that messages are signed with, by the Standard Webhooks specification. */
import { eq } from "drizzle-orm";
import { Webhook } from "standardwebhooks";
import { withRetry } from "../db/database.ts";
import { webhookSecrets } from "../db/schema.ts";
import type { Services } from "../services.ts";

const BYTES = 32;
/** How long the secret before is good for, so that receivers can change theirs without losing a message. */
const ROTATION_MS = 24 * 3600 * 1000;

export interface Secrets {
  secret: string;
  previousSecret: string | null;
  previousUntil: number | null;
}

export const newSecret = (): string =>
  `whsec_${btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(BYTES))))}`;

/** What a rotation writes. */
export const rotated = ({ secret }: Secrets, now: number): Secrets => ({
  secret: newSecret(),
  previousSecret: secret,
  previousUntil: now + ROTATION_MS,
});

/** The headers that a receiver checks: one signature, or two during a rotation. `at` in Unix milliseconds. */
export function signedHeaders(
  { secret, previousSecret, previousUntil }: Secrets,
  { id, at, body }: { id: string; at: number; body: string },
): Record<string, string> {
  const valid = [secret, ...(previousSecret !== null && (previousUntil ?? 0) > at ? [previousSecret] : [])];
  const sentAt = new Date(at);
  return {
    "webhook-id": id,
    "webhook-timestamp": String(Math.floor(at / 1000)),
    "webhook-signature": valid.map((each) => new Webhook(each).sign(id, sentAt, body)).join(" "),
  };
}

/** The account's own secrets, for messages to the webhook_url of its create calls; made when first asked for. */
export async function accountSecrets({ db }: Services, accountId: string): Promise<Secrets> {
  const [, [secrets]] = await withRetry(() =>
    db.batch([
      db.insert(webhookSecrets).values({ accountId, secret: newSecret() }).onConflictDoNothing(),
      db.select().from(webhookSecrets).where(eq(webhookSecrets.accountId, accountId)),
    ]),
  );
  if (!secrets) throw new Error(`The account ${accountId} has no webhook secret`);
  return secrets;
}

export async function rotateAccountSecret(services: Services, accountId: string): Promise<Secrets> {
  const next = rotated(await accountSecrets(services, accountId), services.now());
  await services.db.update(webhookSecrets).set(next).where(eq(webhookSecrets.accountId, accountId));
  return next;
}
