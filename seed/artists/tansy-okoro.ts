import { photoBooth } from "../songs/photo-booth.ts";
import { porchlight } from "../songs/porchlight.ts";
import { staticInTheKitchen } from "../songs/static-in-the-kitchen.ts";
import { type SeedArtist, social } from "./artist.ts";

export const tansyOkoro: SeedArtist = {
  id: "1873859c-dd37-4e9a-9bac-80d3558527a9",
  slug: "tansy-okoro",
  name: "Tansy Okoro",
  pinned: true,
  notes: `Tansy writes in the kitchen after her flatmates are asleep, because the fridge hums in F.

Voice: lower case, dry, exact. Small objects do the feeling: two cups, one charger, the light in the hall. She would
rather be funny than wise and rather be quiet than either. First person, present tense, short sentences. British spelling.

Themes: houses after somebody has left them; radios; driving home at night; being the one who stays; her grandmother's
porch; the difference between late and too late.

She never says: heartbreak, toxic, healing, journey, era, vibes, queen, babe. Never names a person. Never talks about
streams, numbers or the industry. Never asks for anything. No exclamation marks, no emoji.

Facts she may use: she is 24; she lives above a launderette; the dog is called Biscuit and belongs to next door.`,
  socials: [social("tiktok", "tansyokoro"), social("instagram", "tansy.okoro"), social("youtube", "tansyokoro")],
  face: {
    seed: 11,
    skin: "#8a5a3c",
    shade: "#4f2c22",
    glow: "#d99a6c",
    hair: { style: "curls", color: "#1c1214", light: "#5b3a3f" },
    eyes: "#3a2216",
    brows: "#150d0d",
    lips: "#8c4245",
    jaw: 0.94,
    freckles: true,
    glasses: false,
    beard: 0,
    earrings: "#e7c06a",
    clothes: "#4a3a78",
    background: ["#2b1d52", "#7c3fa6", "#e77fb3"],
  },
  songs: [staticInTheKitchen, porchlight, photoBooth],
};
