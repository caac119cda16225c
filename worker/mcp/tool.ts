/** Tools as agents are told of them, and what each asks of the API. `npm run document` makes them from its description. */

/** A JSON Schema, or a part of one. */
export type Schema = { readonly [keyword: string]: unknown };

/** How a call of the API is made from a tool's arguments. Those that are named nowhere here are fields of the body. */
export interface Ask {
  method: string;
  /** With the arguments that are part of it in braces. */
  path: string;
  /** Arguments that go into the query. */
  query: string[];
  /** Headers, by the argument that goes into each. */
  headers: Record<string, string>;
  /** The argument that is the whole body, as plain text. */
  text?: string;
  /** Whether the call takes JSON; else what is unknown goes into the query, where it is refused by its name. */
  takesJson: boolean;
  /** What is sent where an argument is missing, to spare agents what they seldom need. */
  defaults?: Record<string, unknown>;
}

/** What is particular in how a tool is performed. */
export type ToolKind = "call" | "create" | "follow" | "look";

/** A tool, and how it is performed. */
export interface ToolEntry {
  tool: {
    name: string;
    title: string;
    description: string;
    inputSchema: Schema & { type: "object" };
    outputSchema?: Schema & { type: "object" };
    annotations: { readOnlyHint: boolean; destructiveHint: boolean; idempotentHint: boolean; openWorldHint: boolean };
  };
  kind: ToolKind;
  ask: Ask;
  /** Fields of the answer, wherever they are in it, that are long and say little to whoever reads. */
  spared?: readonly string[];
  /** What else is asked, by names that its performance knows. */
  others?: Record<string, Ask>;
}

/** All of them. */
export interface ToolFile {
  /** What agents are told before they see a tool. */
  instructions: string;
  tools: ToolEntry[];
}

/** What a tool was called with. */
export type Arguments = Readonly<Record<string, unknown>>;

/** What a tool answers, in MCP's terms. */
export interface ToolResult {
  [key: string]: unknown;
  content: (
    | { type: "text"; text: string }
    | { type: "image"; data: string; mimeType: string }
    | { type: "resource_link"; uri: string; name: string; mimeType: string; size?: number }
  )[];
  structuredContent?: Record<string, unknown>;
  isError?: boolean;
}

/** A file, as a tool shows it. */
export interface Picture {
  contentType: string;
  base64: string;
}

/** What a tool has to work with. */
export interface Means {
  /** Asks the API as its callers do, with the key that the agent came with. */
  fetch(path: string, init: { method: string; headers?: Record<string, string>; body?: string }): Promise<Response>;
  /** The picture at a URL that the API gave: itself, or a preview where it is larger than `maxBytes`; null where none can be had. */
  picture(url: string, maxBytes: number): Promise<Picture | null>;
  /** Tells of progress, if the agent asked for it. `total` stays the same, `progress` never goes back. */
  report?: ((progress: number, total: number, message: string) => Promise<void>) | undefined;
  /** Aborted when the agent gave up. */
  signal: AbortSignal;
  /** Milliseconds for so many of the agent's seconds. */
  waitMs(seconds: number): number;
}
