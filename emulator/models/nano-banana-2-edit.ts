import { z } from "zod";
import { defineModel } from "./model.ts";
import { imageInput, makeImages } from "./nano-banana.ts";

/** Providers name this many; the schema names none. */
const MAX_REFERENCES = 14;

export const nanoBanana2Edit = defineModel({
  id: "fal-ai/nano-banana-2/edit",
  demoSeconds: 3,
  mediaFields: ["images"],
  input: imageInput.extend({ image_urls: z.array(z.string().min(1)).min(1).max(MAX_REFERENCES) }),
  async make({ image_urls, ...input }, work) {
    const references = await Promise.all(
      image_urls.map((url, index) => work.fetch(["body", "image_urls", index], url)),
    );
    return makeImages("nano-banana-2-edit", input, references, work);
  },
});
