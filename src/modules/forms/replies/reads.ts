import type { Ctx } from "#base/context.ts";
import { orNotFound } from "#base/refusal.ts";
import type { Answers } from "../evaluate/answers.ts";
import type { FormDefinition } from "../definition/definition.ts";
import { replyToken } from "./actions.ts";
import { selectReply, type ReplySource } from "./store.ts";
import { selectVersion } from "../store.ts";

/** A reply with the version of the form that it answers. */
export type ReplyView = {
  id: string;
  token: string;
  formId: string;
  formVersion: number;
  definition: FormDefinition;
  answers: Answers;
  state: "draft" | "sent";
  source: ReplySource;
  subject: { kind: string; id: string } | undefined;
  respondentId: string | null;
  authorId: string | null;
  municipalityId: string | null;
  key: string;
  version: number;
  savedAt: Date;
  sentAt: Date | null;
  score: { points: number; of: number } | undefined;
};

/**
 * Finds one reply by its id, or by the form and the key it was sent with; undefined when there is
 * none. The caller has checked the policy of the reply's subject.
 */
export async function findReply(
  ctx: Ctx,
  find: { id: string } | { formId: string; key: string },
): Promise<ReplyView | undefined> {
  const reply = await selectReply(ctx, find);
  if (reply === undefined) return undefined;
  const version = orNotFound(await selectVersion(ctx, reply.form_id, reply.form_version));
  const { points, points_of: of, subject_id: subjectId } = reply;
  return {
    id: reply.id,
    token: replyToken(ctx, reply.id),
    formId: reply.form_id,
    formVersion: reply.form_version,
    definition: version.definition,
    answers: reply.answers,
    state: reply.state,
    source: reply.source,
    subject: subjectId === null ? undefined : { kind: reply.subject_kind, id: subjectId },
    respondentId: reply.respondent_id,
    authorId: reply.author_id,
    municipalityId: reply.municipality_id,
    key: reply.key,
    version: reply.version,
    savedAt: reply.saved_at,
    sentAt: reply.sent_at,
    score: points === null || of === null ? undefined : { points, of },
  };
}
