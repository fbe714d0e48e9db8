import { z } from "zod";
import { transact, type Ctx, type UnitOfWork } from "#base/context.ts";
import { recordFact } from "#base/journal.ts";
import { orNotFound, invalid, invalidField } from "#base/refusal.ts";
import { optionalText, requiredText } from "#base/http/fields.ts";
import { transitionProject } from "../transition.ts";
import {
  toFormerApplication,
  loadFormerApplication,
  loadApplicationForUpdate,
  type ApplicationKey,
  type LoadedApplication,
} from "./load.ts";
import { loadCharterData } from "../prefill/charter-data.ts";
import {
  findApplication,
  insertApplication,
  insertRemarks,
  insertTexts,
  updateApplication,
  selectRemarks,
  selectTexts,
  type Application,
  type StoredText,
} from "./store.ts";
import { editCharterPart } from "../charter/edit-part.ts";
import { roublesAmount } from "../zod-fields.ts";
import { loadProjectForUpdate } from "../load.ts";
import { charterLimits } from "../charter/actions.ts";
import { findProfile } from "../contests/directory.ts";
import { profileFields, type ContestProfile, type ProfileField } from "../contests/profile.ts";
import { projectLifecycle } from "../project.ts";
import {
  charterColumnFor,
  textFromFormer,
  countCharacters,
  charterText,
  parseRoubles,
  prefillApplication,
  formatPlainRoubles,
  type CharterColumn,
  type PrefilledText,
  type FormerApplication,
  type CharterTexts,
} from "../prefill/prefill.ts";
import { formatCharterTexts } from "../prefill/charter-texts.ts";
import { parseRemarkLines } from "../remarks/remark-lines.ts";
import type { Project } from "../store.ts";
import { ru as contestRu } from "../contests/messages.ru.ts";

export const beginInput = z.object({
  profile: requiredText(40, "projects.choose"),
  contest: requiredText(300),
  direction: optionalText(300),
  /** Roubles; the grant of the charter's budget when absent. */
  asked: roublesAmount.optional(),
  callId: z.uuid().optional(),
  /** `seq` of the project's earlier application that this one revises. */
  former: z.coerce.number().int().positive().optional(),
});
export type BeginInput = z.input<typeof beginInput>;

/**
 * Creates an application to a contest: every field is copied from the former application, else
 * from the charter. Open remarks on the former one are copied as a list to work through.
 */
export async function beginApplication(
  ctx: Ctx,
  project: string,
  given: BeginInput,
): Promise<Application> {
  const input = beginInput.parse(given);
  return transact(ctx, async (tx) => {
    const loaded = await loadProjectForUpdate(tx, project, "edit");
    const profile = await requireProfile(tx, input.profile);
    requireKnownDirection(profile, input.direction);
    const former = await findFormerApplication(tx, loaded, input.former);
    const charter = await loadCharterTexts(tx, loaded);
    const asked = input.asked ?? parseRoubles(charter.grant) ?? 0;
    const application = await insertApplication(tx, {
      id: tx.newId(),
      project_id: loaded.id,
      profile: profile.code,
      contest: input.contest,
      call_id: input.callId ?? null,
      direction: input.direction,
      former_id: former?.id ?? null,
      stage: "draft",
      asked,
      started_at: tx.now(),
      started_by: tx.actor.kind === "person" ? tx.actor.id : null,
    });
    const request = {
      direction: input.direction,
      asked: asked === 0 ? "" : formatPlainRoubles(asked),
    };
    const { filled } = prefillApplication(profile, {
      charter,
      asking: request,
      ...(former && { former }),
    });
    await insertTexts(
      tx,
      application.id,
      filled.map((text) => ({ ...text, version: 1 })),
    );
    if (former !== undefined) await copyOpenRemarks(tx, former.application, application.id);
    await startApplicationStage(tx, loaded, application);
    return application;
  });
}

async function requireProfile(ctx: Ctx, code: string): Promise<ContestProfile> {
  const profile = await findProfile(ctx, code);
  if (profile !== undefined) return profile;
  throw invalidField("profile", "projects.unknown-profile");
}

function requireKnownDirection({ directions }: ContestProfile, direction: string): void {
  if (direction === "" || directions.length === 0 || directions.includes(direction)) return;
  throw invalidField("direction", "projects.unknown-direction");
}

async function findFormerApplication(ctx: Ctx, project: Project, seq: number | undefined) {
  if (seq === undefined) return undefined;
  return toFormerApplication(ctx, orNotFound(await findApplication(ctx, project.id, seq)));
}

/** Returns the charter's texts in Russian, the language of contests. */
export async function loadCharterTexts(ctx: Ctx, project: Project): Promise<CharterTexts> {
  return formatCharterTexts(await loadCharterData(ctx, project), contestRu.passport);
}

/**
 * Lists the funder's remarks on the former application and the unsettled remarks of its reviewers.
 */
async function copyOpenRemarks(ctx: Ctx, former: Application, application: string): Promise<void> {
  const decisionRemarks = parseRemarkLines(former.remarks).map((text) => ({ text, field: "" }));
  const unresolvedRemarks = (await selectRemarks(ctx, former.id))
    .filter((remark) => remark.settled_at === null)
    .map(({ text, field }) => ({ text, field }));
  await insertRemarks(
    ctx,
    [...decisionRemarks, ...unresolvedRemarks].map((remark, position) => ({
      id: ctx.newId(),
      application_id: application,
      kind: "decision",
      position,
      ...remark,
    })),
  );
}

/** Moves the project to the application stage, unless it is already at a later one. */
async function startApplicationStage(
  ctx: Ctx & { unit: UnitOfWork },
  project: Project,
  application: Application,
): Promise<void> {
  const data = { application: application.id, profile: application.profile };
  const shaped = projectLifecycle.canTransition(project.stage, "shape")
    ? await transitionProject(ctx, project, "shape")
    : project;
  if (projectLifecycle.canTransition(shaped.stage, "apply"))
    await transitionProject(ctx, shaped, "apply", { data });
  else recordFact(ctx, { subject: project.id, type: "application.begun", data });
}

/** A submitted text: `version` is the version of the text the form was opened with, 0 for none. */
export type EditedText = { field: string; text: string; version: number };

/** A conflicting change of one field: both texts, and the version to continue from. */
export type TextConflict = {
  field: string;
  submittedText: string;
  currentText: string;
  version: number;
};

/**
 * Saves submitted texts field by field. A field that somebody else changed meanwhile is not
 * overwritten: it is returned as a conflict with both texts, the others are saved.
 */
export async function saveTexts(
  ctx: Ctx,
  key: ApplicationKey,
  written: readonly EditedText[],
): Promise<{ saved: string[]; clashes: TextConflict[] }> {
  return transact(ctx, async (tx) => {
    const loaded = await loadDraftForUpdate(tx, key);
    const currentTexts = await selectTexts(tx, loaded.application.id);
    const knownFields = new Set(profileFields(loaded.profile).map(({ code }) => code));
    const changed = written
      .filter(({ field }) => knownFields.has(field))
      .map((one) => ({ ...one, text: normalizeText(one.text) }))
      .filter(({ field, text }) => text !== (currentTexts.get(field)?.text ?? ""));
    const conflicts = changed.flatMap(
      (one) => findConflict(one, currentTexts.get(one.field)) ?? [],
    );
    const conflictedFields = new Set(conflicts.map(({ field }) => field));
    const fresh = changed.filter(({ field }) => !conflictedFields.has(field));
    const texts = fresh.map(({ field, text }) => ({
      ...nextTextVersion(field, currentTexts.get(field)),
      text,
    }));
    await saveTextVersions(tx, loaded, texts);
    return { saved: fresh.map(({ field }) => field), clashes: conflicts };
  });
}

function findConflict(one: EditedText, now: StoredText | undefined): TextConflict | undefined {
  const version = now?.version ?? 0;
  if (one.version === version) return undefined;
  return { field: one.field, submittedText: one.text, currentText: now?.text ?? "", version };
}

/** An edit does not change the text's origin, so that the page can show «changed since copied». */
function nextTextVersion(
  field: string,
  now: StoredText | undefined,
): PrefilledText & { version: number } {
  return {
    field,
    text: "",
    version: (now?.version ?? 0) + 1,
    origin: now?.origin ?? "own",
    sourceId: now?.sourceId ?? null,
    sourceText: now?.sourceText ?? "",
  };
}

/** Returns the text with line ends normalized to \n and trimmed. */
const normalizeText = (text: string): string => text.replaceAll("\r\n", "\n").trim();

async function saveTextVersions(
  ctx: Ctx & { unit: UnitOfWork },
  { project, application, profile }: LoadedApplication,
  texts: readonly (PrefilledText & { version: number })[],
): Promise<void> {
  if (texts.length === 0) return;
  await insertTexts(ctx, application.id, texts);
  await updateApplication(ctx, application, requestColumns(profile, texts));
  const fields = texts.map(({ field }) => field);
  const data = { application: application.id, fields };
  recordFact(ctx, { subject: project.id, type: "application.changed", data });
}

/**
 * Returns the direction and the sum as columns for lists. An empty sum becomes null; an unreadable
 * one leaves the column as it is.
 */
function requestColumns(profile: ContestProfile, texts: readonly PrefilledText[]) {
  const text = (source: ProfileField["source"]) =>
    texts.find(
      ({ field }) => profileFields(profile).find(({ code }) => code === field)?.source === source,
    )?.text;
  const [direction, asked] = [text("direction"), text("asked")];
  const sum = asked === "" ? null : parseRoubles(asked ?? "");
  return {
    ...(direction !== undefined && { direction }),
    ...(sum !== undefined && { asked: sum }),
  };
}

/**
 * Loads and locks an application for a change of its texts; throws a conflict unless it is a
 * draft.
 */
export async function loadDraftForUpdate(
  ctx: Ctx,
  key: ApplicationKey,
): Promise<LoadedApplication> {
  const loaded = await loadApplicationForUpdate(ctx, key, "write");
  if (loaded.application.stage === "draft") return loaded;
  throw invalid("projects.application-frozen");
}

function requireField(profile: ContestProfile, code: string): ProfileField {
  return orNotFound(profileFields(profile).find((field) => field.code === code));
}

export const copyTextInput = z.object({
  field: requiredText(40),
  from: z.enum(["passport", "former"], "projects.choose"),
});

/** Replaces the text of one field by that of the charter or of the former application. */
export async function copyTextFromSource(
  ctx: Ctx,
  key: ApplicationKey,
  given: z.input<typeof copyTextInput>,
): Promise<void> {
  const input = copyTextInput.parse(given);
  await transact(ctx, async (tx) => {
    const opened = await loadDraftForUpdate(tx, key);
    const field = requireField(opened.profile, input.field);
    const former =
      input.from === "former" ? await loadFormerApplication(tx, opened.application) : undefined;
    const text = await loadSourceText(tx, { opened, field, former, from: input.from });
    if (text === "") throw invalid("projects.nothing-to-copy");
    const now = (await selectTexts(tx, opened.application.id)).get(field.code);
    await saveTextVersions(tx, opened, [
      {
        field: field.code,
        text,
        version: (now?.version ?? 0) + 1,
        origin: input.from === "former" ? "application" : "passport",
        sourceId: former?.id ?? null,
        sourceText: text,
      },
    ]);
  });
}

async function loadSourceText(
  ctx: Ctx,
  source: {
    opened: LoadedApplication;
    field: ProfileField;
    former: FormerApplication | undefined;
    from: string;
  },
): Promise<string> {
  const { opened, field, former, from } = source;
  if (from === "former") return former === undefined ? "" : (textFromFormer(field, former) ?? "");
  return charterText(field, await loadCharterTexts(ctx, opened.project));
}

const charterColumnLimits: Record<CharterColumn, number> = {
  title: charterLimits.title,
  summary: charterLimits.summary,
  significance: charterLimits.significance,
  goal: charterLimits.goal,
  qualitative_results: charterLimits.qualitativeResults,
  further_life: charterLimits.furtherLife,
  contact_info: charterLimits.contactInfo,
};

/** Copies a field's text back to the charter's column it corresponds to. */
export async function copyTextToCharter(
  ctx: Ctx,
  key: ApplicationKey,
  code: string,
): Promise<void> {
  await transact(ctx, async (tx) => {
    const opened = await loadApplicationForUpdate(tx, key, "write");
    const field = requireField(opened.profile, code);
    const column = charterColumnFor(field);
    const now = (await selectTexts(tx, opened.application.id)).get(code);
    if (column === undefined || now === undefined || now.text === "")
      throw invalid("projects.nothing-to-take-back");
    if (countCharacters(now.text) > charterColumnLimits[column])
      throw invalid("projects.too-long-for-passport", {
        values: { most: charterColumnLimits[column] },
      });
    await editCharterPart(tx, opened.project.id, {
      part: "passport",
      work: (_, project) => {
        const before = project[column];
        const changes = before === now.text ? [] : [{ field: column, before, after: now.text }];
        return Promise.resolve({ set: { [column]: now.text }, changes });
      },
    });
    if (opened.application.stage !== "draft") return;
    const text = { ...now, version: now.version + 1, origin: "passport" as const };
    await insertTexts(tx, opened.application.id, [
      { ...text, sourceId: null, sourceText: now.text },
    ]);
  });
}
