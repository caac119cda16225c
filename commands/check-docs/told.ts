/** What the documentation must describe, and what it describes that does not exist. Pure: texts in, sentences out. */

/** Compares in both directions: what exists and is not described, and what is described and does not exist. */
function compare(kind: string, page: string, there: Set<string>, described: Set<string>): string[] {
  return [
    ...[...there].filter((name) => !described.has(name)).map((name) => `${page} must describe the ${kind} ${name}`),
    ...[...described]
      .filter((name) => !there.has(name))
      .map((name) => `${page} describes the ${kind} ${name}, which is not there`),
  ];
}

const found = (text: string, pattern: RegExp): Set<string> =>
  new Set([...text.matchAll(pattern)].map(([, name = ""]) => name));

/** Log lines are written by `log` alone, or through `report`, which passes on the event that it was given, as info. */
const LOGGED = /\b(?:console)?log\s*\.(info|warn|error)\(\s*([^,)]+)|\breport\(\s*services,\s*([^,)]+)/gi;
const HANDED_ON = "event";

/** `sources`: the Worker's files by path. `page`: docs/operating.md. */
export function checkLogEvents(sources: ReadonlyMap<string, string>, page: string): string[] {
  const logged = [...sources].flatMap(([path, text]) =>
    [...text.matchAll(LOGGED)].map(([, level = "info", event, reported]) => ({
      path,
      level,
      event: (event ?? reported ?? "").trim(),
    })),
  );
  const isNamed = ({ event }: { event: string }) => /^"[a-z_]+"$/.test(event);
  const there = logged.filter(isNamed).map(({ event, level }) => ({ event: event.slice(1, -1), level }));
  const described = [
    ...page.matchAll(/^\| `([a-z_]+)` \| ((?:info|warn|error)(?:, (?:info|warn|error))*) \|/gm),
  ].flatMap(([, event = "", levels = ""]) => levels.split(", ").map((level) => ({ event, level })));
  const names = (events: { event: string; level: string }[]) =>
    new Set(events.map(({ event, level }) => `${event} (${level})`));
  return [
    ...logged
      .filter((each) => each.event !== HANDED_ON && !isNamed(each))
      .map(({ path, event }) => `${path} logs ${event}: an event is a literal in snake case`),
    ...compare("log event", "docs/operating.md", names(there), names(described)),
  ];
}

/** `sources`: the files that read the settings of the Worker and of the renderer. */
export function checkSettings(sources: readonly string[], page: string): string[] {
  const there = new Set(sources.flatMap((text) => [...found(text, /^ {4}([A-Z][A-Z0-9_]+): /gm)]));
  const section = /^## Settings\n(.*?)^## /ms.exec(page)?.[1] ?? "";
  const rows = section.split("\n").filter((line) => line.startsWith("| `"));
  const described = new Set(rows.flatMap((row) => [...found(row.split("|")[1] ?? "", /`([A-Z0-9_]+)`/g)]));
  return compare("setting", "docs/operating.md", there, described);
}

/** `codes`: FAILURE_CODES. */
export const checkFailureCodes = (codes: readonly string[], page: string): string[] => {
  const section = /^## Failures of runs\n(.*?)^## /ms.exec(page)?.[1] ?? "";
  return compare("failure", "docs/operating.md", new Set(codes), found(section, /^\| `([a-z_]+)`/gm));
};

/** npm has a command of its own for these. */
const SHORT = ["start", "test"];
/** Run by npm, and by nobody else. */
const HOOKS = ["postinstall"];

/** `pages`: CONTRIBUTING.md and docs/operating.md. */
export const checkScripts = (scripts: readonly string[], pages: string): string[] =>
  scripts
    .filter((script) => !HOOKS.includes(script))
    .map((script) => (SHORT.includes(script) ? `npm ${script}` : `npm run ${script}`))
    .filter((command) => !pages.includes(command))
    .map((command) => `CONTRIBUTING.md or docs/operating.md must tell of ${command}`);

const SECTIONS = ["Context", "Decision", "What it costs", "What would change it"];

/** `pages`: the decisions by file name, their index as README.md among them. */
export function checkDecisions(pages: ReadonlyMap<string, string>): string[] {
  const index = pages.get("README.md") ?? "";
  return [...pages].flatMap(([name, text]) => {
    if (name === "README.md") return [];
    const number = Number(name.slice(0, 4));
    const title = /^# (\d+)\. (.+)\n\n\w+ \d{4}\n/.exec(text);
    const sections = [...found(text, /^## (.+)$/gm)];
    const line = `| [${number}](${name}) | ${title?.[2]} |`;
    return [
      ...(Number(title?.[1]) === number ? [] : [`${name} must begin with "# ${number}. Title", and a month`]),
      ...(sections.join() === SECTIONS.join() ? [] : [`${name} must have the sections ${SECTIONS.join(", ")}`]),
      ...(index.includes(line) ? [] : [`docs/decisions/README.md must have the line ${line}`]),
    ];
  });
}
