/**
 * Requests as callers would send them, by operation. They are shown in the API's description, and its tests send them
 * as they are.
 */

/** The first artist of the local stack. */
const artist_account_id = "1873859c-dd37-4e9a-9bac-80d3558527a9";

const template = {
  description: "A rooftop at dawn, the city below still asleep.",
  defaultLipsync: false,
  usesFace: true,
  image: { scene: "A rooftop at dawn with long shadows.", rules: ["The person is the one of the portrait."] },
  moods: [
    { name: "calm", prompt: "calm after a long night" },
    { name: "cold", prompt: "cold and wide awake" },
  ],
  movements: [{ name: "drift", prompt: "the camera drifts slowly to the left" }],
  captionGuide: {
    tone: "Quiet and dry.",
    rules: ["Never shout."],
    formats: ["a thought cut short"],
    examples: {
      short: ["still up"],
      medium: ["the whole city is asleep and I am up here writing the same line again."],
      long: ["I told myself I would go to bed at two, and now the sun is making everything look fine."],
    },
  },
  captionStyle: "clean",
  references: [
    { id: "ledge", description: "sitting on the ledge, seen from behind a chimney" },
    { id: "door", description: "in the open door to the stairs" },
  ],
};

export const EXAMPLE_REQUESTS = {
  createContent: {
    smallest: { summary: "One video, all else as the template has it", value: { artist_account_id } },
    batch: {
      summary: "Three lip-synced videos in 1080x1920",
      value: {
        artist_account_id,
        template: "artist-caption-stage",
        lipsync: true,
        caption_length: "medium",
        upscale: true,
        batch: 3,
        tags: ["spring-tour"],
        metadata: { post_on: "2026-12-01" },
      },
    },
    material: {
      summary: "Chosen songs, a scene of your own, no caption, told when it is over",
      value: {
        artist_account_id,
        songs: ["porchlight"],
        images: ["https://example.com/rooftop.jpg"],
        caption_length: "none",
        webhook_url: "https://example.com/hooks/backline",
      },
    },
    clip: {
      summary: "Exactly these seconds of a song",
      value: { artist_account_id, clip: { song: "porchlight", start_seconds: 35.91 } },
    },
  },
  createTemplate: {
    template: { summary: "A scene with two reference images", value: { name: "rooftop-dawn", ...template } },
  },
  replaceTemplate: {
    template: {
      summary: "The same with lip-sync and one more mood",
      value: {
        ...template,
        defaultLipsync: true,
        moods: [...template.moods, { name: "warm", prompt: "warmed by the first light" }],
      },
    },
  },
  createArtist: {
    name: { summary: "Only a name", value: { name: "Mira Sol" } },
    whole: {
      summary: "All that can be said of an artist",
      value: {
        name: "Émile Nord",
        slug: "emile-nord",
        notes: "Dry and exact, first person, present tense. Writes of trains. Never says: journey, vibes.",
        pinned: true,
        socials: [{ platform: "tiktok", username: "emilenord", profile_url: "https://www.tiktok.com/@emilenord" }],
      },
    },
  },
  updateArtist: {
    notes: { summary: "New notes", value: { notes: "Dry and exact. Writes of trains.", pinned: false } },
  },
  writeArtistNotes: {
    notes: { summary: "Plain text", value: "Dry and exact, first person, present tense. Writes of trains." },
  },
  updateSong: {
    names: { summary: "Title and performer", value: { title: "Night Bus (live)", artist: "Émile Nord feat. Ada" } },
  },
  writeLyrics: {
    plain: {
      summary: "Plain text",
      value: "Night bus, take me the long way round\nI don't want to be home just yet\n",
    },
    lrc: {
      summary: "LRC",
      value: "[00:02.10]Night bus, take me the long way round\n[00:05.70]I don't want to be home just yet\n",
    },
  },
  correctLine: {
    text: { summary: "What is sung", value: { text: "Night bus, take me the longer way" } },
    time: { summary: "When it is sung", value: { start_seconds: 2.4, end_seconds: 5.2 } },
  },
  createKey: {
    lasting: { summary: "Works until it is revoked", value: { name: "laptop" } },
    expiring: { summary: "Works for a while", value: { name: "contractor", expires_at: "2099-01-31T00:00:00Z" } },
  },
  createWebhook: {
    all: { summary: "Told of everything", value: { url: "https://example.com/hooks/backline" } },
    some: {
      summary: "Told of finished videos only",
      value: { url: "https://example.com/hooks/backline", events: ["run.completed"] },
    },
  },
  updateWebhook: {
    disable: { summary: "Tell it nothing for now", value: { enabled: false } },
    events: { summary: "Tell it of other events", value: { events: ["run.completed", "run.failed"], enabled: true } },
  },
} satisfies Record<string, Record<string, { summary: string; value: unknown }>>;
