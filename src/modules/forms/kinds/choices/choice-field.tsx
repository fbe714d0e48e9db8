import { ChoiceInput, Field } from "#base/ui/index.ts";
import type { Lang } from "#base/messages.ts";
import type { CommonQuestion, LocalizedText } from "../../definition/question-parts.ts";
import { localize } from "../../localize.ts";
import {
  fieldWiring,
  questionFieldProps,
  questionHint,
  type FieldContext,
} from "../field-context.tsx";

type Choice = { value: string; label: string };
type ChoiceFieldProps = {
  question: CommonQuestion;
  context: FieldContext;
  choices: readonly Choice[];
  chosen: string | readonly string[];
  several?: boolean;
  inline?: boolean;
  /** Stands after the question's own hint. */
  note?: string | undefined;
};

/** More choices than this are shorter as a list that opens. */
const selectThreshold = 12;

/** Radio buttons, checkboxes, or a select where the list is long. */
export function ChoiceField(props: ChoiceFieldProps) {
  const { question, context, choices, chosen, several = false, inline = false, note } = props;
  const { lang, t } = context;
  if (!several && choices.length >= selectThreshold) {
    return (
      <Field
        {...fieldWiring(question, context)}
        kind="select"
        empty={t.choose}
        options={choices}
        value={String(chosen)}
      />
    );
  }
  const { label, ...wiring } = questionFieldProps(question, context);
  const hint = [questionHint(question, lang).hint, note].filter(Boolean).join(". ");
  return (
    <ChoiceInput
      {...wiring}
      legend={label}
      kind={several ? "checkbox" : "radio"}
      options={choices}
      value={typeof chosen === "string" ? chosen : [...chosen]}
      inline={inline}
      {...(hint !== "" && { hint })}
    />
  );
}

/** Returns options as a control shows them. */
export const toChoices = (
  options: readonly { code: string; text: LocalizedText }[],
  lang: Lang,
): Choice[] => options.map(({ code, text }) => ({ value: code, label: localize(text, lang) }));

/** Returns an option's text by its code; the code itself where the option is gone. */
export function optionText(
  options: readonly { code: string; text: LocalizedText }[],
  code: string,
  lang: Lang,
): string {
  const option = options.find((one) => one.code === code);
  return option === undefined ? code : localize(option.text, lang);
}

/** Returns the code of the option that was typed by code or by text; what is neither stays. */
export function parseComparedOption(
  options: readonly { code: string; text: LocalizedText }[],
  typed: string,
): string {
  const option = options.find(
    ({ code, text: { ru } }) => code === typed || ru.toLowerCase() === typed.toLowerCase(),
  );
  return option?.code ?? typed;
}

/** Returns the text that a single choice of another version held. */
export function fitChoice(answer: unknown): string | undefined {
  if (typeof answer === "boolean") return answer ? "yes" : "no";
  if (Array.isArray(answer)) return answer.find((one) => typeof one === "string");
  return typeof answer === "string" || typeof answer === "number" ? String(answer) : undefined;
}
