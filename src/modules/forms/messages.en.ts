import type { Messages } from "#base/messages.ts";
import { answerRefusalsEn } from "./kinds/messages.en.ts";
import { builderEn } from "./builder/messages.en.ts";
import { xlsformEn } from "./definition/messages.en.ts";
import { fillEn, paperEn } from "./filling/messages.en.ts";
import { resultsEn } from "./results/messages.en.ts";
import type { ru } from "./messages.ru.ts";

export const en = {
  fill: fillEn,
  paper: paperEn,
  builder: builderEn,
  results: resultsEn,
  xlsform: xlsformEn,
  navigation: { forms: "Forms" },
  refusals: {
    ...answerRefusalsEn,
    "text-missing": "Write a text",
    "text-long": "Too long: no more than {maximum} characters",
    "code-wrong": "Code: a small Latin letter, then letters, digits and “_”, up to 40",
    "code-taken": "Another form has this code",
    "code-twice": "The code “{code}” stands twice",
    "option-twice": "Question “{question}”: the option “{code}” stands twice",
    "option-code-wrong": "Option's code: Latin letters, digits, “_”, “.” and “-”, up to 40",
    "options-missing": "Add options",
    "options-many": "Too many options",
    "questions-many": "No more than 200 questions in a section",
    "sections-missing": "A form needs at least one section",
    "sections-many": "No more than 60 sections",
    "not-a-date": "Write the day like this: 2026-03-01",
    "reference-unknown":
      "Question “{question}” refers to “{reference}”, and there is no such question",
    "conditions-loop": "Conditions go in a circle: {questions}",
    "definition-wrong": "The form's description has a mistake: {where} {what}",
    "changed-meanwhile":
      "While you were editing somebody else changed the form. Your text is kept below",
    "nothing-asked": "The form asks nothing yet. Add at least one question",
    "file-wrong": "This is neither an XLSForm nor a form's file of OKNO",
    "formula-wrong": "The condition is not understood. Look at the example under the field",
    "email-wrong": "Check the address: for example, anna@primer.ru",
    "person-missing": "Choose a person of those found",
    "stage-forbids": "This cannot be done now: the form is in another state already",
  },
} satisfies Messages<typeof ru>;
