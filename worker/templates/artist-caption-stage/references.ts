import type { BuiltInReference } from "../../domain/template.ts";

export const references: BuiltInReference[] = [
  {
    file: "01.jpg",
    description: "centre stage at the stand, two amber beams crossing behind, dark heads along the bottom",
    head: { x: 0.5, y: 0.36, radius: 0.098 },
  },
  {
    file: "02.jpg",
    description:
      "three-quarter view from the left, one cold blue backlight, haze, an arm with a phone in the foreground",
    head: { x: 0.56, y: 0.35, radius: 0.115 },
  },
  {
    file: "03.jpg",
    description: "chest-high zoom, red wash from behind, bright rim on the hair, microphone below the chin",
    head: { x: 0.48, y: 0.36, radius: 0.165 },
  },
  {
    file: "04.jpg",
    description: "with a guitar in a single white spot, everything else black, raised hands at the edges",
    head: { x: 0.5, y: 0.33, radius: 0.09 },
  },
  {
    file: "05.jpg",
    description: "leaning over the front row from the edge of the stage, violet and teal beams fanning out above",
    head: { x: 0.45, y: 0.38, radius: 0.125 },
  },
  {
    file: "06.jpg",
    description:
      "full figure between an amplifier and a drum kit, warm bulbs on the back wall, wide from the third row",
    head: { x: 0.52, y: 0.37, radius: 0.075 },
  },
];
