/** What receivers are told. */
import type { Failure } from "./failure.ts";
import type { RunOutput, RunStatus, StepName } from "./run.ts";

/** run.failed covers runs that timed out. */
export const WEBHOOK_EVENT_TYPES = ["run.completed", "run.failed", "run.canceled", "batch.finished"] as const;
export type WebhookEventType = (typeof WEBHOOK_EVENT_TYPES)[number];

/** listener: has no URL; somebody comes for what waits for it. */
export const ENDPOINT_KINDS = ["url", "listener"] as const;
export type EndpointKind = (typeof ENDPOINT_KINDS)[number];

/** How long a message waits for a listener: about as long as a URL that does not answer is tried. */
export const LISTENER_WAIT_MS = 3 * 24 * 3600 * 1000;

/** The part of a run's row that a retry would change. */
export interface RunEnding {
  status: RunStatus;
  output: RunOutput | null;
  error: (Failure & { step?: StepName }) | null;
  finishedAt: number;
  updatedAt: number;
  version: number;
}

export type BatchEnding = { id: string; status: RunStatus }[];

/**
 * exhausted: every attempt of the schedule failed, or no listener came for it. canceled: its endpoint was disabled, or
 * answered that it is gone.
 */
export const DELIVERY_STATUSES = ["pending", "delivered", "exhausted", "canceled"] as const;
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];
