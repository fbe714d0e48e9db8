import { sql, type Insertable, type Selectable, type Updateable } from "kysely";
import type { Ctx } from "#base/context.ts";
import type { Tables } from "#base/db/tables.ts";
import { from, insertInto, updateIn } from "#base/db/region.ts";
import { isUuid } from "#base/db/ids.ts";
import { conflict, orNotFound } from "#base/refusal.ts";
import type { FormDefinition, FormPurpose } from "./definition/definition.ts";

type Row = Selectable<Tables["forms_forms"]>;

export type FormStatus = "draft" | "published" | "closed";

/** A form as its table holds it, with the literal types of its columns. */
export type Form = Omit<Row, "purpose" | "state" | "draft"> & {
  purpose: FormPurpose;
  state: FormStatus;
  draft: FormDefinition;
};

export type FormVersion = { number: number; definition: FormDefinition; published_at: Date };

const toForm = (row: Row): Form => row as unknown as Form;

const keyColumn = (key: string) => (isUuid(key) ? ("id" as const) : ("code" as const));

/** Selects a form by id or code. */
export async function selectForm(ctx: Ctx, key: string): Promise<Form | undefined> {
  const row = await from(ctx, "forms_forms")
    .selectAll()
    .where(keyColumn(key), "=", key)
    .executeTakeFirst();
  return row && toForm(row);
}

/**
 * Locks the form while it is changed (`update`), or while a reply to it is saved (`share`): a version
 * is corrected in place only while nobody is answering it.
 */
export async function lockForm(ctx: Ctx, key: string, lock: "update" | "share"): Promise<Form> {
  const rows = from(ctx, "forms_forms").selectAll().where(keyColumn(key), "=", key);
  const row = await (lock === "update" ? rows.forUpdate() : rows.forShare()).executeTakeFirst();
  return toForm(orNotFound(row));
}

/** Inserts a form. */
export async function insertForm(ctx: Ctx, row: Insertable<Tables["forms_forms"]>): Promise<Form> {
  const saved = await ctx.db
    .insertInto("forms_forms")
    .values(row)
    .onConflict((clash) => clash.columns(["region_id", "code"]).doNothing())
    .returningAll()
    .executeTakeFirst();
  if (saved === undefined)
    throw conflict("forms.code-taken", { fields: { code: "forms.code-taken" } });
  return toForm(saved);
}

/** Saves over the version that was loaded; a conflict when another version was saved meanwhile. */
export async function updateFormRow(
  ctx: Ctx,
  form: Form,
  patch: Updateable<Tables["forms_forms"]>,
): Promise<Form> {
  const saved = await updateIn(ctx, "forms_forms")
    .set({ ...patch, changed_at: ctx.now(), version: sql<number>`version + 1` })
    .where("id", "=", form.id)
    .where("version", "=", form.version)
    .returningAll()
    .executeTakeFirst();
  if (saved === undefined) throw conflict("forms.changed-meanwhile");
  return toForm(saved);
}

/** Lists all forms with the number of their replies. */
export async function listForms(ctx: Ctx): Promise<(Form & { replies: number })[]> {
  const rows = await from(ctx, "forms_forms as f")
    .selectAll("f")
    .select((eb) =>
      eb
        .selectFrom("forms_replies as r")
        .select((inner) => inner.fn.countAll<number>().as("count"))
        .whereRef("r.region_id", "=", "f.region_id")
        .whereRef("r.form_id", "=", "f.id")
        .where("r.state", "=", "sent")
        .as("replies"),
    )
    .orderBy("f.changed_at", "desc")
    .orderBy("f.id", "desc")
    .limit(500)
    .execute();
  return rows.map(({ replies, ...row }) => ({ ...toForm(row), replies: replies ?? 0 }));
}

/** Selects published forms of a purpose by title. */
export async function selectPublishedForms(
  ctx: Ctx,
  purpose: FormPurpose,
): Promise<{ id: string; code: string; title: string }[]> {
  return from(ctx, "forms_forms")
    .select(["id", "code", "title"])
    .where("purpose", "=", purpose)
    .where("state", "=", "published")
    .orderBy("title")
    .limit(200)
    .execute();
}

/** Returns a published version by its number. */
export async function selectVersion(
  ctx: Ctx,
  formId: string,
  number: number,
): Promise<FormVersion | undefined> {
  const row = await from(ctx, "forms_versions")
    .select(["number", "definition", "published_at"])
    .where("form_id", "=", formId)
    .where("number", "=", number)
    .executeTakeFirst();
  return row as FormVersion | undefined;
}

/** Selects all versions of a form, oldest first. */
export async function selectVersions(ctx: Ctx, formId: string): Promise<FormVersion[]> {
  const rows = await from(ctx, "forms_versions")
    .select(["number", "definition", "published_at"])
    .where("form_id", "=", formId)
    .orderBy("number")
    .execute();
  return rows as FormVersion[];
}

/** Writes a version: a new one, or a correction of one whose changed questions nobody answered. */
export async function upsertVersion(
  ctx: Ctx,
  version: { formId: string; number: number; definition: FormDefinition },
): Promise<void> {
  const definition = JSON.stringify(version.definition);
  await insertInto(ctx, "forms_versions", {
    form_id: version.formId,
    number: version.number,
    definition,
    published_at: ctx.now(),
  })
    .onConflict((clash) =>
      clash
        .columns(["region_id", "form_id", "number"])
        .doUpdateSet({ definition, published_at: ctx.now() }),
    )
    .execute();
}

/** Codes of the questions of a version that have an answer in any reply, drafts included. */
export async function selectAnsweredCodes(
  ctx: Ctx,
  formId: string,
  versions: readonly number[],
): Promise<Set<string>> {
  if (versions.length === 0) return new Set();
  const { rows } = await sql<{ code: string }>`
    select distinct jsonb_object_keys(answers) as code from forms_replies
    where region_id = ${ctx.region.id} and form_id = ${formId}
      and form_version = any(${[...versions]}::int[])`.execute(ctx.db);
  return new Set(rows.map(({ code }) => code));
}
