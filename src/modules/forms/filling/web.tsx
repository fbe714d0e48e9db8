import { z } from "zod";
import type { ApiDescription, RequestContext, Route } from "#base/http/route.ts";
import { httpStatus } from "#base/http/form.ts";
import { may } from "#base/policy.ts";
import { orNotFound, invalid, Refusal } from "#base/refusal.ts";
import { territoryDirectory } from "#modules/territories/index.ts";
import { findForm } from "../actions.ts";
import { formatAnswer } from "../evaluate/answer-text.ts";
import { mergePageAnswers } from "../evaluate/answers.ts";
import { fieldName } from "../kinds/posted.ts";
import { evaluate } from "../evaluate/evaluate.ts";
import {
  findReplyByToken,
  hasAutosave,
  listSteps,
  overlayConflicts,
  type FillingState,
} from "./filling.ts";
import { loadFieldOptions } from "./field-options.ts";
import type { AnswerConflict } from "../replies/merge.ts";
import { FillPage } from "./page.tsx";
import { PaperPage } from "./paper-page.tsx";
import { formPolicy } from "../policy.ts";
import { readPostedPage, listUnseenQuestions, type PostedPage } from "./posted-page.ts";
import { selectOwnDrafts } from "../replies/store.ts";
import {
  saveReply,
  sendReply,
  replyToken,
  type ReplyInput,
  type SavedReply,
} from "../replies/actions.ts";
import { answerErrors, localize, fieldMessages } from "../localize.ts";
import { selectForm } from "../store.ts";
import { firstFieldName } from "../evaluate/issues.ts";
import { listQuestions } from "../definition/versions.ts";
import { createFormViewContext } from "../view.ts";

const islandName = "okno-form";
const formPath = "/forms/:code{[a-z][a-z0-9_]*}";
const sendLimit = { name: "forms.send", requests: 120, seconds: 3600 };
const saveLimit = { name: "forms.save", requests: 1200, seconds: 3600 };
const maxBodyWithFiles = 60 * 1024 * 1024;

/** What the autosave of a form and of a reply answer. */
export const autosaveDescription: ApiDescription = {
  summary: "Save a page of a form that is being filled in; the body is the page's form",
  response: z.object({
    version: z.int(),
    time: z.string(),
    href: z.string(),
    clashes: z.array(z.string()).describe("Questions that somebody else answered meanwhile"),
  }),
};

/** The public pages of a form. */
export const fillRoutes: Route[] = [
  { method: "get", path: formPath, permission: "public", handle: renderFilling },
  {
    method: "post",
    path: formPath,
    permission: "public",
    limit: sendLimit,
    maxBody: maxBodyWithFiles,
    handle: (c) => postFilling(c, { again: renderFillPage }),
  },
  {
    method: "post",
    path: `${formPath}/save.json`,
    permission: "public",
    limit: saveLimit,
    maxBody: maxBodyWithFiles,
    api: autosaveDescription,
    handle: autosave,
  },
];

const fillQuery = z.object({
  paper: z.string().max(5).optional(),
  preview: z.string().max(5).optional(),
  section: z.string().max(60).optional(),
});

/** Loads the form as published, or its draft for those who build it. */
async function loadFilling(c: RequestContext): Promise<FillingState & { preview: boolean }> {
  const { preview, section } = c.query(fillQuery);
  const row = orNotFound(await selectForm(c.ctx, c.param("code")));
  if (preview !== undefined && may(formPolicy, c.ctx.actor, "build", row)) {
    const { id, code, title, state } = row;
    const form = { id, code, title, state };
    return {
      form,
      formVersion: 0,
      definition: row.draft,
      answers: {},
      key: "preview",
      errors: {},
      preview: true,
    };
  }
  const form = orNotFound(await findForm(c.ctx, row.id));
  const { definition, version: number } = form;
  const key = c.ctx.newId();
  return {
    form,
    formVersion: number,
    definition,
    answers: {},
    key,
    errors: {},
    section,
    preview: false,
  };
}

async function renderFilling(c: RequestContext): Promise<Response> {
  const { preview, ...filling } = await loadFilling(c);
  if (c.query(fillQuery).paper !== undefined) return renderPaper(c, filling);
  if (filling.form.state === "closed")
    return renderFillPage(c, { ...filling, refusal: c.t("forms.closed") });
  return renderFillPage(c, filling, preview);
}

async function renderPaper(
  c: RequestContext,
  { form, definition, formVersion }: FillingState,
): Promise<Response> {
  const { municipalities } = await loadFieldOptions(c.ctx, definition);
  const view = createFormViewContext(c);
  return c.page({
    title: localize(definition.title, c.lang),
    breadcrumbs: [
      { label: localize(definition.title, c.lang), href: c.href(`/forms/${form.code}`) },
    ],
    breadcrumb: view.t.fill.paper,
    body: (
      <PaperPage
        view={view}
        form={{ code: form.code, version: formVersion }}
        definition={definition}
        municipalities={municipalities}
      />
    ),
  });
}

/** Renders the page of a form or of a reply that is being written. */
export async function renderFillPage(
  c: RequestContext,
  filling: FillingState,
  preview = false,
): Promise<Response> {
  const { definition, form, reply } = filling;
  const here = reply === undefined ? `/forms/${form.code}` : `/forms/replies/${reply.token}`;
  const edits = reply?.state === "sent" ? "&edit=1" : "";
  const ground = await loadFieldOptions(c.ctx, definition);
  const keepsItself = hasAutosave(definition) && reply?.state !== "sent" && form.state !== "closed";
  return c.page({
    title: localize(definition.title, c.lang),
    section: "forms",
    islands: [islandName],
    ...(filling.status !== undefined && { status: filling.status }),
    body: (
      <FillPage
        view={createFormViewContext(c)}
        filling={{ ...filling, pageId: filling.pageId ?? c.ctx.newId() }}
        ground={ground}
        action={c.href(here)}
        stepHref={(section) => c.href(`${here}?section=${section}${edits}`)}
        preview={preview}
        drafts={reply === undefined && !preview ? await listDrafts(c, form.id) : []}
        {...(keepsItself && { saveHref: c.href(`${here}/save.json`) })}
      />
    ),
  });
}

async function listDrafts(c: RequestContext, formId: string) {
  const { actor } = c.ctx;
  if (actor.kind !== "person") return [];
  const drafts = await selectOwnDrafts(c.ctx, { formId, personId: actor.id });
  return drafts.map(({ id, saved_at: savedAt }) => ({
    href: c.href(`/forms/replies/${replyToken(c.ctx, id)}`),
    savedAt,
  }));
}

type PostedFilling = {
  /** Begins from a reply that is there already. */
  filling?: FillingState;
  again: (c: RequestContext, filling: FillingState) => Promise<Response>;
};

/** Reads a posted page and saves, goes on or sends; whatever is wrong brings the same answers back. */
export async function postFilling(
  c: RequestContext,
  { filling: known, again }: PostedFilling,
): Promise<Response> {
  const started = known ?? (await loadFilling(c));
  const page = await readPostedPage(c.ctx, c.request, started.definition);
  const wanted = page.field("do") ?? "send";
  const answers = mergePageAnswers(started.definition, started.answers, page);
  const filling: FillingState = {
    ...started,
    answers,
    key: known?.key ?? page.field("key") ?? started.key,
    pageId: page.field("page"),
    section: page.field("section"),
  };
  try {
    if (page.field("website") !== undefined) throw invalid("forms.robot");
    requireValidFiles(page);
    if (wanted === "send") return await send(c, filling, page);
    const saved = await saveReply(c.ctx, toReplyInput(filling, page));
    if (saved.conflicts.length > 0) return await renderConflict(c, { filling, saved, again });
    return redirectAfterSave(c, { filling, saved, wanted });
  } catch (error) {
    if (!(error instanceof Refusal) || (error.kind !== "invalid" && error.kind !== "conflict"))
      throw error;
    return again(c, { ...filling, ...refusalState(c, filling, error) });
  }

  async function send(
    tx: RequestContext,
    mine: FillingState,
    posted: PostedPage,
  ): Promise<Response> {
    const unseen = listUnseenQuestions(mine.definition, mine.answers, posted.data);
    if (unseen.length > 0 && posted.field("section") === undefined) {
      const fields = listQuestions(mine.definition)
        .filter(({ code }) => unseen.includes(code))
        .map((question) => [firstFieldName(question), "forms.new-questions"]);
      throw invalid("forms.new-questions", { fields: Object.fromEntries(fields) });
    }
    const saved = await sendWholeReply(tx, mine, posted);
    if (saved.conflicts.length > 0) return renderConflict(tx, { filling: mine, saved, again });
    return tx.redirect(`/forms/replies/${saved.token}`, createFormViewContext(tx).t.fill.sent);
  }
}

/** Saves the step before the whole is checked, so that a gap elsewhere loses nothing of it. */
async function sendWholeReply(
  c: RequestContext,
  filling: FillingState,
  page: PostedPage,
): Promise<SavedReply> {
  const input = toReplyInput(filling, page);
  if (page.field("section") === undefined) return sendReply(c.ctx, input);
  const { version } = await saveReply(c.ctx, input);
  return sendReply(c.ctx, { ...input, seenVersion: version });
}

/** Returns what `saveReply` takes of a posted page. */
export function toReplyInput(
  { form, key, formVersion: number }: FillingState,
  page: PostedPage,
): ReplyInput {
  const seen = Number(page.field("seen"));
  const formVersion = Number(page.field("formVersion") ?? number);
  const typedOn = page.field("page")?.slice(0, 60);
  return {
    formId: form.id,
    key,
    answers: page.answers,
    sections: page.sections,
    ...(Number.isInteger(seen) && seen > 0 && { seenVersion: seen }),
    ...(typedOn !== undefined && { pageId: typedOn }),
    ...(Number.isInteger(formVersion) && formVersion > 0 && { formVersion }),
  };
}

function requireValidFiles({ issues, invalidFileName }: PostedPage): void {
  const [first] = Object.values(issues);
  if (first === undefined) return;
  throw invalid(first, { fields: issues, values: { name: invalidFileName ?? "" } });
}

/** Errors at their controls; a form by steps is shown whole, so that none of them hides. */
function refusalState(
  c: RequestContext,
  filling: FillingState,
  refusal: Refusal,
): Partial<FillingState> {
  const told = Object.fromEntries(
    Object.entries(refusal.fields).map(([field, key]) => [field, c.t(key, refusal.values)]),
  );
  const incomplete = refusal.reason === "forms.incomplete";
  const evaluation = evaluate(filling.definition, filling.answers);
  return {
    errors: incomplete ? answerErrors(c, evaluation) : told,
    refusal: c.t(refusal.reason, refusal.values),
    status: httpStatus[refusal.kind],
    showAll: incomplete,
  };
}

type Saved = { filling: FillingState; saved: SavedReply };

/** Renders both answers of each question that two people changed: theirs in the error, mine in the field. */
async function renderConflict(
  c: RequestContext,
  { filling, saved, again }: Saved & Pick<PostedFilling, "again">,
): Promise<Response> {
  const reply = await findReplyByToken(c.ctx, saved.token);
  const errors = await conflictErrors(c, filling, saved.conflicts);
  return again(c, {
    ...filling,
    reply,
    answers: overlayConflicts(saved.answers, saved.conflicts),
    errors,
    status: httpStatus.conflict,
  });
}

/** Returns control → sentence with the other answer, for each question two people changed. */
export async function conflictErrors(
  c: RequestContext,
  { definition }: Pick<FillingState, "definition">,
  clashes: readonly AnswerConflict[],
): Promise<Record<string, string>> {
  const directory = await territoryDirectory(c.ctx);
  const questions = new Map(listQuestions(definition).map((question) => [question.code, question]));
  const errors = clashes.map(({ question: code, theirs }) => {
    const question = questions.get(code);
    const told =
      theirs === null || question === undefined
        ? fieldMessages(c.lang).noAnswer
        : formatAnswer(question, theirs, { lang: c.lang, placeName: (id) => directory.nameOf(id) });
    const field = question === undefined ? fieldName(code) : firstFieldName(question);
    return [field, c.t("forms.clash", { theirs: told })];
  });
  return Object.fromEntries(errors) as Record<string, string>;
}

function redirectAfterSave(
  c: RequestContext,
  { filling, saved, wanted }: Saved & { wanted: string },
): Response {
  const view = createFormViewContext(c);
  const path = `/forms/replies/${saved.token}`;
  if (wanted !== "next") return c.redirect(path, view.t.fill.saved(view.formatTime(saved.savedAt)));
  const { sections, at } = listSteps(filling.definition, saved.answers, filling.section);
  const next = sections[Math.min(at + 1, sections.length - 1)]?.code ?? "";
  return c.redirect(`${path}?section=${next}${saved.state === "sent" ? "&edit=1" : ""}`);
}

/** Saves what the island sends every few seconds. */
export async function autosave(c: RequestContext): Promise<Response> {
  const started = await loadFilling(c);
  return autosaveReply(c, started);
}

/** Saves a page of a reply and answers with its version, time and conflicts as JSON. */
export async function autosaveReply(c: RequestContext, started: FillingState): Promise<Response> {
  const page = await readPostedPage(c.ctx, c.request, started.definition);
  const key = started.reply === undefined ? page.field("key") : started.key;
  if (key === undefined || page.field("website") !== undefined) throw invalid("forms.key-missing");
  const saved = await saveReply(c.ctx, toReplyInput({ ...started, key }, page));
  return c.json({
    version: saved.version,
    time: createFormViewContext(c).formatTime(saved.savedAt),
    href: c.href(`/forms/replies/${saved.token}`),
    clashes: saved.conflicts.map(({ question }) => question),
  });
}
