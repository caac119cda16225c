/** What the gate before fal.ai is asked, and what it answers: the words between the Worker and the gate's object. */

/**
 * States of the deployment in which fal.ai takes no call, whoever makes it: it refuses the key or the account, or answers
 * nothing at all.
 */
export type FalTrouble = "fal_key" | "fal_balance" | "fal_down";

export type Entered =
  /**
   * It may submit. `isProbe`: fal.ai refused all calls lately, and this one finds out whether it still does. `isDown`: it
   * answered none, so that it is first asked something that is not paid for.
   */
  | { kind: "go"; isProbe: boolean; isDown?: boolean }
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

/** How fal.ai could be asked since a moment. */
export interface Outage {
  /** How long it could not, milliseconds. */
  ms: number;
  /** It cannot be asked yet. */
  isOpen: boolean;
  /** The next call finds out whether it can. */
  hasRested: boolean;
}

/** The generation that a submit was for. */
export interface SubmitOf {
  generationId: string;
  accountId: string;
}

export interface GateApi {
  /**
   * Asks for a generation's slot. Idempotent: who has one keeps it. `refusedFor`: why its last submit was refused, which the
   * gate may not have heard.
   */
  enter(generationId: string, accountId: string, refusedFor?: FalTrouble | null | undefined): Promise<Entered>;
  /** The generation needs its slot no more: it is settled, or to be submitted later. */
  leave(generationId: string): Promise<void>;
  /**
   * fal.ai refused a call for a state of the deployment. A generation whose submit that was waits for its turn from then
   * on, whether it had a slot or not.
   */
  refused(cause: FalTrouble, submitOf: SubmitOf | null): Promise<void>;
  /**
   * fal.ai did not answer a call for a generation, or a gateway did in its place. Whether it counts as down now, which one
   * call alone does not show.
   */
  unanswered(generationId: string): Promise<boolean>;
  /** How long fal.ai was down or refused the key since then, Unix milliseconds. */
  outage(since: number): Promise<Outage>;
  /** fal.ai took a call, which shows that `cause` is over; null: that all are. */
  heard(cause: FalTrouble | null): Promise<void>;
  look(): Promise<GateView>;
}
