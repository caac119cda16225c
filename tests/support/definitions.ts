/** Definitions that a caller would send. */

/** A template without a reference's picture yet. */
export const templateDefinition = (changes: Record<string, unknown> = {}) => ({
  description: "A rooftop at dawn, the city below still asleep.",
  defaultLipsync: false,
  usesFace: true,
  image: { scene: "A rooftop at dawn with long shadows.", rules: ["The person is the one of the portrait."] },
  moods: [
    { name: "calm", prompt: "calm after a long night" },
    { name: "cold", prompt: "cold and wide awake" },
  ],
  movements: [{ name: "drift", prompt: "the camera drifts to the left" }],
  captionGuide: {
    tone: "Quiet and dry.",
    rules: ["Never shout."],
    formats: ["a thought cut short"],
    examples: {
      short: ["still up"],
      medium: ["the whole city is asleep and I am up here writing the same line again."],
      long: [
        "I told myself I would go to bed at two and now the sun is doing that thing where it makes it all look fine.",
      ],
    },
  },
  captionStyle: "clean",
  references: [
    { id: "ledge", description: "sitting on the ledge, seen from behind a chimney" },
    { id: "door", description: "in the open door to the stairs" },
  ],
  ...changes,
});
