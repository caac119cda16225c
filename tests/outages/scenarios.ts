/** What is taken away in the middle of a batch, and given back; as data. Seconds are production's, before they are scaled. */
import type { World } from "./world.ts";

export interface Scenario {
  name: string;
  /** One line of what happens. */
  what: string;
  timeScale: number;
  renderer: "instant" | "real";
  /** At fal.ai. Few: the batch is spread over its steps, and some wait at the gate. */
  slots: number;
  /** Whom the runs are expected to wait for. */
  waitsFor: string | null;
  /** How long it lasts; undefined: until the batch is over. */
  seconds?: number;
  /** Again and again so often, instead of once. */
  everySeconds?: number;
  begin(world: World): Promise<void>;
  end?(world: World): Promise<void>;
}

const HOUR = 3600;
const VIDEO = "fal-ai/veo3.1/fast/image-to-video";

export const SCENARIOS: Scenario[] = [
  {
    name: "renderer",
    what: "no renderer for an hour",
    timeScale: 0.03,
    renderer: "instant",
    slots: 100,
    waitsFor: "renderer",
    seconds: HOUR,
    begin: ({ renderer }) => renderer.off(),
    end: ({ renderer }) => renderer.on(),
  },
  {
    name: "balance",
    what: "no balance at fal.ai for an hour",
    timeScale: 0.03,
    renderer: "instant",
    slots: 10,
    waitsFor: "fal_balance",
    seconds: HOUR,
    begin: ({ vendor }) => vendor({ account: "no-balance" }),
    end: ({ vendor }) => vendor({ account: "ok" }),
  },
  {
    name: "key",
    what: "the key revoked for 75 minutes, in which fal.ai forgets results",
    timeScale: 0.03,
    renderer: "instant",
    slots: 10,
    waitsFor: "fal_key",
    seconds: 1.25 * HOUR,
    begin: ({ vendor }) => vendor({ key: "the key after it" }),
    end: ({ vendor }) => vendor({ key: null }),
  },
  {
    name: "vendor",
    what: "fal.ai answers nothing for an hour",
    timeScale: 0.03,
    renderer: "instant",
    slots: 10,
    waitsFor: "fal_down",
    seconds: HOUR,
    begin: ({ vendor }) => vendor({ down: "silent" }),
    end: ({ vendor }) => vendor({ down: null }),
  },
  {
    name: "model",
    what: "the video model retired for good",
    timeScale: 0.03,
    renderer: "instant",
    slots: 10,
    waitsFor: null,
    begin: ({ vendor }) => vendor({ faults: [{ kind: "retired", as: "gone", model: VIDEO }] }),
  },
  {
    name: "rollouts",
    what: "every minute a rollout: all objects reset, the renderer drained and replaced",
    timeScale: 0.2,
    renderer: "real",
    slots: 10,
    waitsFor: null,
    everySeconds: 60,
    async begin({ renderer, deploy }) {
      await Promise.all([renderer.replace(), deploy()]);
    },
  },
];
