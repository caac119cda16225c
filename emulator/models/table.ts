/** The models that exist. */
import { demucs } from "./demucs.ts";
import { forcedAlignment, scribe } from "./elevenlabs.ts";
import { esrgan } from "./esrgan.ts";
import { flux2Edit } from "./flux-2-edit.ts";
import { languageModel } from "./language-model.ts";
import { ltx23AudioToVideo, ltxAudioToVideo } from "./ltx-audio-to-video.ts";
import type { Model } from "./model.ts";
import { nanoBanana2 } from "./nano-banana-2.ts";
import { nanoBanana2Edit } from "./nano-banana-2-edit.ts";
import { seedvrImage } from "./seedvr-image.ts";
import { seedvrVideo } from "./seedvr-video.ts";
import { topazVideo } from "./topaz-video.ts";
import { veoImageToVideo, veoLiteImageToVideo } from "./veo-image-to-video.ts";
import { whisper, wizper } from "./whisper.ts";

/**
 * Every model by its id. Their schemas are stricter than fal's: fal ignores a field it does not know, these refuse it
 * (422 `extra_forbidden`), so that a misspelt field is noticed here and not by its missing effect in production.
 */
export const models: ReadonlyMap<string, Model> = new Map(
  [
    whisper,
    wizper,
    demucs,
    forcedAlignment,
    scribe,
    languageModel,
    nanoBanana2,
    nanoBanana2Edit,
    flux2Edit,
    seedvrImage,
    esrgan,
    seedvrVideo,
    topazVideo,
    veoImageToVideo,
    veoLiteImageToVideo,
    ltxAudioToVideo,
    ltx23AudioToVideo,
  ].map((model) => [model.id, model]),
);
