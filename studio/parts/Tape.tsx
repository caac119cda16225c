/** A strip of tape with a name on it, as on a mixing desk. */
import type { ComponentChildren } from "preact";

export const Tape = ({ children }: { children: ComponentChildren }) => (
  <span class="tape">
    <span>{children}</span>
  </span>
);
