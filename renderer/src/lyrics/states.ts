/** What is seen from which frame on: a page with one of its words being sung, or nothing. Pure. */
import type { LaidOutPage } from "./layout.ts";
import type { Style } from "./styles.ts";
import type { Timeline } from "./words.ts";

export interface State {
  /** The frame on which it begins; it lasts until the next. */
  from: number;
  /** Undefined: nothing is shown. */
  page: LaidOutPage | undefined;
  /** The unit being sung; undefined where the page is shown whole. */
  unit: number | undefined;
  /** How much of that is filled, 0 to 1. */
  filled: number;
}

/** The states of a clip in order, the first of them from frame 0 on. */
export function statesOf(pages: readonly LaidOutPage[], style: Style, timeline: Timeline): State[] {
  const states: State[] = [];
  let shownUntil = 0;
  for (const page of pages) {
    if (page.from > shownUntil) states.push({ from: shownUntil, page: undefined, unit: undefined, filled: 0 });
    states.push(...statesOfPage(page, style, timeline));
    shownUntil = page.to;
  }
  if (shownUntil < timeline.frames) states.push({ from: shownUntil, page: undefined, unit: undefined, filled: 0 });
  return states;
}

/** The least that a word fills by, seconds and em: each step costs as much as a word that changes its colour. */
const STEP_SECONDS = 0.1;
const STEP_EM = 0.16;

const widthOf = ({ placed }: LaidOutPage, unit: number): number =>
  placed.reduce((sum, each) => sum + (each.unit === unit ? each.right - each.left : 0), 0);

function statesOfPage(page: LaidOutPage, style: Style, { rate }: Timeline): State[] {
  if (!page.timed || style.unit !== "group") return [{ from: page.from, page, unit: undefined, filled: 1 }];
  const step = Math.ceil((STEP_SECONDS * rate[0]) / rate[1] - 0.001);
  return page.units.flatMap(({ from, to }, unit): State[] => {
    const until = Math.min(to, page.units[unit + 1]?.from ?? page.to);
    const steps = style.active.fills
      ? Math.max(1, Math.min(Math.floor((until - from) / step), Math.ceil(widthOf(page, unit) / (STEP_EM * page.size))))
      : 1;
    return Array.from({ length: steps }, (_, at) => ({
      from: from + Math.round(((until - from) * at) / steps),
      page,
      unit,
      filled: (at + 1) / steps,
    }));
  });
}
