/** templates: list, show. */
import type { Command } from "commander";
import { answerOf } from "../api.ts";
import { type Acting, type Call, examples } from "../command.ts";
import { bold, dim, type Line, type Part, table } from "../text.ts";

export function addTemplates(program: Command, act: Acting): void {
  const templates = program.command("templates").description("list templates: the scenes of videos");
  templates.action(
    act(async ({ output, api }: Call) => {
      const found = await answerOf((await api()).client.GET("/api/content/templates"));
      output.answer(found, () =>
        table(
          ["TEMPLATE", "LIP-SYNC", "SCENE"],
          found.templates.map(({ name, defaultLipsync, description }): Part[] => [
            name,
            defaultLipsync ? "yes" : "no",
            description,
          ]),
          output.columns,
        ),
      );
    }),
  );
  templates
    .command("show")
    .description("show what a template chooses from")
    .argument("<template>", "its name")
    .action(
      act(async ({ output, api }: Call, name: string) => {
        const params = { path: { name } };
        const found = await answerOf((await api()).client.GET("/api/content/templates/{name}", { params }));
        const { description, builtIn, references, moods, movements } = found.template;
        const part = (heading: string, rows: string[]): Line[] => ["", dim(heading), ...rows.map((row) => `  ${row}`)];
        output.answer(found, () => [
          [bold(name), dim(builtIn ? "  built in" : "  your own")],
          description,
          ...part(
            "REFERENCES",
            references.map(({ id, description: what }) => `${id}: ${what}`),
          ),
          ...part(
            "MOODS",
            moods.map((mood) => mood.name),
          ),
          ...part(
            "MOVEMENTS",
            movements.map((movement) => movement.name),
          ),
        ]);
      }),
    );
  examples(templates, "templates", "templates show artist-caption-stage");
}
