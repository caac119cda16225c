/**
 * Takes the place of "@modelcontextprotocol/server/_shims" in the Worker's bundle: `alias` in wrangler.toml. It would hold
 * values to JSON Schemas, and what agents send is judged by the API itself.
 */
export class DefaultJsonSchemaValidator {
  getValidator(): never {
    throw new Error("The Worker holds nothing to JSON Schemas, so what would is left out");
  }
}
