/** One campaign: the whole stack under faults, callers who change their minds, then quiet, then every fact there is. */
import { randomUUID } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { dice } from "../../emulator/dice.ts";
import { ROOT } from "../../local/paths.ts";
import { type Stack, startStack } from "../../local/stack.ts";
import { ACCOUNTS } from "../../seed/accounts.ts";
import type { GateView } from "../../worker/fal/gate-api.ts";
import type { PoolView } from "../../worker/rendering/pool-api.ts";
import { SECONDS } from "../../worker/timing.ts";
import { Caller } from "./caller.ts";
import type { Facts } from "./facts.ts";
import { CALM, type Profile } from "./faults.ts";
import { falStrikes, type Injection, injectionsOf, removals, workerStrikes } from "./injections.ts";
import type { Mutation } from "./mutations.ts";
import { ARM_PATH, type Arming } from "./rates.ts";
import { startChaosReceiver } from "./receiver.ts";
import { startChaosRenderer } from "./renderer.ts";
import { journal, readLines, readStored, readSubmissions } from "./snapshot.ts";
import { States } from "./states.ts";
import { callWitness } from "./witness.ts";
import { copyWorker } from "./worker-copy.ts";
import { failedIn, reactionsIn, slowestCallMs } from "./worker-log.ts";

export interface CampaignOptions {
  runs: number;
  seed: number;
  profile: Profile;
  timeScale: number;
  renderer: "instant" | "real";
  /** Kills the Worker's processes, and a real renderer's, this often; undefined: never. */
  killEverySeconds?: number | undefined;
  mutation?: Mutation | undefined;
  /** The share of messages that receivers answer badly, until it is quiet. */
  failingReceiver?: number | undefined;
  /** An artist is erased in the middle of its batches. */
  erases: boolean;
  /** Runs under way at once. */
  atOnce: number;
  /** Requests that fal.ai works on at a time: few enough that there is a line before it. */
  slots: number;
  onProgress(what: string): void;
}

export interface Campaign {
  facts: Facts;
  /** The folder with all that is left of it: database, logs, the emulator's books. Whoever ran it removes it. */
  state: string;
  injections: Injection[];
  /** Events of the Worker's log that tell what it did about them. */
  reactions: Record<string, number>;
  cancels: number;
  refusedCreates: number;
  seconds: number;
}

/** Seconds a model takes, scaled like all times: long enough to be canceled in the middle, and to be answered in time. */
const LATENCY_SECONDS = 8;
/** Every look reads many runs, of which most have not moved. */
const LOOK_EVERY_MS = 2000;
const ACT_EVERY_MS = 100;
/** Renderers, and how many renders each does at a time. */
const INSTANCES = 4;
const PLACES = 2;
/** As soon as runs are cleaned up after: many are archived while others are still under way. */
const ARCHIVE_AFTER_SECONDS = 1100;
const OPERATOR_KEY = "the-key-of-a-campaign";

/** Where nothing else is said. */
const FAILING_RECEIVER = 0.3;

export async function runCampaign(options: CampaignOptions): Promise<Campaign> {
  const { seed, timeScale, profile, onProgress } = options;
  const stallMs = SECONDS.generationLease * 1200 * timeScale;
  const startedAt = Date.now();
  const state = join(ROOT, ".backline", "chaos", `${seed}-${process.pid}-${randomUUID().slice(0, 4)}`);
  const temporary = join(state, "temporary");
  mkdirSync(temporary, { recursive: true });
  const renderer = await startChaosRenderer(seed, timeScale);
  const receiver = await startChaosReceiver(dice(seed, "receiver"));
  let stack: Stack | undefined;
  /** What was answered to each forged callback; 0: nothing. */
  const forgeries: number[] = [];
  let kills = 0;
  const interrupted = () => {
    // The stack's services are process groups of their own: nobody else would end them.
    void (async () => {
      await stack?.stop();
      process.exit(130);
    })();
  };
  process.once("SIGINT", interrupted).once("SIGTERM", interrupted);
  try {
    stack = await startStack({
      state,
      ...copyWorker(state, options.mutation),
      // As often as cron does. More often it would send again what only waits its turn, faster than it can be handled.
      sweepEveryMs: Math.max(500, 60_000 * timeScale),
      runtime: "workerd",
      ignoreDevVars: true,
      seedExtent: "small",
      addToSeed: callWitness,
      fal: { latency: "instant", media: options.renderer, seed: String(seed) },
      ...(options.renderer === "instant" ? { rendererUrl: renderer.url } : { rendererTemporary: temporary }),
      settings: {
        ...{ TIME_SCALE: String(timeScale), RATE_LIMIT: "1000000", LOOPBACK_ORIGINS: receiver.origin },
        ...{ FAL_SLOTS: String(options.slots), OPERATOR_KEY },
        ARCHIVE_AFTER_DAYS: String(ARCHIVE_AFTER_SECONDS / (24 * 3600)),
        ...(options.renderer === "instant"
          ? {
              CONTAINERS_ORIGIN: renderer.url,
              RENDERER_INSTANCES: String(INSTANCES),
              RENDERER_PLACES: String(PLACES),
            }
          : {}),
      },
      onProgress,
    });
    const { url, falOrigin, accounts } = stack;
    if (falOrigin === undefined) throw new Error("Chaos never calls fal.ai itself");
    for (const { accountId, apiKey } of accounts) {
      const body = { url: `${receiver.origin}/${accountId}` };
      await post(`${url}/api/webhooks`, "POST", body, { "x-api-key": apiKey, "content-type": "application/json" });
    }
    receiver.fail(options.failingReceiver ?? FAILING_RECEIVER);
    const caller = new Caller(url, accounts, dice(seed, "caller"), dice(seed, "removing"));
    await caller.giveLyrics();
    const random = dice(seed, "campaign");

    const states = new States(dice(seed, "states"), timeScale);
    const imposeOnFal = (faults: Profile["fal"]) =>
      post(`${falOrigin}/control/settings`, "PATCH", {
        ...states.ofFal,
        faults,
        latency: {
          profile: "instant",
          seconds: Object.fromEntries(MODEL_IDS.map((id) => [id, LATENCY_SECONDS * timeScale])),
        },
      });
    /** Has everybody meet the states that there are now. */
    const imposeStates = async (fal: Profile["fal"]) => {
      renderer.containers.isPlatformUp = !states.is("state-no-renderer");
      await imposeOnFal(fal);
    };
    const impose = async ({ worker, fal, renderer: rendering, containers, states: shares }: Profile) => {
      const arming: Arming = {
        seed: seed + kills,
        rates: worker,
        stallMs,
        patienceMs: Math.max(1500, 120_000 * timeScale),
      };
      await post(`${url}${ARM_PATH}`, "POST", arming);
      renderer.set(rendering, containers);
      states.shares = shares;
      await imposeStates(fal);
    };
    await impose(profile);

    let journalRead = 0;
    const forge = async () => {
      if (profile.forged === 0) return;
      const { entries, next } = journal(state, journalRead);
      journalRead = next;
      for (const entry of entries) {
        if (entry.entry !== "submission" || !entry.submission.webhookUrl || random.roll() >= profile.forged) continue;
        void forgeCallback(entry.submission.webhookUrl).then((status) => forgeries.push(status));
      }
    };

    const runLastsMs = SECONDS.runDeadline * 1000 * timeScale;
    let giveUpAt = Date.now() + runLastsMs + 60_000;
    let killAt = Date.now() + (options.killEverySeconds ?? Number.POSITIVE_INFINITY) * 1000;
    let lookAt = 0;
    let toldAt = 0;
    if (options.erases) {
      const [account] = accounts;
      // Not the only one of its account: what is the other's must stay.
      const artist = ACCOUNTS[0]?.artists.find(({ id }) => id === account?.artistIds[1]);
      if (!account || !artist) throw new Error("The seed has no artist who could be erased");
      await caller.createToErase(account, artist, Math.ceil(options.runs / 4));
    }
    for (;;) {
      const { open } = caller;
      const missing = options.runs - caller.answered.length;
      if (missing <= 0 && open.length === 0 && !caller.hasPlans) break;
      if (Date.now() > giveUpAt) break;
      if (missing > 0 && open.length < options.atOnce) {
        await caller.create(Math.min(missing, options.atOnce - open.length));
        giveUpAt = Date.now() + runLastsMs + 60_000;
      }
      if (Date.now() > killAt) {
        kills += 1;
        if (options.renderer === "real") await stack.restart("renderer");
        await stack.restart("worker");
        await impose(profile);
        killAt = Date.now() + (options.killEverySeconds ?? 0) * 1000 * random.between(0.5, 1.5);
      }
      await caller.act();
      if (Date.now() > lookAt) {
        await caller.look();
        lookAt = Date.now() + LOOK_EVERY_MS;
      }
      if (states.change()) await imposeStates(profile.fal);
      await forge();
      if (Date.now() > toldAt + 10_000) {
        toldAt = Date.now();
        onProgress(`${caller.answered.length} of ${options.runs} runs created, ${open.length} under way`);
      }
      await sleep(ACT_EVERY_MS);
    }

    onProgress("quiet: no more faults, only the sweeper");
    await impose(CALM);
    receiver.fail(0);
    // Longer than any lease, so that whoever stood still has come back; then until fal.ai makes nothing any more, and
    // nobody stands in a line.
    await sleep(SECONDS.renderLease * 1000 * timeScale + 3000);
    const quietUntil = Date.now() + 3600 * 1000 * timeScale + 10_000;
    const lines = () => readState(url);
    // Only a call that is made anyway finds out that fal.ai takes calls again.
    if ((await lines()).fal.breakers.length > 0) await caller.create(1);
    for (; Date.now() < quietUntil; await sleep(1000)) {
      await caller.act();
      await caller.look();
      if (caller.open.length > 0 || caller.hasPlans) continue;
      const { fal, renderers } = await lines();
      const isInLine = fal.inside + fal.waiting + fal.breakers.length + renderers.waiting + renderers.running.length;
      if (isInLine === 0 && !(await readSubmissions(falOrigin, state)).some(isUnderWay)) break;
    }
    await sleep(2000);
    await caller.act();
    await caller.look();
    await caller.act();

    onProgress("reading every row and object");
    const submissions = await readSubmissions(falOrigin, state);
    const readAt = Date.now();
    // Before the renderer stops: what it tidies up on its way out does not count.
    const leftovers = readdirSync(temporary).filter((name) => name.startsWith("backline-job-"));
    await stack.stop();
    stack = undefined;
    const { answered, sightings, publications, retries, waits, cancels, refusedCreates } = caller;
    const { deletions, erasures, reappearances } = caller.removals;
    const log = readFileSync(join(state, "logs", "worker.log"), "utf8").split("\n");
    const facts: Facts = {
      ...{ readAt, timeScale, answered, sightings, publications, retries, waits, submissions },
      ...{ deletions, erasures, reappearances },
      ...(await readStored(state, erasures)),
      ...{ lines: readLines(state), states: states.spans, slots: options.slots, failedOnce: failedIn(log) },
      jobs: options.renderer === "instant" ? renderer.jobs : null,
      stallMs: profile.worker.stalled ? stallMs : 0,
      slowestCallMs: slowestCallMs(log),
      arrivals: receiver.arrivals,
      ...{ leftovers, forgeries },
    };
    return {
      ...{ facts, state },
      injections: injectionsOf([
        ...Array.from({ length: kills }, () => ({
          fault: `worker${options.renderer === "real" ? " and renderer" : ""} killed -9`,
          runId: undefined,
        })),
        ...workerStrikes(log, facts),
        ...falStrikes(facts),
        ...renderer.strikes.map(({ fault, runId }) => ({ fault: `renderer ${fault}`, runId })),
        ...renderer.containers.strikes.map((fault) => ({ fault, runId: undefined })),
        ...states.spans.map(({ state: fault }) => ({ fault, runId: undefined })),
        ...forgeries.map(() => ({ fault: "callback forged", runId: undefined })),
        ...removals(facts),
      ]),
      reactions: reactionsIn(log),
      cancels,
      refusedCreates,
      seconds: (Date.now() - startedAt) / 1000,
    };
  } finally {
    process.off("SIGINT", interrupted).off("SIGTERM", interrupted);
    await stack?.stop();
    await renderer.stop();
    await receiver.stop();
  }
}

const MODEL_IDS = [
  "fal-ai/whisper",
  "openrouter/router",
  "fal-ai/nano-banana-2/edit",
  "fal-ai/veo3.1/fast/image-to-video",
  "fal-ai/ltx-2-19b/audio-to-video",
];

const isUnderWay = ({ accepted, status }: Facts["submissions"][number]) => accepted && status !== "COMPLETED";

async function post(
  url: string,
  method: "POST" | "PATCH",
  body: unknown,
  headers: Record<string, string> = {},
): Promise<void> {
  const response = await fetch(url, { method, body: JSON.stringify(body), headers });
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
  await response.body?.cancel();
}

/** As whoever learned a callback URL could send it: everything right but the signature and the request. */
async function forgeCallback(webhookUrl: string): Promise<number> {
  const requestId = randomUUID();
  return fetch(webhookUrl, {
    method: "POST",
    body: JSON.stringify({ request_id: requestId, gateway_request_id: requestId, status: "OK", payload: {} }),
    headers: {
      "content-type": "application/json",
      "x-fal-webhook-request-id": requestId,
      "x-fal-webhook-user-id": "forger",
      "x-fal-webhook-timestamp": String(Math.floor(Date.now() / 1000)),
      "x-fal-webhook-signature": "ab".repeat(64),
    },
  }).then(
    async (response) => {
      await response.body?.cancel();
      return response.status;
    },
    () => 0,
  );
}

/** What the operator sees of the gate and the pool. */
async function readState(url: string): Promise<{ fal: GateView; renderers: PoolView }> {
  const response = await fetch(`${url}/operator/state`, { headers: { authorization: `Bearer ${OPERATOR_KEY}` } });
  if (!response.ok) throw new Error(`/operator/state answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as { fal: GateView; renderers: PoolView };
}
