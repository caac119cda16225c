/** How long models work, for an emulator whose times are scaled like the Worker's. */
import { MODELS } from "../../worker/fal/models.ts";

/** Real seconds by endpoint, from the model table's typical ones. */
export const latencyOf = (timeScale: number): Record<string, number> =>
  Object.fromEntries(
    Object.values(MODELS).flatMap(({ candidates, typicalSeconds }) =>
      candidates.map(({ endpoint }) => [endpoint, typicalSeconds * timeScale]),
    ),
  );
