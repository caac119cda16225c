/** public/llms.txt: what a language model needs to know to call the API, made from its description (llmstxt.org). */
import { z } from "zod";

const operation = z.object({
  operationId: z.string(),
  summary: z.string(),
  description: z.string(),
  tags: z.array(z.string()).min(1),
});
const described = z.object({
  info: z.object({ title: z.string(), description: z.string() }),
  tags: z.array(z.object({ name: z.string(), description: z.string() })),
  paths: z.record(z.string(), z.record(z.string(), operation)),
});
const toolFile = z.object({
  tools: z.array(z.object({ tool: z.object({ name: z.string(), title: z.string(), description: z.string() }) })),
});

/** Beyond it, a call's own page says more. */
const MAX_SAID = 240;

const EXAMPLE = `
A first video, from a shell. The server is where this file was read from:

\`\`\`sh
curl -H "x-api-key: $KEY" -H "content-type: application/json" -d '{"name":"Mira Sol","notes":"Dry, exact, lower case."}' $SERVER/api/artists
curl -H "x-api-key: $KEY" -T face.jpg $SERVER/api/artists/$ARTIST/face-guide
curl -H "x-api-key: $KEY" -T photo-booth.mp3 $SERVER/api/artists/$ARTIST/songs/photo-booth.mp3
curl -H "x-api-key: $KEY" "$SERVER/api/content/validate?artist_account_id=$ARTIST"
curl -H "x-api-key: $KEY" "$SERVER/api/content/estimate?batch=2"
curl -H "x-api-key: $KEY" -H "content-type: application/json" -H "Idempotency-Key: first" -d '{"artist_account_id":"'$ARTIST'","batch":2}' $SERVER/api/content/create
curl -H "x-api-key: $KEY" $SERVER/api/tasks/runs/$RUN
\`\`\`

\`$ARTIST\` is \`artist.account_id\` of the first answer, \`$RUN\` one of \`runIds\` of create's. Create costs money: tell the person the
estimate's \`total\` before. A run is over when its \`status\` is COMPLETED, FAILED, CANCELED or TIMED_OUT; ask again after the
seconds that \`Retry-After\` says. The video is at \`run.output.videoSourceUrl\`.
`.trim();

/** As many whole sentences as fit, and one at least. */
function firstSentences(text: string): string {
  const sentences = text.replaceAll("\n", " ").match(/.*?[.!?](?=\s|$)\s*/g) ?? [text];
  let said = "";
  for (const sentence of sentences) {
    if (said !== "" && said.length + sentence.length > MAX_SAID) break;
    said += sentence;
  }
  return said.trim();
}

/** The text. Throws when one of the two does not have the form of ours. */
export function llmsPage(document: object, tools: object): string {
  const { info, tags, paths } = described.parse(document);
  const [lead = "", ...rest] = info.description.split("\n\n");
  const calls = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(
      ([
        method,
        {
          operationId,
          summary,
          description,
          tags: [tag = ""],
        },
      ]) => ({
        tag,
        line: `- [${method.toUpperCase()} ${path}](/docs#/${tag}/${operationId}): ${summary}. ${firstSentences(description)}`,
      }),
    ),
  );
  const sections = tags.map(({ name, description }) => {
    const lines = calls.filter(({ tag }) => tag === name).map(({ line }) => line.replace("?.", "?"));
    return [`## ${name}`, description, lines.join("\n")].join("\n\n");
  });
  const named = toolFile
    .parse(tools)
    .tools.map(({ tool }) => `- [${tool.name}](/mcp): ${tool.title}. ${firstSentences(tool.description)}`);
  return [
    `# ${info.title}`,
    `> ${lead}`,
    ...rest,
    EXAMPLE,
    "## Everything",
    [
      "- [openapi.json](/openapi.json): every call, its parameters, answers and errors, in OpenAPI 3.1",
      "- [docs](/docs): the same to read and to try",
    ].join("\n"),
    "## Tools (MCP)",
    "`POST /mcp` speaks the Model Context Protocol over HTTP, with the same key in `x-api-key` or as `Authorization: Bearer`.",
    named.join("\n"),
    ...sections,
    "",
  ]
    .join("\n\n")
    .trimEnd()
    .concat("\n");
}
