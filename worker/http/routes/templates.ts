/** /api/content/templates/{name}: templates in full, and changing the account's own. */
import { createRoute, z } from "@hono/zod-openapi";
import type { MediaRef } from "../../domain/media.ts";
import { type Template, templateDefinition, templateName } from "../../domain/template.ts";
import {
  addTemplate,
  changeTemplate,
  findOwnTemplate,
  MAX_TEMPLATES,
  type OwnTemplate,
  removeTemplate,
  replaceReferenceImage,
} from "../../library/templates.ts";
import type { Services } from "../../services.ts";
import { findBuiltIn } from "../../templates/index.ts";
import { ApiError } from "../errors.ts";
import { requireJson } from "../middleware/require-json.ts";
import { errors, JSON_BODY, json, security } from "../responses.ts";
import { newRouter } from "../router.ts";
import { pictureBody, pictureRefused, readPicture } from "../upload.ts";

export const templates = newRouter();

const name = templateName.min(1).max(100).openapi({ example: "rooftop-dawn" });
const definition = z.strictObject(templateDefinition.shape).openapi("TemplateDefinition");
// Made of the same fields, because only a schema of this library has .openapi. Not by extending either: that would be
// described as a closed schema combined with a second one, which nothing can satisfy.
const newTemplate = z.strictObject({ ...templateDefinition.shape, name }).openapi("NewTemplate");

const templateBody = z
  .object({
    ...templateDefinition.shape,
    name: z.string(),
    builtIn: z.boolean(),
    references: z.array(
      z.object({
        id: z.string(),
        description: z.string(),
        imageUrl: z
          .url()
          .nullable()
          .openapi({ description: "null until it is uploaded. Of the account's own it works for an hour." }),
      }),
    ),
  })
  .openapi("Template");
const answer = z.object({ status: z.literal("success"), template: templateBody });
const IMAGE_URL_SECONDS = 3600;

const namePath = z.object({
  name: z.string().min(1).max(100).openapi({ description: "The template's name.", example: "rooftop-dawn" }),
});

templates.openapi(
  createRoute({
    method: "post",
    path: "/",
    operationId: "createTemplate",
    summary: "Add a template",
    description:
      "A template of the account alone. Its reference images are uploaded next, one by one; create takes it once one is there.",
    tags: ["Templates"],
    security,
    middleware: [requireJson] as const,
    request: { body: { required: true, content: { "application/json": { schema: newTemplate } } } },
    responses: {
      201: json(answer, "The new template."),
      ...errors(...JSON_BODY, "template_name_taken", "too_many_templates"),
    },
  }),
  async (c) => {
    const services = c.get("services");
    const { accountId } = c.get("caller");
    const { name, ...definition } = c.req.valid("json");
    const added = findBuiltIn(name) ? "name-taken" : await addTemplate(services, accountId, name, definition);
    if (added === "too-many") {
      throw new ApiError(409, "too_many_templates", `An account has ${MAX_TEMPLATES} templates at most: delete one.`);
    }
    if (added === "name-taken") {
      throw new ApiError(409, "template_name_taken", `There is a template called "${name}" already.`, {
        field: ["name"],
      });
    }
    const template = await viewOwn(services, await readOwn(services, accountId, name));
    return c.json({ status: "success" as const, template }, 201, { location: `/api/content/templates/${name}` });
  },
);

templates.openapi(
  createRoute({
    method: "get",
    path: "/{name}",
    operationId: "getTemplate",
    summary: "Read a template",
    description: "All that a template is made of: to learn from the built-in ones, or to change one of your own.",
    tags: ["Templates"],
    security,
    request: { params: namePath },
    responses: { 200: json(answer, "The template, whole."), ...errors("template_not_found") },
  }),
  async (c) => {
    const services = c.get("services");
    const { name } = c.req.valid("param");
    const builtIn = findBuiltIn(name);
    const template = builtIn
      ? await viewBuiltIn(services, builtIn)
      : await viewOwn(services, await readOwn(services, c.get("caller").accountId, name));
    return c.json({ status: "success" as const, template }, 200);
  },
);

templates.openapi(
  createRoute({
    method: "put",
    path: "/{name}",
    operationId: "replaceTemplate",
    summary: "Change a template",
    description:
      "Takes the place of all that the template was; reference images stay with the references that keep their ids. Runs that are under way are not affected.",
    tags: ["Templates"],
    security,
    middleware: [requireJson] as const,
    request: {
      params: namePath,
      body: { required: true, content: { "application/json": { schema: definition } } },
    },
    responses: {
      200: json(answer, "The template as it is now."),
      ...errors(...JSON_BODY, "template_not_found", "template_built_in"),
    },
  }),
  async (c) => {
    const services = c.get("services");
    const { accountId } = c.get("caller");
    const { name } = c.req.valid("param");
    refuseBuiltIn(name);
    if (!(await changeTemplate(services, accountId, name, c.req.valid("json")))) throw notFound();
    const template = await viewOwn(services, await readOwn(services, accountId, name));
    return c.json({ status: "success" as const, template }, 200);
  },
);

templates.openapi(
  createRoute({
    method: "delete",
    path: "/{name}",
    operationId: "deleteTemplate",
    summary: "Delete a template",
    description: "With its reference images. Runs that are under way are not affected.",
    tags: ["Templates"],
    security,
    request: { params: namePath },
    responses: {
      200: json(z.object({ status: z.literal("success") }), "It is gone."),
      ...errors("template_not_found", "template_built_in"),
    },
  }),
  async (c) => {
    const { name } = c.req.valid("param");
    refuseBuiltIn(name);
    if (!(await removeTemplate(c.get("services"), c.get("caller").accountId, name))) throw notFound();
    return c.json({ status: "success" as const }, 200);
  },
);

templates.openapi(
  createRoute({
    method: "put",
    path: "/{name}/references/{referenceId}",
    operationId: "uploadTemplateReference",
    summary: "Upload a reference image",
    description:
      "The picture of one of the template's references: JPEG, PNG or WebP, 256 to 8192 pixels each way, up to 10 MiB, sent as the body; upright 9:16 serves best. Takes the place of the one before.",
    tags: ["Templates"],
    security,
    request: {
      params: namePath.extend({
        referenceId: z
          .string()
          .min(1)
          .max(100)
          .openapi({ description: "An `id` of the template's `references`.", example: "ledge" }),
      }),
      body: pictureBody,
    },
    responses: {
      200: json(answer, "The template as it is now."),
      ...errors(
        "picture_refused",
        "upload_incomplete",
        "payload_too_large",
        "unsupported_media_type",
        "template_not_found",
        "file_not_found",
        "template_built_in",
        "renderer_unavailable",
      ),
    },
  }),
  async (c) => {
    const services = c.get("services");
    const { accountId } = c.get("caller");
    const { name, referenceId } = c.req.valid("param");
    refuseBuiltIn(name);
    const own = await readOwn(services, accountId, name);
    if (!own.definition.references.some(({ id }) => id === referenceId)) throw noReference();
    const outcome = await replaceReferenceImage(services, accountId, own, referenceId, await readPicture(c));
    if (outcome === "gone") throw noReference();
    if (typeof outcome === "object") throw pictureRefused(outcome.wrong);
    const template = await viewOwn(services, await readOwn(services, accountId, name));
    return c.json({ status: "success" as const, template }, 200);
  },
);

const notFound = () => new ApiError(404, "template_not_found", "There is no such template.");
const noReference = () => new ApiError(404, "file_not_found", "The template has no reference of that id.");

function refuseBuiltIn(name: string): void {
  if (!findBuiltIn(name)) return;
  throw new ApiError(409, "template_built_in", `"${name}" is built in, and cannot be changed.`);
}

async function readOwn(services: Services, accountId: string, name: string): Promise<OwnTemplate> {
  const own = await findOwnTemplate(services, accountId, name);
  if (!own) throw notFound();
  return own;
}

const viewOwn = (services: Services, { name, definition, images }: OwnTemplate) =>
  view(services, definition, name, false, (id) => images.get(id));

const viewBuiltIn = (services: Services, template: Template) =>
  view(services, template, template.name, true, (id) => template.references.find((each) => each.id === id)?.image);

async function view(
  { media }: Services,
  template: Omit<Template, "name" | "references"> & { references: { id: string; description: string }[] },
  name: string,
  builtIn: boolean,
  imageOf: (id: string) => MediaRef | undefined,
) {
  const references = template.references.map(async ({ id, description }) => {
    const image = imageOf(id);
    return { id, description, imageUrl: image ? await media.readUrl(image, IMAGE_URL_SECONDS) : null };
  });
  const { description, defaultLipsync, usesFace, image, moods, movements, captionGuide, captionStyle } = template;
  return {
    ...{ name, builtIn, description, defaultLipsync, usesFace, image, moods, movements, captionGuide, captionStyle },
    references: await Promise.all(references),
  };
}
