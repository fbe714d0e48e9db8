import { z } from "zod";
import { common, options } from "../../definition/question-parts.ts";
import { localize } from "../../localize.ts";
import {
  LimitField,
  OptionLines,
  parseOptions,
  printOptions,
  startOptions,
} from "../builder-fields.tsx";
import { isText, noFaults, unknownChoice } from "../checks.ts";
import type { Kind, KindRules } from "../kind.ts";
import { PaperBoxes } from "../paper.tsx";
import { readLine } from "../posted.ts";
import {
  ChoiceField,
  fitChoice,
  optionText,
  parseComparedOption,
  toChoices,
} from "./choice-field.tsx";

const schema = () => z.object({ ...common, kind: z.literal("choice"), options });
type ChoiceSchema = ReturnType<typeof schema>;

/** The answer is the code of an option. */
export const choiceRules: KindRules<z.output<ChoiceSchema>, string> = {
  parse: readLine,
  matches: isText,
  value: (_question, answer) => answer,
  faults: (question, answer) =>
    question.options.some(({ code }) => code === answer) ? noFaults : [unknownChoice],
  maxPoints: (question) =>
    question.options.some(({ points }) => points !== undefined)
      ? Math.max(...question.options.map(({ points }) => points ?? 0))
      : undefined,
  points: (question, value) => question.options.find(({ code }) => code === value)?.points ?? 0,
};

export const choiceKind: Kind<ChoiceSchema, string> = {
  rules: choiceRules,
  schema,
  fit: fitChoice,
  field: ({ question, answer, context }) => (
    <ChoiceField
      question={question}
      context={context}
      choices={toChoices(question.options, context.lang)}
      chosen={answer ?? ""}
    />
  ),
  builder: {
    start: { options: startOptions },
    parse: (input) => ({ options: parseOptions(input.options ?? "") }),
    values: (question) => ({ options: printOptions(question.options) }),
    fields: ({ t, form }) => (
      <>
        <OptionLines form={form} name="options" label={t.options} hint={t.optionsHint} />
        <LimitField form={form} name="weight" label={t.weight} />
      </>
    ),
    lists: (question) => [question.options],
    compared: (question, typed) => parseComparedOption(question.options, typed),
  },
  paper: {
    space: ({ question, lang }) => (
      <PaperBoxes texts={question.options.map(({ text }) => localize(text, lang))} />
    ),
  },
  tally: {
    read: (_question, answer) => ({ codes: [answer] }),
    cells: (question) => question.options,
  },
  text: (question, answer, { lang }) => optionText(question.options, answer, lang),
  xlsform: {
    read: ({ type, options: listed }) =>
      type === "select_one" && listed !== undefined ? { options: listed } : undefined,
    write: (question) => ({ type: "select_one", options: question.options }),
  },
};
