import type { Answers } from "../evaluate/answers.ts";
import type { FormDefinition } from "../definition/definition.ts";
import { listQuestions } from "../definition/versions.ts";

/** The first words of a reply, by which it is known in a list; empty where nothing was said in words. */
export function formatReplyTitle(definition: FormDefinition | undefined, answers: Answers): string {
  if (definition === undefined) return "";
  for (const { kind, code } of listQuestions(definition)) {
    const answer = answers[code];
    if (kind !== "text" && kind !== "long-text") continue;
    if (typeof answer !== "string" || answer.trim() === "") continue;
    const line = answer.trim().replaceAll(/\s+/g, " ");
    return line.length > 120 ? `${line.slice(0, 119).toWellFormed()}…` : line;
  }
  return "";
}
