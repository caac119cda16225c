/** Secrets that messages are signed with, by the Standard Webhooks specification. */
import { eq, sql } from "drizzle-orm";
import type { SQLiteColumn } from "drizzle-orm/sqlite-core";
import { Webhook } from "standardwebhooks";
import { batch } from "../db/batch.ts";
import { withRetry } from "../db/database.ts";
import { webhookSecrets } from "../db/schema.ts";
import type { Services } from "../services.ts";

const BYTES = 32;
/** How long the previous secret stays valid, so that receivers can change theirs without losing a message. */
const ROTATION_MS = 24 * 3600 * 1000;

export interface Secrets {
  secret: string;
  previousSecret: string | null;
  previousUntil: number | null;
}

/** A new secret: `whsec_` and 32 random bytes in base64. */
export const newSecret = (): string =>
  `whsec_${btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(BYTES))))}`;

/** What a rotation writes. `current`: the column of the current secret. `now` in Unix milliseconds. */
export const rotation = (current: SQLiteColumn, now: number) => ({
  secret: newSecret(),
  // From the row, so that of two rotations at once neither loses the secret that the other gave out.
  previousSecret: sql`${current}`,
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
  const { kept } = await withRetry(() =>
    batch(db, {
      made: db.insert(webhookSecrets).values({ accountId, secret: newSecret() }).onConflictDoNothing(),
      kept: db.select().from(webhookSecrets).where(eq(webhookSecrets.accountId, accountId)),
    }),
  );
  const [secrets] = kept;
  if (!secrets) throw new Error(`The account ${accountId} has no webhook secret`);
  return secrets;
}

/** Gives the account a new secret; the previous one stays valid for a day. */
export async function rotateAccountSecret(services: Services, accountId: string): Promise<Secrets> {
  // Makes sure that there is one.
  await accountSecrets(services, accountId);
  const [rotated] = await services.db
    .update(webhookSecrets)
    .set(rotation(webhookSecrets.secret, services.now()))
    .where(eq(webhookSecrets.accountId, accountId))
    .returning();
  if (!rotated) throw new Error(`The account ${accountId} has no webhook secret`);
  return rotated;
}
