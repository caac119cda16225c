import type { BuiltInReference } from "../../domain/template.ts";

export const references: BuiltInReference[] = [
  {
    file: "01.jpg",
    description: "record turning on the listening-post turntable under a pendant bulb, wall of covers behind",
  },
  {
    file: "02.jpg",
    description: "sleeve with abstract cover at the front of a wooden crate, record half out, golden window light",
  },
  { file: "03.jpg", description: "view down the aisle between rows of crates, neon from the street at the far window" },
  {
    file: "04.jpg",
    description: "straight down on a turntable, red label, tonearm from the right, scuffed walnut counter",
  },
  {
    file: "05.jpg",
    description: "record leaning against a rainy window beside a plant, warm lamp, blue street outside",
  },
  {
    file: "06.jpg",
    description: "low red listening corner, turntable between two speakers, headphones on a hook, sleeves on the wall",
  },
];
