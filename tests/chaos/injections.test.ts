/** A fault counts as injected when there was something for it to strike, not when the dice chose it. */
import { expect, test } from "vitest";
import type { Fault } from "../../emulator/faults.ts";
import { modelNamed } from "../../worker/fal/models.ts";
import type { Facts, Submission } from "./facts.ts";
import { falStrikes } from "./injections.ts";

const IMAGE = modelNamed("image").candidates[0].endpoint;
const LANGUAGE = modelNamed("write").candidates[0].endpoint;

function strikes(change: Partial<Submission>): string[] {
  const submission = {
    ...{ webhookUrl: "http://localhost/callbacks/fal/gen_1/1", model: IMAGE, accepted: true, outcome: "ok" },
    ...{ cancelled: false, faults: [], refusedReads: [], ...change },
  };
  const facts = { submissions: [submission], generations: [{ id: "gen_1", runId: "run_1" }] } as unknown as Facts;
  return falStrikes(facts).map(({ fault, runId }) => `${fault} of ${runId}`);
}

test.each<[string, Fault, Partial<Submission>, Partial<Submission>]>([
  ["fal callback-never", { kind: "callback-never" }, {}, { accepted: false }],
  ["fal fail generation_timeout", { kind: "fail", error: "generation_timeout" }, {}, { accepted: false }],
  ["fal cancel-ignored", { kind: "cancel-ignored" }, { cancelled: true }, { cancelled: false }],
  ["fal result-expired", { kind: "result-expired" }, {}, { outcome: "internal_server_error" }],
  ["fal media-missing", { kind: "media-missing" }, {}, { outcome: "internal_server_error" }],
  ["fal media-missing", { kind: "media-missing" }, {}, { model: LANGUAGE }],
  ["fal result-without-media", { kind: "result-without-media" }, {}, { outcome: null }],
])("%s", (name, fault, struck, spared) => {
  expect(strikes({ faults: [fault], ...struck })).toEqual([`${name} of run_1`]);
  expect(strikes({ faults: [fault], ...spared })).toEqual([]);
});

test("a submit that was refused counts though nothing was accepted", () => {
  const fault: Fault = { kind: "submit-status", status: 503, accepted: false };
  expect(strikes({ faults: [fault], accepted: false, outcome: null })).toEqual(["fal submit-status 503 of run_1"]);
});

test("a read that a fault answered counts each time", () => {
  const read = { at: "2026-11-22T10:00:00Z", kind: "poll-status", status: 500 } as const;
  expect(strikes({ refusedReads: [read, read] })).toEqual(Array(2).fill("fal poll-status 500 of run_1"));
});
