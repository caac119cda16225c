/** Whose turn it is: accounts share what there is evenly, however much each of them wants. Pure. */

interface Turn {
  waiting: number;
  running: number;
  /** The number of turns there had been when it had its last one. */
  servedAt: number;
}

/** Who waits, who is at work, and so whose turn is next. */
export class Turns {
  readonly #accounts = new Map<string, Turn>();
  #turns = 0;

  /** One more waits. */
  join(account: string): void {
    this.#of(account).waiting += 1;
  }

  /** The account with the fewest under way; among those the one that was served longest ago. */
  next(): string | undefined {
    let best: { account: string; turn: Turn } | undefined;
    for (const [account, turn] of this.#accounts) {
      if (turn.waiting === 0) continue;
      const isBefore =
        !best ||
        turn.running < best.turn.running ||
        (turn.running === best.turn.running && turn.servedAt < best.turn.servedAt);
      if (isBefore) best = { account, turn };
    }
    return best?.account;
  }

  /** How many others are likely to have their turn before the account's last one that waits. */
  ahead(account: string): number {
    const mine = this.#accounts.get(account)?.waiting ?? 0;
    // Others get no more turns meanwhile than this one.
    const others = [...this.#accounts].map(([other, { waiting }]) => (other === account ? 0 : Math.min(waiting, mine)));
    return Math.max(0, mine - 1) + others.reduce((sum, each) => sum + each, 0);
  }

  /** One that waits gets its turn. */
  begin(account: string): void {
    const turn = this.#of(account);
    turn.waiting -= 1;
    turn.running += 1;
    this.#turns += 1;
    turn.servedAt = this.#turns;
  }

  /** One that waits gives up. */
  leave(account: string): void {
    this.#of(account).waiting -= 1;
    this.#forget(account);
  }

  /** One that was under way is over. */
  end(account: string): void {
    this.#of(account).running -= 1;
    this.#forget(account);
  }

  #of(account: string): Turn {
    const known = this.#accounts.get(account);
    if (known) return known;
    const turn = { waiting: 0, running: 0, servedAt: 0 };
    this.#accounts.set(account, turn);
    return turn;
  }

  #forget(account: string): void {
    const { waiting, running } = this.#of(account);
    if (waiting === 0 && running === 0) this.#accounts.delete(account);
  }
}
