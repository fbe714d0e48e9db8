import type { Ctx } from "#base/context.ts";
import { notFound } from "#base/refusal.ts";
import type { Answers } from "../evaluate/answers.ts";
import type { FormDefinition } from "../definition/definition.ts";
import { evaluate } from "../evaluate/evaluate.ts";
import type { AnswerConflict } from "../replies/merge.ts";
import { findReply, type ReplyView } from "../replies/reads.ts";
import { isLinkToken, linkHash } from "#base/http/private-link.ts";
import { selectAuthors, selectReply } from "../replies/store.ts";
import { listQuestions } from "../definition/versions.ts";

/** A form or a reply on its page. */
export type FillingState = {
  form: { id: string; code: string; title: string; state: string };
  formVersion: number;
  definition: FormDefinition;
  answers: Answers;
  key: string;
  /** Names this page in the browser, so that its saves are known as its own. */
  pageId?: string | undefined;
  reply?: ReplyView | undefined;
  errors: Record<string, string>;
  refusal?: string | undefined;
  /** The section shown, of a long form filled in by steps. */
  section?: string | undefined;
  /** Show everything at once, whatever the length: so errors are not scattered over steps. */
  showAll?: boolean;
  status?: number;
};

/** More questions than this are asked section by section. */
const maxQuestionsOnPage = 12;

/** Tells whether a form is filled in section by section. */
export const isLong = (definition: FormDefinition): boolean =>
  definition.sections.length > 1 && listQuestions(definition).length > maxQuestionsOnPage;

/** Returns whether drafts are saved automatically: those of long forms, applications, audits and rubrics. */
export const hasAutosave = (definition: FormDefinition): boolean =>
  isLong(definition) || ["application", "audit", "rubric"].includes(definition.purpose);

/** Lists the sections that are asked with these answers, and the position of the wanted one. */
export function listSteps(
  definition: FormDefinition,
  answers: Answers,
  wanted: string | undefined,
) {
  const { sections: shown } = evaluate(definition, answers);
  const sections = definition.sections.filter(({ code }) => shown.has(code));
  const at = Math.max(
    0,
    sections.findIndex(({ code }) => code === wanted),
  );
  return { sections, at, section: sections[at] };
}

/** Finds the reply of a private link. One begun with an account is found only for its author and those invited. */
export async function findReplyByToken(ctx: Ctx, token: string): Promise<ReplyView> {
  const row = isLinkToken(token) ? await selectReply(ctx, { token: linkHash(token) }) : undefined;
  const reply = row === undefined ? undefined : await findReply(ctx, { id: row.id });
  if (reply === undefined || !(await canAccessReply(ctx, reply))) throw notFound("base.not-found");
  return reply;
}

async function canAccessReply({ actor, ...rest }: Ctx, reply: ReplyView): Promise<boolean> {
  if (reply.authorId === null) return true;
  if (actor.kind === "guest") return false;
  if (actor.kind === "system" || actor.id === reply.authorId) return true;
  return (await selectAuthors({ actor, ...rest }, reply.id)).includes(actor.id);
}

/** Puts my answers over the saved ones, for the form that comes back after a conflict. */
export function overlayConflicts(answers: Answers, clashes: readonly AnswerConflict[]): Answers {
  const mine = { ...answers };
  for (const { question, mine: answer } of clashes) {
    if (answer === null) delete mine[question];
    else mine[question] = answer;
  }
  return mine;
}
