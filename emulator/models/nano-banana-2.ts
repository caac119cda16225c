import { defineModel } from "./model.ts";
import { imageInput, makeImages } from "./nano-banana.ts";

export const nanoBanana2 = defineModel({
  id: "fal-ai/nano-banana-2",
  demoSeconds: 3,
  mediaFields: ["images"],
  input: imageInput,
  make: (input, work) => makeImages("nano-banana-2", input, [], work),
});
