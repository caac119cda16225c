/** docs/calls.md: every call of the API in a line, made from its description. */
import { z } from "zod";

const operation = z.object({ summary: z.string(), description: z.string(), tags: z.array(z.string()).min(1) });
const described = z.object({
  tags: z.array(z.object({ name: z.string(), description: z.string() })),
  paths: z.record(z.string(), z.record(z.string(), operation)),
});

const HEAD = `<!-- Made by \`npm run document\`. -->
# Every call

Parameters, answers and errors of each are described at \`/docs\` of a running system, and in \`openapi.json\`. How they
belong together is shown in [using it](using.md).
`;

/** The first sentence, escaped for a table's cell. */
const firstSentence = (text: string): string => (/^.*?[.!?](?=\s|$)/s.exec(text)?.[0] ?? text).replaceAll("|", "\\|");

/** The page, as Markdown. Throws when the document does not have the form of ours. */
export function callsPage(document: object): string {
  const { tags, paths } = described.parse(document);
  const calls = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { summary, description, tags: of }]) => ({
      of: of[0],
      call: `${method.toUpperCase()} ${path}`,
      does: `${summary}. ${firstSentence(description)}`.replace("?.", "?"),
    })),
  );
  const sections = tags.map(({ name, description }) => {
    const rows = calls.filter(({ of }) => of === name).map(({ call, does }) => `| \`${call}\` | ${does} |`);
    return [`## ${name}`, "", description, "", "| call | |", "| --- | --- |", ...rows, ""].join("\n");
  });
  return `${HEAD}\n${sections.join("\n")}`;
}
