/** Which of a model's candidates is asked: the operator's choice, without those that were found to be retired. */
import type { AnyCandidate } from "./model.ts";
import { MODELS, type ModelName, modelNamed } from "./models.ts";

/** Names of candidates by model, in the order in which they are tried. Models that are left out keep the table's. */
export type ModelChoices = Readonly<Record<string, readonly string[]>>;

/**
 * What is wrong with the choices, in words for an operator; nothing when they can be used. Says what may be chosen, and
 * where it is not: anybody may read it, so it repeats nothing of what was set.
 */
export function faultsOf(choices: ModelChoices): string[] {
  const models = Object.keys(MODELS);
  return Object.entries(choices).flatMap(([name, chosen], at) => {
    if (!models.includes(name)) return [`entry ${at + 1} is for none of ${models.join(", ")}`];
    const known = modelNamed(name).candidates.map((candidate) => candidate.name);
    if (chosen.length === 0) return [`${name} needs at least one of ${known.join(", ")}`];
    if (new Set(chosen).size < chosen.length) return [`${name} names one twice`];
    return chosen.flatMap((each, position) =>
      known.includes(each) ? [] : [`${name}: name ${position + 1} is none of ${known.join(", ")}`],
    );
  });
}

/** The candidates of a model in the order in which they are tried. `choices` must have no faults. */
export function chainOf(name: ModelName, choices: ModelChoices): readonly [AnyCandidate, ...AnyCandidate[]] {
  const { candidates } = modelNamed(name);
  const [first, ...others] = (choices[name] ?? []).flatMap(
    (chosen) => candidates.find((candidate) => candidate.name === chosen) ?? [],
  );
  return first ? [first, ...others] : candidates;
}

export interface Candidates {
  readonly choices: ModelChoices;
  /**
   * The one to ask now: from `current` on, or from the first where that is null or not chosen any more, the first that
   * is not known to be retired. It never goes back, so a question comes to an end.
   */
  pick(name: ModelName, current: string | null, nowMs: number): AnyCandidate;
  /** The one to ask after `retired`, which fal.ai no longer has; undefined when none is left. */
  successor(name: ModelName, retired: string, nowMs: number): AnyCandidate | undefined;
  /** Remembers for some minutes that fal.ai no longer has it. Whether that is news. */
  retire(retired: string, nowMs: number): boolean;
}

/**
 * Opens the candidates for an isolate. It remembers for `rememberedMs` what was found retired: long enough that few
 * runs lose time with asking again, and short enough that what is back, or was misjudged, is asked again.
 */
export function openCandidates(choices: ModelChoices, rememberedMs: number): Candidates {
  const retiredUntil = new Map<string, number>();
  const isRetired = ({ name }: AnyCandidate, nowMs: number) => nowMs < (retiredUntil.get(name) ?? 0);
  return {
    choices,
    pick(name, current, nowMs) {
      const chain = chainOf(name, choices);
      const from = Math.max(
        0,
        chain.findIndex((candidate) => candidate.name === current),
      );
      // Where all of them are, the one it is at is asked again: it may be back.
      return chain.slice(from).find((candidate) => !isRetired(candidate, nowMs)) ?? chain[from] ?? chain[0];
    },
    successor(name, retired, nowMs) {
      const chain = chainOf(name, choices);
      const at = chain.findIndex((candidate) => candidate.name === retired);
      return chain.slice(at + 1).find((candidate) => !isRetired(candidate, nowMs));
    },
    retire(retired, nowMs) {
      const isNews = nowMs >= (retiredUntil.get(retired) ?? 0);
      retiredUntil.set(retired, nowMs + rememberedMs);
      return isNews;
    },
  };
}
