import type { Answers } from "../evaluate/answers.ts";
import type { FormDefinition } from "../definition/definition.ts";
import { kindOf } from "../kinds/kinds.ts";
import { listQuestions } from "../definition/versions.ts";

/** Returns the first words of a reply, its title in lists; empty where it has no text. */
export function formatReplyTitle(definition: FormDefinition | undefined, answers: Answers): string {
  if (definition === undefined) return "";
  for (const { kind, code } of listQuestions(definition)) {
    const answer = answers[code];
    if (kindOf({ kind }).isTitle !== true) continue;
    if (typeof answer !== "string" || answer.trim() === "") continue;
    const line = answer.trim().replaceAll(/\s+/g, " ");
    return line.length > 120 ? `${line.slice(0, 119).toWellFormed()}…` : line;
  }
  return "";
}
