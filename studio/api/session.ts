/** Who is signed in, and every call that is made in their name. */
import { signal } from "@preact/signals";
import { type ApiError, type Backline, openBackline } from "../../client/index.ts";

/** Kept in this browser only. */
const STORED = "backline.key";

/** The API key; null: nobody is signed in. */
export const apiKey = signal<string | null>(globalThis.localStorage?.getItem(STORED) ?? null);
/** Why somebody was signed out who did not ask for it. */
export const signedOutBecause = signal("");
/** Whether the server answered when it was asked last. */
export const isServerThere = signal(true);

/** What the server refused, or that it did not answer. `message` is a sentence to show. */
export class CallError extends Error {
  override name = "CallError";
  readonly code: string;
  /** 0: there was no answer. */
  readonly status: number;
  readonly details: ApiError | undefined;
  constructor(message: string, code: string, status: number, details?: ApiError) {
    super(message);
    this.code = code;
    this.status = status;
    this.details = details;
  }
}

let client: { key: string; backline: Backline } | undefined;

/** The typed client of whoever is signed in. */
export function backline(): Backline {
  const key = apiKey.value ?? "";
  if (client?.key !== key) client = { key, backline: openBackline(location.origin, key) };
  return client.backline;
}

export function signIn(key: string): void {
  localStorage.setItem(STORED, key);
  signedOutBecause.value = "";
  apiKey.value = key;
}

/** Nothing of the key is left in the browser. `because`: a sentence, where it was not asked for. */
export function signOut(because = ""): void {
  localStorage.removeItem(STORED);
  signedOutBecause.value = because;
  apiKey.value = null;
}

// Signed out in one tab is signed out in all.
globalThis.addEventListener?.("storage", (event) => {
  if (event.key === STORED || event.key === null) apiKey.value = localStorage.getItem(STORED);
});

interface Answer<Data> {
  data?: Data;
  error?: unknown;
  response: Response;
}

/** What a call answers with. Throws a CallError; a key that is not good any more signs out. */
export async function answerOf<Data>(call: Promise<Answer<Data>>): Promise<Data> {
  const answer = await reached(call);
  if (answer.response.ok) return answer.data as Data;
  throw refusal(answer.response.status, answer.error);
}

/** The error of an answer that was no success. A key that is refused signs out. */
export function refusal(status: number, body: unknown): CallError {
  const details = typeof body === "object" && body !== null ? (body as ApiError) : undefined;
  const message = details?.error ?? `The server answered ${status}, and gave no reason.`;
  if (status === 401 && apiKey.value !== null) signOut("This key does not work any more.");
  return new CallError(message, details?.code ?? "unknown", status, details);
}

/** Waits for an answer, and notes whether there was one. Throws a CallError where there was none. */
export async function reached<Result>(call: Promise<Result>): Promise<Result> {
  try {
    const result = await call;
    isServerThere.value = true;
    return result;
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    isServerThere.value = false;
    watchForServer();
    throw new CallError("The server does not answer. This page tries again by itself.", "unreachable", 0);
  }
}

let watching: ReturnType<typeof setTimeout> | undefined;
const LOOK_EVERY_MS = 1500;

/** Asks until there is an answer again; whoever watches `isServerThere` then goes on. */
function watchForServer(): void {
  if (watching !== undefined) return;
  watching = setTimeout(async () => {
    watching = undefined;
    const isThere = await fetch("/health").then(
      (response) => response.ok,
      () => false,
    );
    if (isThere) isServerThere.value = true;
    else watchForServer();
  }, LOOK_EVERY_MS);
}

/** A call that the typed client is no help with: a file as the body, or as the answer. Throws a CallError. */
export async function fetchFile(path: string, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  headers.set("x-api-key", apiKey.value ?? "");
  const response = await reached(fetch(path, { ...init, headers }));
  if (response.ok) return response;
  const body: unknown = await response.json().catch(() => undefined);
  throw refusal(response.status, body);
}

/** What went wrong, as a sentence. */
export const sentenceOf = (error: unknown): string =>
  error instanceof CallError ? error.message : "Something on this page went wrong. Reload it and try again.";
