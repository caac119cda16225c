/** The client's types, and the choices that programs offer to people, as the text of schema.ts. */
import openapiTypescript, { astToString } from "openapi-typescript";

type Schema = { enum?: readonly (string | number)[]; items?: Schema; properties?: Record<string, Schema> };

/** Lists of schema.ts, by their names: which property of which schema they are the values of. */
const CHOICES = [
  { name: "RUN_STATUSES", schema: "RunPart", property: "status" },
  { name: "CAPTION_LENGTHS", schema: "CreateContent", property: "caption_length" },
  { name: "DURATIONS", schema: "CreateContent", property: "duration" },
  { name: "LYRICS_STYLES", schema: "CreateContent", property: "lyrics" },
  { name: "WEBHOOK_EVENTS", schema: "CreateWebhook", property: "events" },
] as const;

/** What has a default may be left out. */
export async function typesOf(document: object): Promise<string> {
  const types = astToString(await openapiTypescript(JSON.stringify(document), { defaultNonNullable: false }));
  const { schemas } = (document as { components: { schemas: Record<string, Schema> } }).components;
  const lists = CHOICES.map(({ name, schema, property }) => {
    const found = schemas[schema]?.properties?.[property];
    const values = found?.enum ?? found?.items?.enum;
    if (!values) throw new Error(`${schema}.${property} has no values to choose from`);
    return `/** The values of ${schema}.${property}. */\nexport const ${name} = ${JSON.stringify(values)} as const;\n`;
  });
  return ["// Made by `npm run document`.", types, ...lists].join("\n");
}
