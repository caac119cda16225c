import type { BuiltInReference } from "../../domain/template.ts";

export const references: BuiltInReference[] = [
  {
    file: "01.jpg",
    description: "arm's-length selfie in front of the headboard, violet LED strip behind, blue spill from the left",
    head: { x: 0.5, y: 0.35, radius: 0.2 },
  },
  {
    file: "02.jpg",
    description: "cross-legged on the floor against the bed, phone propped low, magenta wall, guitar and a small lamp",
    head: { x: 0.47, y: 0.4, radius: 0.125 },
  },
  {
    file: "03.jpg",
    description: "beside the window at night, blinds striping the wall with blue street light, violet room behind",
    head: { x: 0.6, y: 0.34, radius: 0.17 },
  },
  {
    file: "04.jpg",
    description: "on the edge of the bed under fairy lights, phone at chest height, deep purple haze",
    head: { x: 0.44, y: 0.33, radius: 0.15 },
  },
  {
    file: "05.jpg",
    description: "close to the lens and off centre, half the face in shadow, a magenta lamp and a keyboard behind",
    head: { x: 0.42, y: 0.37, radius: 0.235 },
  },
  {
    file: "06.jpg",
    description: "cross-legged on the bed in the light of a projector, violet shapes over the wall, wide frame",
    head: { x: 0.52, y: 0.36, radius: 0.115 },
  },
];
