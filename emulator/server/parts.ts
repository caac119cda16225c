/** What the routes of the server work with. */
import type { FaultPlan } from "../faults.ts";
import type { JsonObject } from "../protocol/outcome.ts";
import type { SigningKey } from "../protocol/signature.ts";
import type { RequestBook } from "../requests/book.ts";
import type { Callbacks } from "../requests/callbacks.ts";
import type { Runner } from "../requests/runner.ts";
import type { Settings, SettingsInput } from "../settings.ts";
import type { FileStore } from "../store/files.ts";
import type { Transcripts } from "../text/transcripts.ts";

export interface ServerParts {
  book: RequestBook;
  runner: Runner;
  callbacks: Callbacks;
  faults: FaultPlan;
  files: FileStore;
  transcripts: Transcripts;
  key: SigningKey;
  /** Where clients reach the emulator, such as `http://127.0.0.1:8799`. */
  origin: () => string;
  settings: () => Settings;
  /** Replaces the settings; what is not named goes back to its start value. */
  change: (input: SettingsInput) => Settings;
  /** Forgets every request and goes back to the settings the emulator was started with. */
  reset: () => Promise<void>;
  /** A copy of an output in which the URLs of the emulator's files have their origin. */
  absolute: (json: JsonObject) => JsonObject;
}
