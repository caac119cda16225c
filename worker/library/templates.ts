/** The templates an account can use: the built-in ones, and its own. */
import { and, eq, sql } from "drizzle-orm";
import { withRetry } from "../db/database.ts";
import { orphanedFiles, templateImages, templates } from "../db/schema.ts";
import type { MediaRef } from "../domain/media.ts";
import type { Template, TemplateDefinition } from "../domain/template.ts";
import { newId, sha256Hex } from "../ids.ts";
import { judgePicture } from "../media/picture.ts";
import type { Services } from "../services.ts";
import { BUILT_IN, findBuiltIn } from "../templates/index.ts";
import { hasContent, templateImageFile } from "./object-keys.ts";
import { areOrphaned, deleteOrphaned, keepFiles, replacedDueAt, storeOrphaned } from "./orphaned-files.ts";

/** A template of the account. */
export interface OwnTemplate {
  id: string;
  name: string;
  definition: TemplateDefinition;
  /** Of the references that have one. */
  images: ReadonlyMap<string, MediaRef>;
}

const isOwn = (accountId: string, name: string) => and(eq(templates.accountId, accountId), eq(templates.name, name));

export async function findOwnTemplate(
  { db }: Services,
  accountId: string,
  name: string,
): Promise<OwnTemplate | undefined> {
  const [[row], images] = await withRetry(() =>
    db.batch([
      db.select().from(templates).where(isOwn(accountId, name)),
      db
        .select()
        .from(templateImages)
        .where(sql`${templateImages.templateId} IN (SELECT id FROM ${templates} WHERE ${isOwn(accountId, name)})`),
    ]),
  );
  if (!row) return undefined;
  const { id, definition } = row;
  return { id, name, definition, images: new Map(images.map(({ referenceId, image }) => [referenceId, image])) };
}

/** As runs use it: with the references whose pictures are there. */
export const placeTemplate = ({ name, definition, images }: OwnTemplate): Template => ({
  ...definition,
  name,
  references: definition.references.flatMap(({ id, description }) => {
    const image = images.get(id);
    return image ? [{ id, description, image }] : [];
  }),
});

/** The template that a caller's run would use, or undefined. */
export async function findTemplate(services: Services, accountId: string, name: string): Promise<Template | undefined> {
  const builtIn = findBuiltIn(name);
  if (builtIn) return builtIn;
  const own = await findOwnTemplate(services, accountId, name);
  return own && placeTemplate(own);
}

export interface ListedTemplate {
  name: string;
  description: string;
  defaultLipsync: boolean;
}

/** The built-in ones first, then the account's, by name. */
export async function listTemplates({ db }: Services, accountId: string): Promise<ListedTemplate[]> {
  const own = await withRetry(() =>
    db.select().from(templates).where(eq(templates.accountId, accountId)).orderBy(templates.name),
  );
  return [...BUILT_IN, ...own.map(({ name, definition }) => ({ ...definition, name }))].map(
    ({ name, description, defaultLipsync }) => ({ name, description, defaultLipsync }),
  );
}

/** False: the account has one of that name. */
export async function addTemplate(
  { db, now }: Services,
  accountId: string,
  name: string,
  definition: TemplateDefinition,
): Promise<boolean> {
  const time = now();
  const added = await db
    .insert(templates)
    .values({ id: newId("template"), accountId, name, definition, createdAt: time, updatedAt: time })
    .onConflictDoNothing()
    .returning({ id: templates.id });
  return added.length === 1;
}

/** The ids of the references in a template's definition. */
const referenceIds = sql`(SELECT json_extract(value, '$.id') FROM ${templates}, json_each(${templates.definition}, '$.references')
  WHERE ${templates.id} = ${templateImages.templateId})`;

/** Pictures stay with the references that keep their ids; the others' are deleted once no run can want them. */
export async function changeTemplate(
  services: Services,
  accountId: string,
  name: string,
  definition: TemplateDefinition,
): Promise<boolean> {
  const { db, now } = services;
  const lost = sql`${templateImages.templateId} IN (SELECT id FROM ${templates} WHERE ${isOwn(accountId, name)})
    AND ${templateImages.referenceId} NOT IN ${referenceIds}`;
  const [changed] = await withRetry(() =>
    db.batch([
      db
        .update(templates)
        .set({ definition, updatedAt: now() })
        .where(isOwn(accountId, name))
        .returning({ id: templates.id }),
      orphanImages(services, accountId, lost),
      db.delete(templateImages).where(lost),
    ]),
  );
  return changed.length === 1;
}

const orphanImages = (services: Services, accountId: string, where: ReturnType<typeof sql>) =>
  services.db
    .insert(orphanedFiles)
    .select(
      sql`SELECT ${templateImages.image}, ${accountId}, ${replacedDueAt(services)}, 0 FROM ${templateImages} WHERE ${where}`,
    )
    .onConflictDoNothing();

export async function removeTemplate(services: Services, accountId: string, name: string): Promise<boolean> {
  const { db } = services;
  const ofTemplate = sql`${templateImages.templateId} IN (SELECT id FROM ${templates} WHERE ${isOwn(accountId, name)})`;
  const [, removed] = await withRetry(() =>
    db.batch([
      orphanImages(services, accountId, ofTemplate),
      // Takes its images' rows along.
      db.delete(templates).where(isOwn(accountId, name)).returning({ id: templates.id }),
    ]),
  );
  return removed.length === 1;
}

/** `gone`: the template, or its reference of that id, was removed meanwhile. */
export async function replaceReferenceImage(
  services: Services,
  accountId: string,
  template: OwnTemplate,
  referenceId: string,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<"stored" | "same" | "gone" | { wrong: string }> {
  const { db } = services;
  const judged = await judgePicture(bytes);
  if ("wrong" in judged) return judged;
  const sha256 = await sha256Hex(bytes);
  if (hasContent(template.images.get(referenceId) ?? null, sha256)) return "same";
  const ref = templateImageFile(template.id, sha256);
  await storeOrphaned(services, accountId, ref, bytes, judged.contentType);
  const isThis = sql`${templateImages.templateId} = ${template.id} AND ${templateImages.referenceId} = ${referenceId}`;
  const [, written] = await db.batch([
    orphanImages(services, accountId, sql`${isThis} AND ${areOrphaned([ref])}`),
    db
      .insert(templateImages)
      .select(
        sql`SELECT ${template.id}, ${referenceId}, ${ref} FROM ${templates}, json_each(${templates.definition}, '$.references')
          WHERE ${templates.id} = ${template.id} AND json_extract(value, '$.id') = ${referenceId} AND ${areOrphaned([ref])}`,
      )
      .onConflictDoUpdate({ target: [templateImages.templateId, templateImages.referenceId], set: { image: ref } })
      .returning({ image: templateImages.image }),
    keepFiles(db, [ref]),
  ]);
  if (written.length === 1) return "stored";
  await deleteOrphaned(services, [ref]);
  return "gone";
}
