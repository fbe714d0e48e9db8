import { z } from "zod";
import { transact, type Ctx, type Unit } from "#base/context.ts";
import { record } from "#base/journal.ts";
import { found, invalid } from "#base/refusal.ts";
import { advance } from "../transition.ts";
import { asFormer, formerOf, openApplication, type ApplicationKey, type Opened } from "./load.ts";
import { passportData } from "../prefill/charter-data.ts";
import {
  findApplication,
  insertApplication,
  insertRemarks,
  insertTexts,
  saveApplication,
  selectRemarks,
  selectTexts,
  type Application,
  type KeptText,
} from "./store.ts";
import { editPart } from "../charter/edit-part.ts";
import { free, money, needed } from "../zod-fields.ts";
import { loadAllowed } from "../load.ts";
import { limits } from "../charter/actions.ts";
import { findProfile } from "../contests/directory.ts";
import { fieldsOf, type Profile, type ProfileField } from "../contests/profile.ts";
import { life } from "../project.ts";
import {
  backColumn,
  formerText,
  lengthOf,
  passportText,
  readMoney,
  recut,
  writeMoney,
  type BackColumn,
  type Filled,
  type Former,
  type PassportTexts,
} from "../prefill/prefill.ts";
import { passportTexts } from "../prefill/charter-texts.ts";
import { remarkLines } from "../remarks/remark-lines.ts";
import type { Project } from "../store.ts";
import { ru as contestRu } from "../contests/messages.ru.ts";

export const beginInput = z.object({
  profile: needed(40, "projects.choose"),
  contest: needed(300),
  direction: free(300),
  /** Roubles; what the passport's budget asks where nothing is said. */
  asked: money.optional(),
  callId: z.uuid().optional(),
  /** The application that is mended, by its place among the project's. */
  former: z.coerce.number().int().positive().optional(),
});
export type BeginInput = z.input<typeof beginInput>;

/**
 * Cuts the project for a contest: every field copied from the former application, else from the
 * passport. Remarks on the former one come along as a list to work through.
 */
export async function beginApplication(
  ctx: Ctx,
  project: string,
  given: BeginInput,
): Promise<Application> {
  const input = beginInput.parse(given);
  return transact(ctx, async (tx) => {
    const loaded = await loadAllowed(tx, project, "edit");
    const profile = await demandProfile(tx, input.profile);
    demandDirection(profile, input.direction);
    const former = await formerGiven(tx, loaded, input.former);
    const passport = await textsOfPassport(tx, loaded);
    const asked = input.asked ?? readMoney(passport.grant) ?? 0;
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
    const asking = { direction: input.direction, asked: asked === 0 ? "" : writeMoney(asked) };
    const { filled } = recut(profile, { passport, asking, ...(former && { former }) });
    await insertTexts(
      tx,
      application.id,
      filled.map((text) => ({ ...text, version: 1 })),
    );
    if (former !== undefined) await carryRemarks(tx, former.application, application.id);
    await moveToApplication(tx, loaded, application);
    return application;
  });
}

async function demandProfile(ctx: Ctx, code: string): Promise<Profile> {
  const profile = await findProfile(ctx, code);
  if (profile !== undefined) return profile;
  throw invalid("projects.unknown-profile", { fields: { profile: "projects.unknown-profile" } });
}

function demandDirection({ directions }: Profile, direction: string): void {
  if (direction === "" || directions.length === 0 || directions.includes(direction)) return;
  throw invalid("projects.unknown-direction", {
    fields: { direction: "projects.unknown-direction" },
  });
}

async function formerGiven(ctx: Ctx, project: Project, seq: number | undefined) {
  if (seq === undefined) return undefined;
  return asFormer(ctx, found(await findApplication(ctx, project.id, seq)));
}

/** What the passport says, in the language of contests. */
export async function textsOfPassport(ctx: Ctx, project: Project): Promise<PassportTexts> {
  return passportTexts(await passportData(ctx, project), contestRu.passport);
}

/** What the funder said of the former application, and what reviewers asked and nobody settled. */
async function carryRemarks(ctx: Ctx, former: Application, application: string): Promise<void> {
  const said = remarkLines(former.remarks).map((text) => ({ text, field: "" }));
  const open = (await selectRemarks(ctx, former.id))
    .filter((remark) => remark.settled_at === null)
    .map(({ text, field }) => ({ text, field }));
  await insertRemarks(
    ctx,
    [...said, ...open].map((remark, position) => ({
      id: ctx.newId(),
      application_id: application,
      kind: "decision",
      position,
      ...remark,
    })),
  );
}

/** A project that already stands further on stays where it stands. */
async function moveToApplication(
  ctx: Ctx & { unit: Unit },
  project: Project,
  application: Application,
): Promise<void> {
  const data = { application: application.id, profile: application.profile };
  const shaped = life.can(project.stage, "shape") ? await advance(ctx, project, "shape") : project;
  if (life.can(shaped.stage, "apply")) await advance(ctx, shaped, "apply", { data });
  else record(ctx, { subject: project.id, type: "application.begun", data });
}

/** What a person saw and wrote in a field: `version` is that of the text they began from, 0 for none. */
export type WrittenText = { field: string; text: string; version: number };

/** Somebody else wrote into the field meanwhile: both texts, and the version to go on from. */
export type TextClash = { field: string; yours: string; theirs: string; version: number };

/**
 * Saves what a person wrote, field by field. A field that somebody else changed meanwhile is not
 * overwritten: it comes back as a clash with both texts, the others are saved.
 */
export async function writeTexts(
  ctx: Ctx,
  key: ApplicationKey,
  written: readonly WrittenText[],
): Promise<{ saved: string[]; clashes: TextClash[] }> {
  return transact(ctx, async (tx) => {
    const opened = await openDraft(tx, key);
    const now = await selectTexts(tx, opened.application.id);
    const known = new Set(fieldsOf(opened.profile).map(({ code }) => code));
    const changed = written
      .filter(({ field }) => known.has(field))
      .map((one) => ({ ...one, text: tidy(one.text) }))
      .filter(({ field, text }) => text !== (now.get(field)?.text ?? ""));
    const clashes = changed.flatMap((one) => clashOf(one, now.get(one.field)) ?? []);
    const clashed = new Set(clashes.map(({ field }) => field));
    const fresh = changed.filter(({ field }) => !clashed.has(field));
    const texts = fresh.map(({ field, text }) => ({ ...carriedOn(field, now.get(field)), text }));
    await keepTexts(tx, opened, texts);
    return { saved: fresh.map(({ field }) => field), clashes };
  });
}

function clashOf(one: WrittenText, now: KeptText | undefined): TextClash | undefined {
  const version = now?.version ?? 0;
  if (one.version === version) return undefined;
  return { field: one.field, yours: one.text, theirs: now?.text ?? "", version };
}

/** An edit leaves the text's origin as it was, so that the page can say «changed since copied». */
function carriedOn(field: string, now: KeptText | undefined): Filled & { version: number } {
  return {
    field,
    text: "",
    version: (now?.version ?? 0) + 1,
    origin: now?.origin ?? "own",
    sourceId: now?.sourceId ?? null,
    sourceText: now?.sourceText ?? "",
  };
}

/** Line ends as the server keeps them, no blanks at the ends. */
const tidy = (text: string): string => text.replaceAll("\r\n", "\n").trim();

async function keepTexts(
  ctx: Ctx & { unit: Unit },
  { project, application, profile }: Opened,
  texts: readonly (Filled & { version: number })[],
): Promise<void> {
  if (texts.length === 0) return;
  await insertTexts(ctx, application.id, texts);
  await saveApplication(ctx, application, askedFrom(profile, texts));
  const fields = texts.map(({ field }) => field);
  const data = { application: application.id, fields };
  record(ctx, { subject: project.id, type: "application.changed", data });
}

/** The direction and the sum stand in columns too, so that lists can show them. */
function askedFrom(profile: Profile, texts: readonly Filled[]) {
  const text = (source: ProfileField["source"]) =>
    texts.find(
      ({ field }) => fieldsOf(profile).find(({ code }) => code === field)?.source === source,
    )?.text;
  const [direction, asked] = [text("direction"), text("asked")];
  const sum = asked === undefined ? undefined : readMoney(asked);
  return {
    ...(direction !== undefined && { direction }),
    ...(sum !== undefined && { asked: sum }),
  };
}

export async function openDraft(ctx: Ctx, key: ApplicationKey): Promise<Opened> {
  const opened = await openApplication(ctx, key, "write");
  if (opened.application.stage === "draft") return opened;
  throw invalid("projects.application-frozen");
}

function demandField(profile: Profile, code: string): ProfileField {
  return found(fieldsOf(profile).find((field) => field.code === code));
}

export const takeInput = z.object({
  field: needed(40),
  from: z.enum(["passport", "former"], "projects.choose"),
});

/** Copies one field anew from the passport or from the former application, over what stands there. */
export async function takeText(
  ctx: Ctx,
  key: ApplicationKey,
  given: z.input<typeof takeInput>,
): Promise<void> {
  const input = takeInput.parse(given);
  await transact(ctx, async (tx) => {
    const opened = await openDraft(tx, key);
    const field = demandField(opened.profile, input.field);
    const former = input.from === "former" ? await formerOf(tx, opened.application) : undefined;
    const text = await sourceText(tx, { opened, field, former, from: input.from });
    if (text === "") throw invalid("projects.nothing-to-copy");
    const now = (await selectTexts(tx, opened.application.id)).get(field.code);
    await keepTexts(tx, opened, [
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

async function sourceText(
  ctx: Ctx,
  ask: { opened: Opened; field: ProfileField; former: Former | undefined; from: string },
): Promise<string> {
  const { opened, field, former, from } = ask;
  if (from === "former") return former === undefined ? "" : (formerText(field, former) ?? "");
  return passportText(field, await textsOfPassport(ctx, opened.project));
}

const limitOf: Record<BackColumn, number> = {
  title: limits.title,
  summary: limits.summary,
  significance: limits.significance,
  goal: limits.goal,
  qualitative_results: limits.qualitativeResults,
  further_life: limits.furtherLife,
  contact_info: limits.contactInfo,
};

/** Takes a cut's better text back to the passport, for the next contest and for everybody to read. */
export async function textToPassport(ctx: Ctx, key: ApplicationKey, code: string): Promise<void> {
  await transact(ctx, async (tx) => {
    const opened = await openApplication(tx, key, "write");
    const field = demandField(opened.profile, code);
    const column = backColumn(field);
    const now = (await selectTexts(tx, opened.application.id)).get(code);
    if (column === undefined || now === undefined || now.text === "")
      throw invalid("projects.nothing-to-take-back");
    if (lengthOf(now.text) > limitOf[column])
      throw invalid("projects.too-long-for-passport", { values: { most: limitOf[column] } });
    await editPart(tx, opened.project.id, {
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
