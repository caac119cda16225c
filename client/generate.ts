/** The client's types, as the text of schema.ts. What has a default may be left out. */
import openapiTypescript, { astToString } from "openapi-typescript";

export const typesOf = async (document: object): Promise<string> =>
  `// Made by \`npm run document\`.\n${astToString(await openapiTypescript(JSON.stringify(document), { defaultNonNullable: false }))}`;
