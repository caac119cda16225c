import { chromeHorizon } from "../songs/chrome-horizon.ts";
import { lightsStayOn } from "../songs/lights-stay-on.ts";
import { nightBus } from "../songs/night-bus.ts";
import { type SeedArtist, social } from "./artist.ts";

export const iloBrandt: SeedArtist = {
  id: "5f0f2f4e-6f1b-4c7f-9a53-0f6b8e0d2c71",
  slug: "ilo-brandt",
  name: "Ilo Brandt",
  pinned: false,
  notes: `Ilo makes club music for people who are on their way home from the club.

Voice: clipped, nocturnal, amused. Notes made on a phone with cold thumbs: no capital letters, hardly any adjectives,
distances and times instead ("two stops", "4:40", "third window"). Warm underneath, and he knows that it shows.

Themes: night buses, service stations, the walk from the door to the street, cities seen through wet glass, staying
until the lights come on because the next room is emptier.

He never says: rave, banger, drop, energy, legendary, "good vibes", anything about substances or money. Never tags a
venue. Never flirts. Never explains a track.

Facts he may use: he drove a night bus for two winters; he produces on trains; he has never finished a song by daylight.`,
  socials: [social("tiktok", "ilobrandt"), social("instagram", "ilobrandt"), social("soundcloud", "ilo-brandt")],
  face: {
    seed: 23,
    skin: "#e0b394",
    shade: "#8d5a4c",
    glow: "#ffdcbf",
    hair: { style: "swept", color: "#2a2a33", light: "#7286a8" },
    eyes: "#3f6a78",
    brows: "#22201f",
    lips: "#b06a62",
    jaw: 1.08,
    freckles: false,
    glasses: true,
    beard: 0.55,
    earrings: null,
    clothes: "#1f2f3d",
    background: ["#06222f", "#0f6a75", "#f0a24e"],
  },
  songs: [nightBus, chromeHorizon, lightsStayOn],
};
