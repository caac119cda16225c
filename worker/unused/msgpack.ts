/**
 * Takes the place of "@msgpack/msgpack" in the Worker's bundle: `alias` in wrangler.toml. fal.ai's client encodes messages
 * of its realtime connections with it, and the Worker opens none.
 */
const unused = (): never => {
  throw new Error("The Worker opens no realtime connection, so what would encode its messages is left out");
};

export const encode = unused;
export const decode = unused;
