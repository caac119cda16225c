import type { Variation } from "../../domain/template.ts";

/** Everything that moves is an object, the light or the camera. */
export const movements: Variation[] = [
  {
    name: "steady spin",
    prompt:
      "locked camera; the record turns at an even thirty-three revolutions, a wedge of light standing still on its moving grooves, dust drifting through",
  },
  {
    name: "needle ride",
    prompt:
      "extreme close view of the needle riding the groove, the label turning softly out of focus behind, tiny warps lifting the tonearm",
  },
  {
    name: "push in",
    prompt:
      "slow, smooth push in over the counter towards the turning record until grooves fill the lower half of the frame",
  },
  {
    name: "orbit",
    prompt:
      "the camera circles the turntable by a few degrees, reflections gliding round the vinyl, the shelves sliding behind",
  },
  {
    name: "down the aisle",
    prompt:
      "the camera glides at crate height along the aisle, sleeve edges streaming past on both sides, and comes to rest on the record at the end",
  },
  {
    name: "rack focus",
    prompt:
      "locked camera; focus travels from the dusty sleeve in the foreground to the turning record behind and stays there",
  },
  {
    name: "light crosses",
    prompt:
      "locked camera; a passing car's light travels through the window over sleeves, counter and vinyl, and the warm bulb takes over again",
  },
  {
    name: "tilt down",
    prompt:
      "slow tilt from the wall of covers down to the turntable, ending with the record in the middle third, pendant bulb flaring once",
  },
  {
    name: "overhead",
    prompt:
      "straight down from above, drifting closer; the record turns beneath like a clock, the tonearm moving inwards almost unnoticeably",
  },
  {
    name: "flicker",
    prompt:
      "nearly still handheld frame; the neon outside flickers twice and steadies, colour breathing over the vinyl as it spins",
  },
];
