/** Calls of the API and of the floor Worker, taking turns. */

import type { OwnAccount } from "../../tests/support/own-accounts.ts";
import { type Connections, openConnections, type Question } from "../connections.ts";
import { COUNTED, ROW_PATH, rowId } from "../floor/calls.ts";
import type { Floor } from "../floor/start.ts";
import { interleaved } from "../interleaved.ts";
import { cpuMsOf } from "../processes.ts";
import { Callers } from "./callers.ts";

/** Of one turn: requests over all connections at once, one each. */
export interface Turn {
  /** From the first request to the last answer, for each request: what one caller waits for, if there is one. */
  ms: number;
  /** CPU time of the Worker that was asked, for each request. */
  cpuMs: number;
}

export type CallName =
  | ("one-read floor" | "counted one-read floor" | "floor" | "counted floor")
  | ("create(1)" | "create(30)" | "run by id" | "list of 100");

/** How many runs a round makes for each connection. */
export const RUNS_PER_ROUND = 1 + 30;

export interface Contest {
  api: { url: string; pid: number };
  floor: Floor;
  accounts: OwnAccount[];
  connections: number;
  rounds: number;
  seed: number;
}

export async function measure(contest: Contest): Promise<Record<CallName, Turn[]>> {
  const { api, floor, connections: count, rounds, seed } = contest;
  const toApi = openConnections(api.url, count);
  const toFloor = openConnections(floor.url, count);
  const callers = new Callers(contest.accounts, toApi);
  let row = 0;
  const rowPath = () => `${ROW_PATH}?id=${rowId(row++ % floor.rows)}`;
  const counted = () => `${rowPath()}&${COUNTED}`;
  const post = (path: string): Question => ({ method: "POST", path, body: { batch: 1 } });
  const asks = (connections: Connections, pid: number, question: () => Question) => async (): Promise<Turn> => {
    const questions = Array.from({ length: count }, question);
    const cpuMs = cpuMsOf(pid);
    const begun = performance.now();
    await Promise.all(questions.map((each) => connections.ask(each)));
    const ms = performance.now() - begun;
    return { ms: ms / count, cpuMs: (cpuMsOf(pid) - cpuMs) / count };
  };
  const contenders = {
    "one-read floor": asks(toFloor, floor.pid, () => ({ path: rowPath() })),
    "counted one-read floor": asks(toFloor, floor.pid, () => ({ path: counted() })),
    floor: asks(toFloor, floor.pid, () => post(rowPath())),
    "counted floor": asks(toFloor, floor.pid, () => post(counted())),
    "create(1)": asks(toApi, api.pid, () => callers.create(1)),
    "create(30)": asks(toApi, api.pid, () => callers.create(30)),
    "run by id": asks(toApi, api.pid, () => callers.read()),
    "list of 100": asks(toApi, api.pid, () => callers.list()),
  } satisfies Record<CallName, () => Promise<Turn>>;
  try {
    // Whatever is compiled or opened when it is first used.
    await callers.prepare(RUNS_PER_ROUND * count);
    for (const contender of Object.values(contenders)) await contender();
    return await interleaved(contenders, {
      ...{ rounds, seed },
      before: () => callers.prepare(RUNS_PER_ROUND * count),
    });
  } finally {
    toApi.close();
    toFloor.close();
  }
}
