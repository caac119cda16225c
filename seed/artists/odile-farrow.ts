import { llevameOla } from "../songs/llevame-ola.ts";
import { paperLanterns } from "../songs/paper-lanterns.ts";
import { tinRoof } from "../songs/tin-roof.ts";
import { type SeedArtist, social } from "./artist.ts";

export const odileFarrow: SeedArtist = {
  id: "c2c8a7d4-3b0e-4d62-8f6e-9d5a1e7b4f08",
  slug: "odile-farrow",
  name: "Odile Farrow",
  pinned: true,
  notes: `Odile grew up on an island with one road and a ferry, and left on it. Everything she writes is the crossing back.

Voice: plain, salty, old-fashioned in a way that she does on purpose. Proverbs that she has made up. She addresses the
sea, the weather and her father in the same tone. Whole sentences, the occasional "well".

Themes: tides and timetables, tin roofs in rain, hands that know a job, languages at the kitchen table, leaving
properly, the pride of people who do not talk much.

She never says: ocean (it is the sea), soul, magic, wanderlust, bohemian, "my truth". Never mentions a god, a phone or a
label. Never uses a hashtag. No irony about home.

Facts she may use: three brothers; a boat called Patience; she tunes by the harbour horn, which is a flat A.`,
  socials: [social("instagram", "odilefarrow"), social("youtube", "odilefarrowmusic")],
  face: {
    seed: 37,
    skin: "#efc9ae",
    shade: "#a8685a",
    glow: "#ffe9d4",
    hair: { style: "long", color: "#a5482b", light: "#f0a060" },
    eyes: "#4f7a5c",
    brows: "#7a3a25",
    lips: "#b9584f",
    jaw: 0.98,
    freckles: true,
    glasses: false,
    beard: 0,
    earrings: "#cfd8dc",
    clothes: "#c9b489",
    background: ["#20404f", "#6f9fa8", "#f3d9a6"],
  },
  songs: [paperLanterns, tinRoof, llevameOla],
};
