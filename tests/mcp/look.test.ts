/** What look_at_run says and shows of a run, by what there is of it. */
import { expect, test } from "vitest";
import { lookAtRun } from "../../worker/mcp/look.ts";
import type { Means, Picture, ToolEntry } from "../../worker/mcp/tool.ts";

const IMAGE = "https://media.example.com/generations/gen_1/1-image.png";
const entry = {
  ask: { method: "GET", path: "/api/tasks/runs/{runId}", query: [], headers: {} },
} as unknown as ToolEntry;

interface Told {
  status: string;
  finishedAt?: string;
  error?: { message: string };
  imageUrl?: string | null;
}

/** Looks at a run that is so, where pictures are these. */
const look = ({ status, finishedAt, error, imageUrl = IMAGE }: Told, picture: Picture | null = null) => {
  const metadata = { imageUrl, progress: 0.456, currentStep: "video", steps: [{ name: "video", title: "Making it" }] };
  const run = { id: "run_1", status, output: null, error: error ?? null, finishedAt: finishedAt ?? null, metadata };
  const means = {
    fetch: async () => Response.json({ status: "success", run }),
    picture: async () => picture,
  } as unknown as Means;
  return lookAtRun(means, entry, { runId: "run_1" });
};

test("a run under way shows its image, and how far it is", async () => {
  const { content } = await look({ status: "EXECUTING" }, { contentType: "image/png", base64: "AAAA" });
  expect(content).toEqual([
    { type: "text", text: expect.stringContaining('run_1 is EXECUTING, 46 % done, at the step "Making it".') },
    { type: "image", data: "AAAA", mimeType: "image/png" },
  ]);
});

test("an image that cannot be shown is linked to", async () => {
  const { content } = await look({ status: "EXECUTING" });
  expect(content[1]).toMatchObject({ type: "resource_link", uri: IMAGE, mimeType: "image/png" });
});

test("a run that failed shows its image, and why there is no video, as a quotation", async () => {
  const failed = { status: "FAILED", finishedAt: "2026-11-26T12:00:00.000Z", error: { message: 'It said "no".' } };
  const { content } = await look(failed);
  expect(content[0]).toMatchObject({ text: expect.stringContaining('run_1 is FAILED: "It said \\"no\\"."') });
});

test("where there is no image, there is nothing to look at: yet, or at all", async () => {
  const said = async (told: Told) => (await look({ ...told, imageUrl: null })).content[0];
  expect(await said({ status: "QUEUED" })).toMatchObject({ text: expect.stringContaining("has no picture yet.") });
  const over = await said({ status: "CANCELED", finishedAt: "2026-11-26T12:00:00.000Z" });
  expect(over).toMatchObject({ text: expect.stringContaining("has no picture.") });
});
