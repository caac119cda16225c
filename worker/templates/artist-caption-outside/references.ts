import type { BuiltInReference } from "../../domain/template.ts";

export const references: BuiltInReference[] = [
  {
    file: "01.jpg",
    description:
      "standing in the middle of a narrow wet street, teal and magenta neon on both sides, full figure from below",
    head: { x: 0.5, y: 0.32, radius: 0.088 },
  },
  {
    file: "02.jpg",
    description: "crouching close to the lens under a sodium street lamp, forearms on knees, puddle in front",
    head: { x: 0.47, y: 0.38, radius: 0.135 },
  },
  {
    file: "03.jpg",
    description: "leaning against a lit shop window, rain on the glass, warm light from behind, blue street beyond",
    head: { x: 0.57, y: 0.33, radius: 0.105 },
  },
  {
    file: "04.jpg",
    description: "under a railway bridge, headlights behind making a halo in the mist, long shadow towards the lens",
    head: { x: 0.5, y: 0.36, radius: 0.095 },
  },
  {
    file: "05.jpg",
    description: "sitting on the kerb beside a red traffic light's reflection, knees apart, city bokeh behind",
    head: { x: 0.43, y: 0.41, radius: 0.115 },
  },
  {
    file: "06.jpg",
    description:
      "close and tall over the lens, looking down past it, wires, street lamps and a strip of violet sky above",
    head: { x: 0.53, y: 0.3, radius: 0.13 },
  },
];
