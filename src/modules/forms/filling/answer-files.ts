import { claimAttachments, attachmentResponse, saveAttachment } from "#base/files/attachments.ts";
import type { Ctx } from "#base/context.ts";
import { orNotFound, invalid, Refusal } from "#base/refusal.ts";
import type { Answers } from "../evaluate/answers.ts";
import { fieldName } from "../kinds/posted.ts";
import { isFileList, type FileAnswer } from "../kinds/records/file.tsx";
import type { Answer } from "../kinds/kinds.ts";
import type { FormDefinition } from "../definition/definition.ts";
import { isUuid } from "#base/db/ids.ts";

const fileQuestions = (definition: FormDefinition) =>
  definition.sections.flatMap(({ questions }) => questions.filter(({ kind }) => kind === "file"));

export type SavedFiles = {
  answers: Answers;
  /** Control → word key of what was wrong with its file. */
  issues: Record<string, string>;
  /** Name of the last wrong file, for the sentence. */
  invalidFileName?: string;
};

/**
 * Stores the files of a posted form before the transaction and adds them to the answers. A wrong file
 * is an issue at its question; the others and all texts stay.
 */
export async function saveAnswerFiles(
  ctx: Ctx,
  definition: FormDefinition,
  { posted, answers }: { posted: FormData; answers: Answers },
): Promise<SavedFiles> {
  const saved: SavedFiles = { answers: { ...answers }, issues: {} };
  for (const question of fileQuestions(definition)) {
    if (question.kind !== "file") continue;
    const field = fieldName(question.code);
    const before = toFileAnswers(answers[question.code]);
    const files = posted.getAll(field).filter((file) => file instanceof File && file.size > 0);
    const room = question.most - before.length;
    if (files.length > room) saved.issues[field] = "forms.files-over";
    const added: FileAnswer[] = [];
    for (const file of files.slice(0, Math.max(room, 0)) as File[]) {
      try {
        added.push(await saveAnswerFile(ctx, file));
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        saved.issues[field] = error.reason;
        saved.invalidFileName = file.name.slice(0, 80);
      }
    }
    if (added.length > 0) saved.answers[question.code] = [...before, ...added];
  }
  return saved;
}

async function saveAnswerFile(ctx: Ctx, file: File): Promise<FileAnswer> {
  const bytes = Buffer.from(await file.arrayBuffer());
  const id = await saveAttachment(ctx, { name: file.name, bytes });
  return { id, name: file.name.slice(0, 120) };
}

const toFileAnswers = (answer: Answer | undefined): FileAnswer[] =>
  isFileList(answer) ? answer : [];

/** Returns a file of a reply as a download, also of a question hidden now; the caller checks permissions. */
export async function answerFileResponse(
  ctx: Ctx,
  { answers }: { answers: Answers },
  id: string,
): Promise<Response> {
  const files = Object.values(answers).flatMap(toFileAnswers);
  return attachmentResponse(ctx, orNotFound(files.find((file) => file.id === id)).id);
}

/** Makes the files that a change added belong to the reply; refuses another reply's. */
export async function attachAnswerFiles(
  ctx: Ctx,
  change: { definition: FormDefinition; before: Answers; after: Answers },
): Promise<void> {
  const idsIn = (answers: Answers) =>
    fileQuestions(change.definition).flatMap(({ code }) =>
      toFileAnswers(answers[code]).map(({ id }) => id),
    );
  const before = new Set(idsIn(change.before));
  const added = idsIn(change.after).filter((id) => !before.has(id));
  if (!added.every(isUuid)) throw invalid("base.attachment-gone");
  await claimAttachments(ctx, added);
}
