/** How much of a file is here: a bar on a terminal, elsewhere a line at each quarter. */
import { SingleBar } from "cli-progress";
import type { Output } from "./io.ts";
import { BAR } from "./progress.ts";
import { megabytes } from "./text.ts";

export interface ByteProgress {
  add(count: number): void;
  close(): void;
}

/** Opens it on stderr. `total`: how many bytes are awaited, as far as that is known. With --json nobody looks. */
export function openByteProgress(output: Output, total: number): ByteProgress {
  const { stderr } = output.io;
  if (output.json || total === 0) return { add() {}, close() {} };
  let bytes = 0;
  if (!stderr.isTTY || stderr.columns < 40) {
    let told = 0;
    return {
      add(count) {
        bytes += count;
        const quarter = Math.min(4, Math.floor((bytes / total) * 4));
        if (quarter <= told) return;
        told = quarter;
        output.note(`  ${`${quarter * 25}%`.padStart(4)}  ${megabytes(bytes)}`);
      },
      close() {},
    };
  }
  const bar = new SingleBar({
    ...{ ...BAR, stream: stderr, barsize: Math.max(8, Math.min(24, Math.floor(stderr.columns / 4))) },
    format: `  {bar} {percentage}%  {here} of ${megabytes(total)}`,
  });
  bar.start(total, 0, { here: megabytes(0) });
  return {
    add(count) {
      bytes += count;
      // What is around the videos is not counted in the total.
      bar.update(Math.min(bytes, total), { here: megabytes(Math.min(bytes, total)) });
    },
    close: () => bar.stop(),
  };
}
