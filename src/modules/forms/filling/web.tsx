import { z } from "zod";
import type { Exchange, Route } from "#base/http/route.ts";
import { statusOf } from "#base/http/form.ts";
import { may } from "#base/policy.ts";
import { found, invalid, Refusal } from "#base/refusal.ts";
import { territoryBook } from "#modules/territories/index.ts";
import { findForm } from "../actions.ts";
import { answerText } from "../evaluate/answer-text.ts";
import { fieldName, overlay } from "../evaluate/answers.ts";
import { evaluate } from "../evaluate/evaluate.ts";
import { replyByToken, savesItself, stepsOf, withMine, type Filling } from "./filling.ts";
import { fieldGround } from "./field-options.ts";
import type { Clash } from "../replies/merge.ts";
import { FillPage } from "./page.tsx";
import { PaperPage } from "./paper-page.tsx";
import { formPolicy } from "../policy.ts";
import { readPosted, unseenQuestions, type PostedPage } from "./posted-page.ts";
import { selectOwnDrafts } from "../replies/store.ts";
import {
  saveReply,
  sendReply,
  tokenOf,
  type ReplyInput,
  type SavedReply,
} from "../replies/actions.ts";
import { answerErrors, inLang, wordsOfFields } from "../localize.ts";
import { selectForm } from "../store.ts";
import { controlOf } from "../evaluate/issues.ts";
import { questionsOf } from "../definition/versions.ts";
import { viewOf } from "../view.ts";

const island = "okno-form";
const one = "/forms/:code{[a-z][a-z0-9_]*}";
const sending = { name: "forms.send", requests: 120, seconds: 3600 };
const saving = { name: "forms.save", requests: 1200, seconds: 3600 };
const withFiles = 60 * 1024 * 1024;

/** The public pages of a form. */
export const fillRoutes: Route[] = [
  { method: "get", path: one, asks: "public", handle: show },
  {
    method: "post",
    path: one,
    asks: "public",
    limit: sending,
    maxBody: withFiles,
    handle: (x) => post(x, { again: fillPage }),
  },
  {
    method: "post",
    path: `${one}/save.json`,
    asks: "public",
    limit: saving,
    maxBody: withFiles,
    handle: autosave,
  },
];

const fillQuery = z.object({
  paper: z.string().max(5).optional(),
  preview: z.string().max(5).optional(),
  section: z.string().max(60).optional(),
});

/** What a page needs to begin: the form as published, or its draft for those who build it. */
async function begin(x: Exchange): Promise<Filling & { preview: boolean }> {
  const { preview, section } = x.query(fillQuery);
  const row = found(await selectForm(x.ctx, x.param("code")));
  if (preview !== undefined && may(formPolicy, x.ctx.actor, "build", row)) {
    const { id, code, title, state } = row;
    const form = { id, code, title, state };
    return {
      form,
      number: 0,
      definition: row.draft,
      answers: {},
      key: "preview",
      errors: {},
      preview: true,
    };
  }
  const form = found(await findForm(x.ctx, row.id));
  const { definition, version: number } = form;
  const key = x.ctx.newId();
  return { form, number, definition, answers: {}, key, errors: {}, section, preview: false };
}

async function show(x: Exchange): Promise<Response> {
  const { preview, ...filling } = await begin(x);
  if (x.query(fillQuery).paper !== undefined) return paperPage(x, filling);
  if (filling.form.state === "closed")
    return fillPage(x, { ...filling, refusal: x.say("forms.closed") });
  return fillPage(x, filling, preview);
}

async function paperPage(x: Exchange, { form, definition, number }: Filling): Promise<Response> {
  const { municipalities } = await fieldGround(x.ctx, definition);
  const view = viewOf(x);
  return x.page({
    title: inLang(definition.title, x.lang),
    crumbs: [{ label: inLang(definition.title, x.lang), href: x.href(`/forms/${form.code}`) }],
    crumb: view.t.fill.paper,
    body: (
      <PaperPage
        view={view}
        form={{ code: form.code, version: number }}
        definition={definition}
        municipalities={municipalities}
      />
    ),
  });
}

/** The page of a form or of a reply that is being written. */
export async function fillPage(x: Exchange, filling: Filling, preview = false): Promise<Response> {
  const { definition, form, reply } = filling;
  const here = reply === undefined ? `/forms/${form.code}` : `/forms/replies/${reply.token}`;
  const edits = reply?.state === "sent" ? "&edit=1" : "";
  const ground = await fieldGround(x.ctx, definition);
  const keepsItself = savesItself(definition) && reply?.state !== "sent" && form.state !== "closed";
  return x.page({
    title: inLang(definition.title, x.lang),
    section: "forms",
    islands: [island],
    ...(filling.status !== undefined && { status: filling.status }),
    body: (
      <FillPage
        view={viewOf(x)}
        filling={{ ...filling, page: filling.page ?? x.ctx.newId() }}
        ground={ground}
        action={x.href(here)}
        stepHref={(section) => x.href(`${here}?section=${section}${edits}`)}
        preview={preview}
        drafts={reply === undefined && !preview ? await draftsOf(x, form.id) : []}
        {...(keepsItself && { saveHref: x.href(`${here}/save.json`) })}
      />
    ),
  });
}

async function draftsOf(x: Exchange, formId: string) {
  const { actor } = x.ctx;
  if (actor.kind !== "person") return [];
  const drafts = await selectOwnDrafts(x.ctx, { formId, personId: actor.id });
  return drafts.map(({ id, saved_at: savedAt }) => ({
    href: x.href(`/forms/replies/${tokenOf(x.ctx, id)}`),
    savedAt,
  }));
}

type Posting = {
  /** Begins from a reply that is there already. */
  filling?: Filling;
  again: (x: Exchange, filling: Filling) => Promise<Response>;
};

/** Reads a posted page and saves, goes on or sends; whatever is wrong brings the same answers back. */
export async function post(x: Exchange, { filling: known, again }: Posting): Promise<Response> {
  const started = known ?? (await begin(x));
  const page = await readPosted(x.ctx, x.request, started.definition);
  const wanted = page.field("do") ?? "send";
  const answers = overlay(started.definition, started.answers, page);
  const filling: Filling = {
    ...started,
    answers,
    key: known?.key ?? page.field("key") ?? started.key,
    page: page.field("page"),
    section: page.field("section"),
  };
  try {
    if (page.field("website") !== undefined) throw invalid("forms.robot");
    demandFiles(page);
    if (wanted === "send") return await send(x, filling, page);
    const saved = await saveReply(x.ctx, inputOf(filling, page));
    if (saved.clashes.length > 0) return await clashed(x, { filling, saved, again });
    return goOn(x, { filling, saved, wanted });
  } catch (error) {
    if (!(error instanceof Refusal) || (error.kind !== "invalid" && error.kind !== "conflict"))
      throw error;
    return again(x, { ...filling, ...troubleOf(x, filling, error) });
  }

  async function send(tx: Exchange, mine: Filling, posted: PostedPage): Promise<Response> {
    const unseen = unseenQuestions(mine.definition, mine.answers, posted.data);
    if (unseen.length > 0 && posted.field("section") === undefined) {
      const fields = questionsOf(mine.definition)
        .filter(({ code }) => unseen.includes(code))
        .map((question) => [controlOf(question), "forms.new-questions"]);
      throw invalid("forms.new-questions", { fields: Object.fromEntries(fields) });
    }
    const saved = await sendWhole(tx, mine, posted);
    if (saved.clashes.length > 0) return clashed(tx, { filling: mine, saved, again });
    return tx.go(`/forms/replies/${saved.token}`, viewOf(tx).t.fill.sent);
  }
}

/** A step is saved before the whole is judged, so that a gap elsewhere loses nothing of it. */
async function sendWhole(x: Exchange, filling: Filling, page: PostedPage): Promise<SavedReply> {
  const input = inputOf(filling, page);
  if (page.field("section") === undefined) return sendReply(x.ctx, input);
  const { version } = await saveReply(x.ctx, input);
  return sendReply(x.ctx, { ...input, seen: version });
}

export function inputOf({ form, key, number }: Filling, page: PostedPage): ReplyInput {
  const seen = Number(page.field("seen"));
  const formVersion = Number(page.field("formVersion") ?? number);
  const typedOn = page.field("page")?.slice(0, 60);
  return {
    formId: form.id,
    key,
    answers: page.answers,
    sections: page.sections,
    ...(Number.isInteger(seen) && seen > 0 && { seen }),
    ...(typedOn !== undefined && { page: typedOn }),
    ...(Number.isInteger(formVersion) && formVersion > 0 && { formVersion }),
  };
}

function demandFiles({ troubles, wrongName }: PostedPage): void {
  const [first] = Object.values(troubles);
  if (first === undefined) return;
  throw invalid(first, { fields: troubles, values: { name: wrongName ?? "" } });
}

/** Errors at their controls; a form by steps is shown whole, so that none of them hides. */
function troubleOf(x: Exchange, filling: Filling, refusal: Refusal): Partial<Filling> {
  const told = Object.fromEntries(
    Object.entries(refusal.fields).map(([field, key]) => [field, x.say(key, refusal.values)]),
  );
  const incomplete = refusal.reason === "forms.incomplete";
  const evaluation = evaluate(filling.definition, filling.answers);
  return {
    errors: incomplete ? answerErrors(x, evaluation) : told,
    refusal: x.say(refusal.reason, refusal.values),
    status: statusOf[refusal.kind],
    whole: incomplete,
  };
}

type Saved = { filling: Filling; saved: SavedReply };

/** Both answers of each question that two people changed: theirs in the error, mine in the field. */
async function clashed(
  x: Exchange,
  { filling, saved, again }: Saved & Pick<Posting, "again">,
): Promise<Response> {
  const reply = await replyByToken(x.ctx, saved.token);
  const errors = await clashErrors(x, filling, saved.clashes);
  return again(x, {
    ...filling,
    reply,
    answers: withMine(saved.answers, saved.clashes),
    errors,
    status: statusOf.conflict,
  });
}

export async function clashErrors(
  x: Exchange,
  { definition }: Pick<Filling, "definition">,
  clashes: readonly Clash[],
): Promise<Record<string, string>> {
  const book = await territoryBook(x.ctx);
  const questions = new Map(questionsOf(definition).map((question) => [question.code, question]));
  const errors = clashes.map(({ question: code, theirs }) => {
    const question = questions.get(code);
    const told =
      theirs === null || question === undefined
        ? wordsOfFields(x.lang).noAnswer
        : answerText(question, theirs, { lang: x.lang, placeName: (id) => book.nameOf(id) });
    const field = question === undefined ? fieldName(code) : controlOf(question);
    return [field, x.say("forms.clash", { theirs: told })];
  });
  return Object.fromEntries(errors) as Record<string, string>;
}

function goOn(x: Exchange, { filling, saved, wanted }: Saved & { wanted: string }): Response {
  const view = viewOf(x);
  const path = `/forms/replies/${saved.token}`;
  if (wanted !== "next") return x.go(path, view.t.fill.saved(view.time(saved.savedAt)));
  const { sections, at } = stepsOf(filling.definition, saved.answers, filling.section);
  const next = sections[Math.min(at + 1, sections.length - 1)]?.code ?? "";
  return x.go(`${path}?section=${next}${saved.state === "sent" ? "&edit=1" : ""}`);
}

/** What the island saves every few seconds. */
export async function autosave(x: Exchange): Promise<Response> {
  const started = await begin(x);
  return autosaveOf(x, started);
}

export async function autosaveOf(x: Exchange, started: Filling): Promise<Response> {
  const page = await readPosted(x.ctx, x.request, started.definition);
  const key = started.reply === undefined ? page.field("key") : started.key;
  if (key === undefined || page.field("website") !== undefined) throw invalid("forms.key-missing");
  const saved = await saveReply(x.ctx, inputOf({ ...started, key }, page));
  return x.json({
    version: saved.version,
    time: viewOf(x).time(saved.savedAt),
    href: x.href(`/forms/replies/${saved.token}`),
    clashes: saved.clashes.map(({ question }) => question),
  });
}
