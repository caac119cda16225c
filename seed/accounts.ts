/** Who is there when a newcomer starts the project: two accounts, so that neither can see the other's artists. */
import type { SeedAccount } from "./artists/artist.ts";
import { iloBrandt } from "./artists/ilo-brandt.ts";
import { odileFarrow } from "./artists/odile-farrow.ts";
import { tansyOkoro } from "./artists/tansy-okoro.ts";

export const ACCOUNTS: readonly SeedAccount[] = [
  { id: "9b1d5c1e-2f57-4a0b-8c11-6d2f3a7e5b90", name: "Night Kitchen Records", artists: [tansyOkoro, iloBrandt] },
  { id: "e4a6f0b3-71c9-4e2d-a5d8-1b7c9e3f6a24", name: "Harbour Horn", artists: [odileFarrow] },
];
