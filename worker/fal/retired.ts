/**
 * How fal.ai says that it no longer has a model. It has no one way of saying so: an unknown application or path, 410, a
 * refusal in words, or OpenRouter's own words behind the router. So words count only where they speak of the model
 * asked, and never where they speak of a file, a request or a field.
 */
import { detailOf, type FalAnswer } from "./client.ts";
import type { AnyCandidate } from "./model.ts";

/** Statuses of refusals. A 5xx comes from trouble, whatever it says. */
const STATUSES = [400, 404, 410, 422];

/** What a clause must be about, and what else it could be about. */
const SUBJECT = String.raw`\b(?:model|endpoint|application|app|path)\b`;
const OTHER = String.raw`\b(?:file|url|request|field|parameter|argument|option|value|input|image|audio|video|user|key)s?\b`;
const GONE = String.raw`\b(?:not found|does ?n[o']t exist|no longer (?:available|supported|exists|offered|served)|deprecated|retired|sunset|discontinued|removed|decommissioned|end[- ]of[- ]life|shut ?down)\b`;
/** "This endpoint has been retired". */
const SAID_OF_IT = new RegExp(`${SUBJECT}(?:(?!${OTHER}).)*${GONE}`, "i");
/** "Unknown model". */
const SAID_BEFORE_IT = new RegExp(
  String.raw`\b(?:unknown|invalid|not a valid|no such|deprecated|retired) ${SUBJECT}`,
  "i",
);
const ABOUT_OTHER = new RegExp(OTHER, "i");
/** OpenRouter, where no provider has the model. What it says where a provider lacks a feature goes on differently. */
const NO_ENDPOINTS = /\bno (?:allowed |available )?(?:endpoints|providers) (?:are )?(?:found|available) for\b/i;

/** Whether a sentence of fal.ai's or OpenRouter's says that the model is gone. */
export function saysRetired(sentence: string, { name, endpoint }: Pick<AnyCandidate, "name" | "endpoint">): boolean {
  if (NO_ENDPOINTS.test(sentence)) return true;
  // Parts of names are words, too: of "image-to-video is deprecated" the subject is no image.
  const plain = [name, endpoint]
    .reduce((text, each) => text.replaceAll(each, "model"), sentence)
    .replace(/'[^']*'|"[^"]*"|`[^`]*`|\/\S+/g, "");
  return plain.split(/[.;:,]\s/).some((clause) => {
    const found = SAID_OF_IT.exec(clause) ?? SAID_BEFORE_IT.exec(clause);
    // "The seed parameter of this endpoint is deprecated" is about the parameter.
    return found !== null && !ABOUT_OTHER.test(clause.slice(0, found.index));
  });
}

/**
 * Whether a refusal says that fal.ai no longer has the model: one of a submit, or the result of a request. What refuses
 * a submit accepted nothing; a request that ends so has made nothing.
 */
export function isRetirement(
  { status, body }: Pick<FalAnswer, "status" | "body">,
  candidate: AnyCandidate,
  to: "submit" | "result",
): boolean {
  if (!STATUSES.includes(status) || typeof body !== "object" || body === null) return false;
  // Nothing but the model can be missing when a request is made; afterwards, the request can.
  if (status === 410 && to === "submit") return true;
  if (!("detail" in body)) return false;
  if (!Array.isArray(body.detail)) {
    const isAbsent = status === 404 && to === "submit" && !ABOUT_OTHER.test(detailOf(body));
    return isAbsent || saysRetired(detailOf(body), candidate);
  }
  return body.detail.some((item: unknown) => {
    if (typeof item !== "object" || item === null) return false;
    const { loc, msg } = item as { loc?: unknown; msg?: unknown };
    const field = Array.isArray(loc) ? loc.filter((part) => part !== "body") : [];
    // The router's own field, which only knows the models that there are.
    if (field.length === 1 && field[0] === "model") return true;
    // A complaint about another field is about that field, whatever it says.
    return field.length === 0 && typeof msg === "string" && saysRetired(msg, candidate);
  });
}
