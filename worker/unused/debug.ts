/**
 * Takes the place of "debug" in the Worker's bundle: `alias` in wrangler.toml. What recognises files would tell of its
 * steps with it, to whoever sets a variable that a Worker does not have.
 */
const silent = () => () => {};

export default silent;
