import { transact, type Ctx, type UnitOfWork } from "#base/context.ts";
import { isUuid } from "#base/db/ids.ts";
import { actorCode, startChain, recordFact } from "#base/journal.ts";
import { may } from "#base/policy.ts";
import { conflict, orNotFound, invalid, notFound } from "#base/refusal.ts";
import { mergePageAnswers, type Answers } from "../evaluate/answers.ts";
import type { PlaceAnswer } from "../kinds/records/place.tsx";
import type { FormDefinition } from "../definition/definition.ts";
import { evaluate, type Evaluation } from "../evaluate/evaluate.ts";
import { attachAnswerFiles } from "../filling/answer-files.ts";
import { mergeAnswers, diffAnswers, revertAnswers, type AnswerConflict } from "./merge.ts";
import { formPolicy } from "../policy.ts";
import { linkHash, linkToken } from "#base/http/private-link.ts";
import {
  insertReply,
  insertRevision,
  selectAuthors,
  selectReply,
  selectRevisions,
  updateReply,
  type FormReply,
  type ReplySource,
} from "./store.ts";
import { lockForm, selectVersion, type Form, type FormVersion } from "../store.ts";

export type ReplyInput = {
  /** Id or code of the form. */
  formId: string;
  /** What the reply is about; its module has asked its own policy. The form itself unless said. */
  subject?: { kind: string; id: string } | undefined;
  /** The card of who replies, of people's contacts. */
  respondent?: string | undefined;
  municipalityId?: string | undefined;
  answers: Answers;
  /** Sections that the answers come from; all unless said. */
  sections?: readonly string[] | undefined;
  /** Made with the page: sending the same page twice is one reply. */
  key: string;
  source?: ReplySource | undefined;
  /** Paper may have gaps: what is missing is let pass, what is wrong is not. */
  allowGaps?: boolean | undefined;
  /** The reply's version that the person saw; over a newer one answers are merged. */
  seenVersion?: number | undefined;
  /** The page it was typed on: what that page saved before, its answer lost, is nobody else's change. */
  pageId?: string | undefined;
  /** The form's version that the person saw; the newest unless said. */
  formVersion?: number | undefined;
};

export type SavedReply = {
  id: string;
  /** Secret part of the private link. */
  token: string;
  version: number;
  state: "draft" | "sent";
  savedAt: Date;
  answers: Answers;
  /** Questions that somebody else answered differently meanwhile: theirs are kept, mine are here. */
  conflicts: AnswerConflict[];
};

/** Most characters of all answers together. */
const maxCharacters = 400_000;

/** Keeps a draft as it is, finished or not; a sent reply stays sent. */
export function saveReply(ctx: Ctx, input: ReplyInput): Promise<SavedReply> {
  return storeReply(ctx, input, "draft");
}

/**
 * Sends a reply that nothing is missing from; `invalid` names the controls otherwise. The same key
 * again is the same reply, changed if the answers are.
 */
export function sendReply(ctx: Ctx, input: ReplyInput): Promise<SavedReply> {
  return storeReply(ctx, input, "sent");
}

async function storeReply(
  ctx: Ctx,
  input: ReplyInput,
  targetState: "draft" | "sent",
): Promise<SavedReply> {
  if (JSON.stringify(input.answers).length > maxCharacters) throw invalid("forms.too-much");
  if (input.key === "" || input.key.length > 100) throw invalid("forms.key-missing");
  return transact(ctx, async (tx) => {
    const form = await lockForm(tx, input.formId, "share");
    const known = await selectReply(tx, { formId: form.id, key: input.key }, true);
    requireOpen(tx, form, input.source);
    const version = await loadVersion(tx, form, input.formVersion ?? known?.form_version);
    const reply = known ?? (await createReply(tx, { form, version, input }));
    if (reply === undefined) return storeReply(tx, input, targetState);
    await authorizeAuthor(tx, reply, known !== undefined);
    return applyReply(tx, { reply, version, input, targetState, isNew: known === undefined });
  });
}

/** Allows a reply to its author, those invited and staff only: knowing a key is not enough. */
async function authorizeAuthor(
  ctx: Ctx,
  { id, author_id }: FormReply,
  isOld: boolean,
): Promise<void> {
  const { actor } = ctx;
  if (!isOld || author_id === null || actor.kind === "system") return;
  if (actor.kind === "person" && actor.id === author_id) return;
  if (may(formPolicy, actor, "build")) return;
  if (actor.kind === "person" && (await selectAuthors(ctx, id)).includes(actor.id)) return;
  throw notFound("base.not-found");
}

function requireOpen(ctx: Ctx, form: Form, source: ReplySource | undefined): void {
  if (may(formPolicy, ctx.actor, "fill", form)) return;
  const byStaff = source === "paper" || source === "staff";
  if (form.state === "closed") {
    // Paper comes by post after the last day; whoever builds forms keys it in.
    if (byStaff && may(formPolicy, ctx.actor, "build", form)) return;
    throw conflict("forms.closed");
  }
  throw notFound("base.not-found");
}

async function loadVersion(ctx: Ctx, form: Form, number: number | undefined): Promise<FormVersion> {
  const asked = number === undefined ? undefined : await selectVersion(ctx, form.id, number);
  return asked ?? orNotFound(await selectVersion(ctx, form.id, form.published_version));
}

type CreateReplyInput = { form: Form; version: FormVersion; input: ReplyInput };

function createReply(ctx: Ctx & { unit: UnitOfWork }, { form, version, input }: CreateReplyInput) {
  const id = ctx.newId();
  startChain(ctx, id);
  const { actor } = ctx;
  return insertReply(ctx, {
    region_id: ctx.region.id,
    id,
    form_id: form.id,
    form_version: version.number,
    subject_kind: input.subject?.kind ?? "form",
    subject_id: input.subject?.id ?? null,
    author_id: actor.kind === "person" && input.source !== "paper" ? actor.id : null,
    answers: "{}",
    state: "draft",
    source: input.source ?? "site",
    key: input.key,
    token_hash: linkHash(replyToken(ctx, id)),
    created_at: ctx.now(),
    saved_at: ctx.now(),
  });
}

type UpdateReplyInput = {
  reply: FormReply;
  version: FormVersion;
  input: ReplyInput;
  targetState: "draft" | "sent";
  isNew: boolean;
};

async function applyReply(
  ctx: Ctx & { unit: UnitOfWork },
  { reply, version, input, targetState, isNew }: UpdateReplyInput,
): Promise<SavedReply> {
  const { definition } = version;
  const base = await answersAtVersion(ctx, reply, input);
  const sections = input.sections ?? definition.sections.map(({ code }) => code);
  const mine = mergePageAnswers(definition, base, { answers: input.answers, sections });
  const { answers, clashes: conflicts } = mergeAnswers({ base, mine, theirs: reply.answers });
  const evaluation = evaluate(definition, answers);
  const sends = targetState === "sent" || reply.state === "sent";
  const gaps = input.source === "paper" && input.allowGaps === true;
  if (sends) requireComplete(evaluation, { clashes: conflicts, gaps });
  const replaced = diffAnswers(reply.answers, answers);
  const isSent = sends && conflicts.length === 0;
  const unchanged = Object.keys(replaced).length === 0 && (!isSent || reply.state === "sent");
  if (unchanged && !isNew) return toSavedReply(ctx, reply, conflicts);
  await attachAnswerFiles(ctx, { definition, before: reply.answers, after: answers });
  const saved = await updateReply(ctx, reply, {
    answers,
    form_version: version.number,
    municipality_id:
      input.municipalityId ?? findMunicipality(definition, evaluation) ?? reply.municipality_id,
    respondent_id: input.respondent ?? reply.respondent_id,
    state: isSent ? "sent" : reply.state,
    sent_at: reply.sent_at ?? (isSent ? ctx.now() : null),
    points: evaluation.score?.points ?? null,
    points_of: evaluation.score?.of ?? null,
  });
  const { actor } = ctx;
  await insertRevision(ctx, {
    replyId: reply.id,
    number: saved.version,
    by: actorCode(actor),
    by_name: actor.kind === "person" ? actor.name : "",
    page: input.pageId ?? null,
    replaced,
  });
  recordSent(ctx, reply, saved);
  return toSavedReply(ctx, saved, conflicts);
}

function recordSent(ctx: Ctx & { unit: UnitOfWork }, before: FormReply, saved: FormReply): void {
  if (saved.state !== "sent") return;
  const type = before.state === "sent" ? "reply.changed" : "reply.sent";
  recordFact(ctx, {
    subject: saved.id,
    type,
    data: {
      form: saved.form_id,
      subjectKind: saved.subject_kind,
      subjectId: saved.subject_id,
      source: saved.source,
    },
  });
}

/** Loads the answers at the version that the person saw, or that this page of theirs made. */
async function answersAtVersion(
  ctx: Ctx,
  reply: FormReply,
  { seenVersion, pageId }: Pick<ReplyInput, "seenVersion" | "pageId">,
): Promise<Answers> {
  if (seenVersion === undefined || seenVersion >= reply.version) return reply.answers;
  const later = await selectRevisions(ctx, reply.id, seenVersion);
  // Newest first: what others did stands before the page's own unbroken steps, which were seen.
  const foreign = later.findLastIndex((one) => pageId === undefined || one.page !== pageId);
  return later
    .slice(0, foreign + 1)
    .reduce((answers, { replaced }) => revertAnswers(answers, replaced), reply.answers);
}

/**
 * Refuses an incomplete or wrong reply, with the errors by control; sentences with numbers come from
 * `answerErrors`.
 */
function requireComplete(
  { issues }: Evaluation,
  { clashes, gaps }: { clashes: readonly AnswerConflict[]; gaps: boolean },
): void {
  const clashing = new Set(clashes.map(({ question }) => question));
  const left = issues.filter(
    ({ question, key }) => !clashing.has(question) && !(gaps && key.endsWith("-missing")),
  );
  if (left.length === 0) return;
  const fields = left.map(({ field, key, values }) => [
    field,
    values === undefined ? key : "forms.answer-wrong",
  ]);
  throw invalid("forms.incomplete", { fields: Object.fromEntries(fields) });
}

/** Returns the municipality of the first question about a place. */
function findMunicipality(definition: FormDefinition, { given }: Evaluation): string | undefined {
  for (const { kind, code } of definition.sections.flatMap(({ questions }) => questions)) {
    const answer = kind === "place" ? (given[code] as PlaceAnswer | undefined) : undefined;
    if (answer !== undefined && isUuid(answer.municipality)) return answer.municipality;
  }
  return undefined;
}

/** Returns the token of a reply's private link. */
export const replyToken = (ctx: Ctx, replyId: string): string =>
  linkToken(ctx.app.linkKey, ctx.region.id, replyId);

function toSavedReply(ctx: Ctx, reply: FormReply, conflicts: AnswerConflict[]): SavedReply {
  return {
    id: reply.id,
    token: replyToken(ctx, reply.id),
    version: reply.version,
    state: reply.state,
    savedAt: reply.saved_at,
    answers: reply.answers,
    conflicts,
  };
}
