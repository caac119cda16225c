/** What the gate before fal.ai is asked, and what it answers: the words between the Worker and the gate's object. */

/** States of the deployment in which fal.ai takes no call, whoever makes it. */
export const FAL_TROUBLES = ["fal_key", "fal_balance"] as const;
export type FalTrouble = (typeof FAL_TROUBLES)[number];

export type Entered =
  /** It may submit. `isProbe`: fal.ai refused all calls lately, and this one finds out whether it still does. */
  | { kind: "go"; isProbe: boolean }
  /**
   * Its generation gets a message when its turn has come: in `aboutMs` milliseconds, as far as anyone can tell; null:
   * nobody can.
   */
  | { kind: "wait"; waitsFor: FalTrouble | "fal_slot"; aboutMs: number | null };

export interface GateView {
  slots: number;
  /** Generations that have a slot. */
  inside: number;
  waiting: number;
  /** Troubles that are not known to be over, and until when no call is made. Unix milliseconds. */
  breakers: { cause: FalTrouble; since: number; refusals: number; openUntil: number }[];
}

export interface GateApi {
  /** Asks for a generation's slot. Idempotent: who has one keeps it. */
  enter(generationId: string, accountId: string): Promise<Entered>;
  /** The generation needs its slot no more: it is settled, or to be submitted later. */
  leave(generationId: string): Promise<void>;
  /**
   * fal.ai refused a call for a state of the deployment. A generation whose submit that was waits for its turn from then
   * on, whether it had a slot or not.
   */
  refused(cause: FalTrouble, submitOf: { generationId: string; accountId: string } | null): Promise<void>;
  /** fal.ai took a call, which shows that `cause` is over; null: that all are. */
  heard(cause: FalTrouble | null): Promise<void>;
  look(): Promise<GateView>;
}
