/**
 * Takes the place of "@asteasolutions/zod-to-openapi" in the Worker's bundle: `alias` in wrangler.toml. It makes the API's
 * description out of routes and schemas, which happens where the code is (`npm run document`).
 */
import { z } from "zod";

declare module "zod" {
  interface ZodType {
    openapi(): this;
  }
}

/** What a schema is called and described as is of no use without the description. */
export function extendZodWithOpenApi(): void {
  z.ZodType.prototype.openapi = function described() {
    return this;
  };
}

/** Where routes and schemas are written down for the description: nothing keeps them. */
export class OpenAPIRegistry {
  /** Of routes and schemas: none, so that none is handed on to the routers above. */
  readonly definitions: readonly never[] = [];

  registerPath(): void {}
}

const unused = (): never => {
  throw new Error("The Worker makes no description of its API, so what would is left out");
};

/** What would make a description of OpenAPI 3.0. */
export class OpenApiGeneratorV3 {
  readonly generateDocument = unused;
}
/** What would make a description of OpenAPI 3.1. */
export class OpenApiGeneratorV31 {
  readonly generateDocument = unused;
}
export const getOpenApiMetadata = unused;
