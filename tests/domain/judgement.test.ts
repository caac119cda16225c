/** What fal.ai's answers mean: every error of its documentation, and some that only networks make. */
import { describe, expect, test } from "vitest";
import { detailOf, errorTypesOf, FalAnswer } from "../../worker/fal/client.ts";
import { judge, provesNotAccepted } from "../../worker/fal/errors.ts";

const modelError = (type: string, msg = "what the model said") => ({ detail: [{ loc: ["body"], msg, type, url: "" }] });
const requestError = (error_type: string) => ({ detail: "what the platform said", error_type });

describe.each<[string, number, unknown, "permanent" | "transient" | "deployment", string, boolean]>([
  ["a bad key", 401, { detail: "invalid key credentials" }, "deployment", "fal_key_refused", true],
  [
    "no balance",
    403,
    { detail: "User is locked. Reason: Exhausted balance." },
    "deployment",
    "fal_balance_exhausted",
    true,
  ],
  ["too many requests", 429, { detail: "slow down" }, "transient", "fal_rate_limited", true],
  ["content policy", 422, modelError("content_policy_violation"), "permanent", "fal_content_policy", false],
  ["content policy by a 400", 400, modelError("content_policy_violation"), "permanent", "fal_content_policy", false],
  ["nothing made", 422, modelError("no_media_generated"), "transient", "fal_model_error", true],
  ["a wrong field", 422, modelError("greater_than_equal"), "permanent", "fal_input_rejected", false],
  ["a file it cannot load", 422, modelError("file_download_error"), "transient", "fal_input_unreachable", true],
  ["a downstream error", 400, modelError("downstream_service_error"), "transient", "fal_model_error", true],
  ["a server error", 500, modelError("internal_server_error"), "transient", "fal_model_error", true],
  ["a model that took too long", 504, modelError("generation_timeout"), "transient", "fal_timeout", true],
  ["a platform that took too long", 504, requestError("request_timeout"), "transient", "fal_timeout", true],
  ["no runner", 503, requestError("runner_scheduling_failure"), "transient", "fal_model_error", true],
  ["half an answer", 502, requestError("runner_incomplete_response"), "transient", "fal_model_error", true],
  ["a cancelled request", 499, requestError("client_cancelled"), "transient", "fal_cancelled", true],
  ["a bad request", 400, requestError("bad_request"), "permanent", "fal_input_rejected", false],
  ["an error page of something in between", 502, "<html>Bad Gateway</html>", "transient", "fal_model_error", true],
  ["an error without a body", 500, undefined, "transient", "fal_model_error", true],
])("%s (%i)", (_, status, body, kind, code, retryable) => {
  test(`is ${kind}: ${code}`, () => {
    const verdict = judge(new FalAnswer(status, body, new Headers()));
    expect(verdict).toMatchObject({ kind, failure: { code, retryable } });
    expect(verdict.failure.message.length).toBeGreaterThan(20);
    expect(verdict).not.toHaveProperty("delaySeconds");
  });
});

test("a wait that fal.ai names is kept; one that makes no sense is not", () => {
  const delay = (value: string) =>
    judge(new FalAnswer(429, { detail: "" }, new Headers({ "retry-after": value }))).delaySeconds;
  expect(delay("12")).toBe(12);
  for (const nonsense of ["0", "-5", "soon", "", "Wed, 21 Oct 2026 07:28:00 GMT"])
    expect(delay(nonsense)).toBeUndefined();
});

test("only an answer below 500 proves that a submit was not accepted", () => {
  const proves = (status: number) => provesNotAccepted(new FalAnswer(status, "", new Headers()));
  expect([400, 401, 403, 404, 422, 429].map(proves)).toEqual(Array(6).fill(true));
  expect([500, 502, 503, 504].map(proves)).toEqual(Array(4).fill(false));
});

test("the detail is a line, whatever its shape", () => {
  expect(detailOf({ detail: "a text" })).toBe("a text");
  expect(detailOf({ detail: [{ msg: "one" }, { msg: "two" }] })).toBe("one; two");
  expect(detailOf("a page")).toBe("a page");
  for (const odd of [null, undefined, 5, {}, { detail: null }, { detail: {} }, []])
    expect(typeof detailOf(odd)).toBe("string");
  expect(errorTypesOf({ detail: [{ type: "a" }, { type: "b" }, "c"], error_type: "d" }).sort()).toEqual([
    "a",
    "b",
    "d",
  ]);
  for (const odd of [null, undefined, "text", { detail: "text" }]) expect(errorTypesOf(odd)).toEqual([]);
});
