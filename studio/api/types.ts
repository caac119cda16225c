/** The API's bodies, by the names that the studio uses. */
import type { Schemas } from "../../client/index.ts";

export type Run = Schemas["RunDetail"];
export type Step = Schemas["RunStep"];
export type RunOutput = NonNullable<Schemas["RunOutput"]>;
export type Artist = Schemas["Artist"];
export type ArtistDetail = Schemas["ArtistDetail"];
export type Song = Schemas["Song"];
export type SongDetail = Schemas["SongDetail"];
export type Moment = SongDetail["moments"][number];
export type SongLyrics = Schemas["SongLyrics"];
export type LyricLine = Schemas["LyricLine"];
export type Template = Schemas["Template"];
export type Account = Schemas["Account"];
export type ApiKey = Schemas["ApiKey"];
export type Webhook = Omit<Schemas["Webhook"], "url"> & { url: string | null };
export type Delivery = Schemas["WebhookDelivery"];
export type CreateContent = Schemas["CreateContent"];
export type Erasure = Schemas["Erasure"];
