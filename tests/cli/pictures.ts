/**
 * `npm run terminal-pictures -- <command line>`: runs it in a real terminal and draws the screen, every so often, into
 * out/terminal/: to be looked at.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createCanvas } from "@napi-rs/canvas";
import { ROOT } from "../../local/paths.ts";
import { type Recorded, record, terminalAt } from "../support/terminal.ts";

const OUT = join(ROOT, "out", "terminal");
const [WIDTH, HEIGHT, MARGIN] = [9.05, 19, 14];
const FONT = '15px "DejaVu Sans Mono", Menlo, monospace';
const [GROUND, TEXT] = ["#16161d", "#dcdce4"];
/** The sixteen colours of terminals, as far as they are used. */
const COLOURS = ["#1d1d26", "#e46876", "#98bb6c", "#e6c384", "#7e9cd8", "#957fb8", "#7fb4ca", "#dcdce4"];

async function draw(recorded: Recorded, until: number | undefined, file: string): Promise<void> {
  const { columns, rows } = recorded;
  const { active } = (await terminalAt(recorded, until)).buffer;
  const canvas = createCanvas(Math.ceil(columns * WIDTH + 2 * MARGIN), rows * HEIGHT + 2 * MARGIN);
  const context = canvas.getContext("2d");
  context.fillStyle = GROUND;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.textBaseline = "top";
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const cell = active.getLine(active.baseY + row)?.getCell(column);
      if (!cell || cell.getChars() === "") continue;
      context.font = cell.isBold() ? `bold ${FONT}` : FONT;
      context.fillStyle = (cell.isFgPalette() ? COLOURS[cell.getFgColor() % 8] : undefined) ?? TEXT;
      context.globalAlpha = cell.isDim() ? 0.55 : 1;
      context.fillText(cell.getChars(), MARGIN + column * WIDTH, MARGIN + row * HEIGHT);
    }
  }
  writeFileSync(file, await canvas.encode("png"));
  console.log(file);
}

const [columns = 100, rows = 28] = (process.env.SIZE ?? "").split("x").flatMap((text) => (text ? [Number(text)] : []));
const command = [join(ROOT, "commands", "backline.mjs"), ...process.argv.slice(2)];
const recorded = await record(command, { columns, rows, env: process.env, cwd: ROOT });
mkdirSync(OUT, { recursive: true });
const end = recorded.pieces.at(-1)?.at ?? 0;
for (const part of [0.3, 0.6, 0.9]) await draw(recorded, end * part, join(OUT, `at-${Math.round(part * 100)}.png`));
await draw(recorded, undefined, join(OUT, "end.png"));
