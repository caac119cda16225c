/** A small database that the product itself has written: runs in every state, of which a filled one has many copies. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { openBackline } from "../../client/index.ts";
import { ACTIVE_STATUSES } from "../../worker/domain/run.ts";
import { MODELS } from "../../worker/fal/models.ts";
import { startBusyStack } from "../stack/busy-stack.ts";
import { setEmulator } from "../stack/emulator.ts";
import { startInstantRenderer } from "../stack/instant-renderer.ts";

/** Whose the runs are. */
export interface Owner {
  accountId: string;
  apiKey: string;
  artistId: string;
  webhookId: string;
}

const VIDEO = MODELS.imageToVideo.candidates[0].endpoint;
/** Longer than any bench. */
const FOREVER_SECONDS = 1_000_000;
const PATIENCE_MS = 300_000;

/** Writes it into `state`, a new folder of a stack, and gives its one caller. Throws when runs do not end as they should. */
export async function makeSource(state: string): Promise<Owner> {
  const renderer = await startInstantRenderer();
  const receiver = createServer((incoming, outgoing) => {
    incoming.resume();
    incoming.on("end", () => outgoing.end());
  });
  await new Promise<void>((resolve) => receiver.listen(0, "localhost", resolve));
  // A TCP server that listens has an address with a port.
  const origin = `http://localhost:${(receiver.address() as AddressInfo).port}`;
  const { stack, falOrigin, accounts } = await startBusyStack({
    ...{ state, timeScale: 1, rendererUrl: renderer.url, settings: { LOOPBACK_ORIGINS: origin } },
  });
  try {
    const [account] = accounts;
    if (!account) throw new Error("The stack has no account");
    const backline = openBackline(stack.url, account.apiKey);
    const { data: hooked } = await backline.POST("/api/webhooks", { body: { url: `${origin}/` } });
    if (!hooked) throw new Error("The webhook was refused");

    const create = async (batch: number, costly = false): Promise<string[]> => {
      const body = { artist_account_id: account.artistId, batch, lipsync: costly, upscale: costly };
      const { data } = await backline.POST("/api/content/create", { body });
      if (!data) throw new Error("A batch was refused");
      return data.runIds;
    };
    const statusesOf = async (runIds: string[]) => {
      const { data } = await backline.GET("/api/tasks/runs", { params: { query: { runIds } } });
      return (data?.runs ?? []).map(({ status = "unknown" }) => status);
    };
    const untilAll = async (runIds: string[], status: string) => {
      const giveUpAt = Date.now() + PATIENCE_MS;
      let statuses = await statusesOf(runIds);
      while (statuses.some((each) => (ACTIVE_STATUSES as readonly string[]).includes(each))) {
        if (Date.now() > giveUpAt) throw new Error(`The source's runs do not end: ${statuses}`);
        await sleep(200);
        statuses = await statusesOf(runIds);
      }
      if (statuses.some((each) => each !== status)) throw new Error(`The source's runs ended as ${statuses}`);
    };

    await untilAll(await create(30), "COMPLETED");
    await untilAll(await create(10, true), "COMPLETED");
    for (let made = 0; made < 10; made++) await untilAll(await create(1), "COMPLETED");
    await setEmulator(falOrigin, { faults: [{ kind: "fail", error: "content_policy_violation", model: VIDEO }] });
    await untilAll(await create(8), "FAILED");
    await setEmulator(falOrigin, {
      faults: [],
      latency: { profile: "instant", seconds: { [VIDEO]: FOREVER_SECONDS } },
    });
    const canceled = await create(5);
    await sleep(1000);
    for (const runId of canceled) {
      await backline.POST("/api/tasks/runs/{runId}/cancel", { params: { path: { runId } } });
    }
    await untilAll(canceled, "CANCELED");
    // Of these, some are under way for good.
    await create(3);
    // Until all webhooks are delivered.
    await sleep(3000);
    const { accountId, apiKey, artistId } = account;
    return { accountId, apiKey, artistId, webhookId: hooked.webhook.id };
  } finally {
    await stack.stop();
    await renderer.stop();
    receiver.close();
    receiver.closeAllConnections();
  }
}
