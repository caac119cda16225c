/** The templates an account can use: the built-in ones, and its own. */
import { and, eq, type SQL, sql } from "drizzle-orm";
import type { AccountId } from "../db/account-id.ts";
import { after, batch } from "../db/batch.ts";
import { type Database, withRetry } from "../db/database.ts";
import { insertSelect } from "../db/insert-select.ts";
import { type Reading, read, reading } from "../db/reading.ts";
import { orphanedFiles, templateImages, templates } from "../db/schema.ts";
import type { MediaRef } from "../domain/media.ts";
import type { Template, TemplateDefinition } from "../domain/template.ts";
import { newId, sha256Hex } from "../ids.ts";
import type { Services } from "../services.ts";
import { BUILT_IN } from "../templates/index.ts";
import { hasContent, templateImageFile } from "./object-keys.ts";
import { areOrphaned, deleteOrphaned, keepFiles, replacedDueAt } from "./orphaned-files.ts";
import { storePicture } from "./store-picture.ts";

/** A template of the account. */
export interface OwnTemplate {
  id: string;
  name: string;
  definition: TemplateDefinition;
  /** By reference id, for the references that have one. */
  images: ReadonlyMap<string, MediaRef>;
}

const isOwn = (accountId: AccountId, name: string) => and(eq(templates.accountId, accountId), eq(templates.name, name));

/** The account's own template with this name, or undefined. */
export const ownTemplateReading = (db: Database, account: AccountId, name: string): Reading<OwnTemplate | undefined> =>
  reading(
    {
      templates: db.select().from(templates).where(isOwn(account, name)),
      images: db
        .select()
        .from(templateImages)
        .where(sql`${templateImages.templateId} IN (SELECT id FROM ${templates} WHERE ${isOwn(account, name)})`),
    },
    ({ templates: [row], images }) => {
      if (!row) return undefined;
      const { id, definition } = row;
      return { id, name, definition, images: new Map(images.map(({ referenceId, image }) => [referenceId, image])) };
    },
  );

/** The same, read by itself. */
export const findOwnTemplate = ({ db }: Services, accountId: string, name: string): Promise<OwnTemplate | undefined> =>
  withRetry(() => read(db, ownTemplateReading(db, accountId, name)));

/** SQL condition: the template and its pictures are still as they were read. */
export const isUnchangedTemplate = ({ id, definition, images }: OwnTemplate): SQL => {
  const refs = JSON.stringify([...images.values()]);
  const ofTemplate = sql`FROM ${templateImages} WHERE template_id = ${id}`;
  return sql`EXISTS (SELECT 1 FROM ${templates} WHERE id = ${id} AND definition = ${JSON.stringify(definition)})
    AND (SELECT count(*) ${ofTemplate}) = ${images.size}
    AND (SELECT count(*) ${ofTemplate} AND image IN (SELECT value FROM json_each(${refs}))) = ${images.size}`;
};

/** The template as runs use it: with the references that have a picture. */
export const placeTemplate = ({ name, definition, images }: OwnTemplate): Template => ({
  ...definition,
  name,
  references: definition.references.flatMap(({ id, description }) => {
    const image = images.get(id);
    return image ? [{ id, description, image }] : [];
  }),
});

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

/** Per account. */
export const MAX_TEMPLATES = 200;

/** Adds a template. `name-taken`: the account has one with this name. `too-many`: it has MAX_TEMPLATES. */
export async function addTemplate(
  { db, now }: Services,
  accountId: string,
  name: string,
  definition: TemplateDefinition,
): Promise<"added" | "name-taken" | "too-many"> {
  const time = now();
  const { added, named } = await batch(db, {
    named: db.select({ id: templates.id }).from(templates).where(isOwn(accountId, name)),
    added: insertSelect(db, templates, {
      row: { id: newId("template"), accountId, name, definition, createdAt: time, updatedAt: time },
      where: sql`(SELECT count(*) FROM templates WHERE account_id = ${accountId}) < ${MAX_TEMPLATES}`,
    })
      .onConflictDoNothing()
      .returning({ id: templates.id }),
  });
  if (added.length === 1) return "added";
  return named.length === 1 ? "name-taken" : "too-many";
}

/** The ids of the references in a template's definition. */
const referenceIds = sql`(SELECT json_extract(value, '$.id') FROM ${templates}, json_each(${templates.definition}, '$.references')
  WHERE ${templates.id} = ${templateImages.templateId})`;

/**
 * Replaces a template's definition. References that keep their ids keep their pictures; the other pictures are deleted
 * once no run can need them. False: the account has no such template.
 */
export async function changeTemplate(
  services: Services,
  accountId: string,
  name: string,
  definition: TemplateDefinition,
): Promise<boolean> {
  const { db, now } = services;
  const lost = sql`${templateImages.templateId} IN (SELECT id FROM ${templates} WHERE ${isOwn(accountId, name)})
    AND ${templateImages.referenceId} NOT IN ${referenceIds}`;
  const { changed } = await withRetry(() =>
    batch(db, {
      changed: db
        .update(templates)
        .set({ definition, updatedAt: now() })
        .where(isOwn(accountId, name))
        .returning({ id: templates.id }),
      orphaned: orphanImages(services, accountId, lost),
      removed: db.delete(templateImages).where(lost),
    }),
  );
  return changed.length === 1;
}

const orphanImages = (services: Services, accountId: string, where: SQL) =>
  insertSelect(services.db, orphanedFiles, {
    row: { ref: sql`${templateImages.image}`, accountId, dueAt: replacedDueAt(services) },
    from: sql`${templateImages}`,
    where,
  }).onConflictDoNothing();

/** Deletes a template; its pictures are deleted once no run can need them. False: the account has no such template. */
export async function removeTemplate(services: Services, accountId: string, name: string): Promise<boolean> {
  const { db } = services;
  const ofTemplate = sql`${templateImages.templateId} IN (SELECT id FROM ${templates} WHERE ${isOwn(accountId, name)})`;
  const { removed } = await withRetry(() =>
    batch(db, {
      orphaned: orphanImages(services, accountId, ofTemplate),
      // Its images' rows are deleted by cascade.
      removed: db.delete(templates).where(isOwn(accountId, name)).returning({ id: templates.id }),
    }),
  );
  return removed.length === 1;
}

/**
 * Replaces a reference's picture. `same`: it already has this very picture. `gone`: the template, or its reference with
 * this id, was removed meanwhile. `wrong`: why the picture is refused, as a clause. Throws as `storePicture` does.
 */
export async function replaceReferenceImage(
  services: Services,
  accountId: string,
  template: OwnTemplate,
  referenceId: string,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<"stored" | "same" | "gone" | { wrong: string }> {
  const { db } = services;
  const sha256 = await sha256Hex(bytes);
  if (hasContent(template.images.get(referenceId) ?? null, sha256)) return "same";
  const ref = templateImageFile(template.id, sha256);
  const refused = await storePicture(services, accountId, ref, bytes);
  if (refused) return refused;
  const isThis = sql`${templateImages.templateId} = ${template.id} AND ${templateImages.referenceId} = ${referenceId}`;
  const { written } = await batch(db, {
    orphaned: orphanImages(services, accountId, sql`${isThis} AND ${areOrphaned([ref])}`),
    written: insertSelect(db, templateImages, {
      row: { templateId: template.id, referenceId, image: ref },
      from: sql`${templates}, json_each(${templates.definition}, '$.references')`,
      where: sql`${templates.id} = ${template.id} AND json_extract(value, '$.id') = ${referenceId}
        AND ${areOrphaned([ref])}`,
    })
      .onConflictDoUpdate({ target: [templateImages.templateId, templateImages.referenceId], set: { image: ref } })
      .returning({ image: templateImages.image }),
    kept: after("written", keepFiles(db, [ref])),
  });
  if (written.length === 1) return "stored";
  await deleteOrphaned(services, [ref]);
  return "gone";
}
