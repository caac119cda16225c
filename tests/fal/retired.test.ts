/** How fal.ai says that it no longer has a model, and what it says that means something else. */
import { describe, expect, test } from "vitest";
import { candidateNamed } from "../../worker/fal/model.ts";
import { modelNamed } from "../../worker/fal/models.ts";
import { isRetirement, saysRetired } from "../../worker/fal/retired.ts";

const image = candidateNamed(modelNamed("image"), "fal-ai/nano-banana-2/edit");
const video = candidateNamed(modelNamed("imageToVideo"), "fal-ai/veo3.1/fast/image-to-video");
const language = candidateNamed(modelNamed("write"), "google/gemini-3.1-flash-lite");
const list = (msg: string, loc: unknown[] = ["body"], type = "value_error") => ({
  detail: [{ loc, msg, type, url: "" }],
});

describe("a model is retired", () => {
  test.each([
    "Application 'nano-banana-2' not found",
    "Path /edit not found",
    "fal-ai/nano-banana-2/edit has been deprecated. Please use a newer model.",
    "This endpoint is no longer available.",
    "The model has been retired, please update your request",
    "Model fal-ai/nano-banana-2/edit does not exist",
    "This application was shut down on 2026-11-01",
    "Your request failed: this model is deprecated",
  ])("by the words %s", (sentence) => {
    expect(saysRetired(sentence, image)).toBe(true);
  });

  test.each([
    "No endpoints found for google/gemini-3.1-flash-lite.",
    "No allowed providers are available for the selected model.",
    "google/gemini-3.1-flash-lite is not a valid model ID",
    "The model 'google/gemini-3.1-flash-lite' has reached its end of life",
    "Unknown model: google/gemini-3.1-flash-lite",
  ])("by OpenRouter's words %s", (sentence) => {
    expect(saysRetired(sentence, language)).toBe(true);
  });

  test("whatever is in its name", () => {
    expect(saysRetired("fal-ai/veo3.1/fast/image-to-video is deprecated", video)).toBe(true);
  });

  test.each<[string, number, unknown]>([
    ["an unknown application", 404, { detail: "Application 'nano-banana-2' not found" }],
    ["not found, in fewest words", 404, { detail: "Not Found" }],
    ["gone", 410, { detail: "Gone" }],
    ["a text", 422, { detail: "This model is deprecated." }],
    ["a list", 422, list("This model is deprecated.")],
    ["the router's own field", 422, list("Input should be 'a' or 'b'", ["body", "model"], "one_of")],
  ])("when a submit is answered with %s", (_, status, body) => {
    expect(isRetirement({ status, body }, image, "submit")).toBe(true);
  });

  test.each<[string, number, unknown]>([
    ["an unknown path", 404, { detail: "Path /edit not found" }],
    ["OpenRouter's words", 404, { detail: "No endpoints found for google/gemini-3.1-flash-lite." }],
    ["a text", 410, { detail: "This model is no longer available" }],
    ["a list", 422, list("The model is deprecated and no longer available.")],
  ])("when a request ends with %s", (_, status, body) => {
    expect(isRetirement({ status, body }, image, "result")).toBe(true);
  });
});

describe("it is not", () => {
  test.each([
    "File not found",
    "The file at the path was not found",
    "Request not found",
    "The request to this endpoint was not found",
    "The `seed` parameter of this endpoint is deprecated",
    "Failed to download the file. Please check if the URL is accessible and try again.",
    "No endpoints found that support tool use.",
    "No endpoints found matching your data policy",
    "The model did not generate the expected output for this input.",
    "The model does not support this image format, which is deprecated",
    "User not found",
    "",
  ])("by the words %j", (sentence) => {
    expect(saysRetired(sentence, image)).toBe(false);
  });

  test.each<[string, number, unknown, "submit" | "result"]>([
    ["a request that is not known", 404, { status: "NOT_FOUND" }, "result"],
    ["one that is not found, in fewest words", 404, { detail: "Not Found" }, "result"],
    ["one that is gone", 410, { detail: "Gone" }, "result"],
    ["a page of something in between", 404, "<html>Not Found</html>", "submit"],
    ["a gone page", 410, "Gone", "submit"],
    ["no body", 404, undefined, "submit"],
    ["a key that is not known", 404, { detail: "Key not found" }, "submit"],
    ["trouble", 503, { detail: "This model is no longer available" }, "submit"],
    ["a key that is refused", 401, { detail: "This application was not found" }, "submit"],
    ["a file", 422, list("File not found", ["body", "image_url"], "file_download_error"), "result"],
    ["a field's own complaint", 422, list("This model is deprecated", ["body", "image_url"]), "result"],
    ["an item that is none", 422, { detail: [null, "text", {}] }, "result"],
  ])("when fal.ai speaks of %s", (_, status, body, to) => {
    expect(isRetirement({ status, body }, image, to)).toBe(false);
  });
});
