import { transact, type Ctx } from "#base/context.ts";
import { startChain, recordFact } from "#base/journal.ts";
import { authorize } from "#base/policy.ts";
import { conflict, orNotFound, invalid } from "#base/refusal.ts";
import {
  definitionSchema,
  type DefinitionInput,
  type FormDefinition,
  type FormPurpose,
} from "./definition/definition.ts";
import { codeField } from "./definition/question-parts.ts";
import { formPolicy } from "./policy.ts";
import { validateDefinition } from "./definition/consistency.ts";
import {
  selectAnsweredCodes,
  insertForm,
  upsertVersion,
  lockForm,
  updateFormRow,
  selectPublishedForms,
  selectForm,
  selectVersion,
  selectVersions,
  type Form,
} from "./store.ts";
import { computeNextVersion } from "./definition/versions.ts";

const buildPermission = { policy: formPolicy, action: "build" as const };

/**
 * Parses a definition from data; refused with the names of the questions where codes repeat, a
 * condition names nothing or conditions loop.
 */
export function parseDefinition(given: unknown): FormDefinition {
  const parsed = definitionSchema.safeParse(given);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw invalid("forms.definition-wrong", {
      values: { where: issue?.path.join(".") ?? "", what: issue?.message ?? "" },
      fields: { file: "forms.definition-wrong" },
    });
  }
  requireConsistent(parsed.data);
  return parsed.data;
}

function requireConsistent(definition: FormDefinition): void {
  const [issue] = validateDefinition(definition);
  if (issue === undefined) return;
  throw invalid(issue.key, { values: issue.values, fields: { definition: issue.key } });
}

export type SaveFormInput = {
  /** Absent for a new form. */
  id?: string | undefined;
  /** What people type; `f12` unless given. */
  code?: string | undefined;
  definition: DefinitionInput;
  ownerId?: string | undefined;
  resultsPublic?: boolean | undefined;
  /** The form's version that the person saw. */
  version?: number | undefined;
};

/** Makes a form or saves its draft; what respondents see changes when it is published. */
export async function saveForm(ctx: Ctx, input: SaveFormInput): Promise<Form> {
  const definition = parseDefinition(input.definition);
  if (input.id !== undefined) return updateForm(ctx, { ...input, id: input.id, definition });
  authorize({ ...buildPermission, actor: ctx.actor });
  const code = input.code ?? (await nextFormCode(ctx));
  if (!codeField.safeParse(code).success)
    throw invalid("forms.code-wrong", { fields: { code: "forms.code-wrong" } });
  return transact(ctx, async (tx) => {
    const id = tx.newId();
    const form = await insertForm(tx, {
      region_id: tx.region.id,
      id,
      code,
      purpose: definition.purpose,
      title: definition.title.ru,
      state: "draft",
      draft: JSON.stringify(definition),
      owner_id: input.ownerId ?? (tx.actor.kind === "person" ? tx.actor.id : null),
      results_public: input.resultsPublic ?? false,
      created_at: tx.now(),
      changed_at: tx.now(),
    });
    startChain(tx, id);
    recordFact(tx, { subject: id, type: "form.created", data: { purpose: definition.purpose } });
    return form;
  });
}

async function nextFormCode(ctx: Ctx): Promise<string> {
  return `f${await ctx.app.database.nextNumber(ctx.region.id, "forms")}`;
}

type UpdateFormInput = SaveFormInput & { id: string; definition: FormDefinition };

function updateForm(ctx: Ctx, input: UpdateFormInput): Promise<Form> {
  return transact(ctx, async (tx) => {
    const form = await lockForm(tx, input.id, "update");
    authorize({ ...buildPermission, actor: tx.actor, row: form });
    if (input.version !== undefined && input.version !== form.version)
      throw conflict("forms.changed-meanwhile");
    const saved = await updateFormRow(tx, form, {
      purpose: input.definition.purpose,
      title: input.definition.title.ru,
      draft: JSON.stringify(input.definition),
      ...(input.ownerId !== undefined && { owner_id: input.ownerId }),
      ...(input.resultsPublic !== undefined && { results_public: input.resultsPublic }),
    });
    recordFact(tx, { subject: form.id, type: "form.changed" });
    return saved;
  });
}

/** Publishes the draft of a form. A question with answers gets its next version. */
export function publishForm(ctx: Ctx, key: string): Promise<Form> {
  return transact(ctx, async (tx) => {
    const form = await lockForm(tx, key, "update");
    authorize({ ...buildPermission, actor: tx.actor, row: form });
    requireConsistent(form.draft);
    if (form.draft.sections.every(({ questions }) => questions.length === 0))
      throw conflict("forms.nothing-asked");
    const versions = await selectVersions(tx, form.id);
    const published = [];
    for (const { number, definition } of versions) {
      const answered = await selectAnsweredCodes(tx, form.id, [number]);
      published.push({ number, definition, answered });
    }
    const { number, definition } = computeNextVersion(form.draft, published);
    await upsertVersion(tx, { formId: form.id, number, definition });
    const saved = await updateFormRow(tx, form, {
      state: "published",
      published_version: number,
      draft: JSON.stringify(definition),
    });
    recordFact(tx, { subject: form.id, type: "form.published", data: { version: number } });
    return saved;
  });
}

/** Closes a form: no more replies are taken, those sent stay. */
export function closeForm(ctx: Ctx, key: string): Promise<Form> {
  return transitionForm(ctx, key, { from: "published", to: "closed", fact: "form.closed" });
}

/** Takes replies to a closed form again; conflict where it is not closed. */
export function reopenForm(ctx: Ctx, key: string): Promise<Form> {
  return transitionForm(ctx, key, { from: "closed", to: "published", fact: "form.reopened" });
}

type FormTransition = { from: "published" | "closed"; to: "published" | "closed"; fact: string };

function transitionForm(ctx: Ctx, key: string, { from, to, fact }: FormTransition): Promise<Form> {
  return transact(ctx, async (tx) => {
    const form = await lockForm(tx, key, "update");
    authorize({ ...buildPermission, actor: tx.actor, row: form });
    if (form.state !== from) throw conflict("forms.stage-forbids");
    const saved = await updateFormRow(tx, form, { state: to });
    recordFact(tx, { subject: form.id, type: fact });
    return saved;
  });
}

/** The form by id or code, with the definition that respondents see; undefined before it is published. */
export type PublishedForm = {
  id: string;
  code: string;
  purpose: FormPurpose;
  title: string;
  state: Form["state"];
  version: number;
  definition: FormDefinition;
};

/** Returns a form as published; `undefined` where nothing is published. */
export async function findForm(ctx: Ctx, key: string): Promise<PublishedForm | undefined> {
  const form = await selectForm(ctx, key);
  if (form === undefined || form.published_version === 0) return undefined;
  const { definition } = orNotFound(await selectVersion(ctx, form.id, form.published_version));
  const { id, code, purpose, title, state, published_version: version } = form;
  return { id, code, purpose, title, state, version, definition };
}

/** Lists published forms of a purpose, to be chosen for an event or an application. */
export function listPublishedForms(
  ctx: Ctx,
  purpose: FormPurpose,
): Promise<{ id: string; code: string; title: string }[]> {
  return selectPublishedForms(ctx, purpose);
}
