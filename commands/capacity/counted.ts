/** What a plain run costs, as `npm run bench:cost` counts it; tests/db/run-cost.test.ts holds it. */

/** Its song is known, fal.ai calls back, and nothing waits. */
export const COUNTED = {
  /** Rows as D1 bills them: an index's entries count. */
  d1: { statements: 71, roundTrips: 28, read: 240, written: 59 },
  calls: {
    "queue messages": 2,
    "gate.enter": 3,
    "gate.leave": 3,
    "pool.render": 2,
    "pool.forgetRender": 1,
    "fal.submit": 3,
    "fal.status": 3,
    "fal.result": 3,
    "r2.put": 2,
    "r2.head": 4,
    "r2.get": 9,
    "log.info": 25,
  },
};
