import { z } from "zod";
import { common } from "../../definition/question-parts.ts";
import { fieldMessages } from "../../localize.ts";
import { LimitField } from "../builder-fields.tsx";
import { noFaults } from "../checks.ts";
import type { Kind, KindRules } from "../kind.ts";
import { PaperBoxes } from "../paper.tsx";
import { fieldName, readText } from "../posted.ts";
import { ChoiceField } from "./choice-field.tsx";

const schema = () => z.object({ ...common, kind: z.literal("yes-no") });
type YesNoSchema = ReturnType<typeof schema>;

export const yesNoRules: KindRules<z.output<YesNoSchema>, boolean> = {
  parse({ code }, posted) {
    const value = readText(posted, fieldName(code));
    return value === "" ? undefined : value === "yes";
  },
  matches: (answer) => typeof answer === "boolean",
  value: (_question, answer) => answer,
  faults: () => noFaults,
  maxPoints: ({ weight }) => (weight === undefined ? undefined : 1),
};

/** Both answers as lists of codes hold them, here and in survey files. */
const codes = ["yes", "no"] as const;

export const yesNoKind: Kind<YesNoSchema, boolean> = {
  rules: yesNoRules,
  schema,
  fit(answer) {
    if (answer === "yes" || answer === "no") return answer === "yes";
    return typeof answer === "boolean" ? answer : undefined;
  },
  field: ({ question, answer, context }) => (
    <ChoiceField
      question={question}
      context={context}
      choices={codes.map((code) => ({ value: code, label: context.t[code] }))}
      chosen={answer === undefined ? "" : answer ? "yes" : "no"}
      inline
    />
  ),
  builder: {
    parse: () => ({}),
    values: () => ({}),
    fields: ({ t, form }) => <LimitField form={form} name="weight" label={t.weight} />,
    compared: (_question, typed) => !/^(no|false|0|\u043d\u0435\u0442)$/i.test(typed),
  },
  paper: {
    space: ({ lang }) => <PaperBoxes texts={codes.map((code) => fieldMessages(lang)[code])} />,
  },
  tally: {
    read: (_question, answer) => ({ codes: [answer ? "yes" : "no"] }),
    cells: () => codes.map((code) => ({ code, text: { ru: code, en: code } })),
    label: (code, { lang }) => fieldMessages(lang)[code === "yes" ? "yes" : "no"],
  },
  text: (_question, answer, { lang }) => fieldMessages(lang)[answer ? "yes" : "no"],
  xlsform: {
    read: ({ isOwn }) => (isOwn ? {} : undefined),
    write: () => ({
      type: "select_one",
      options: codes.map((code) => ({
        code,
        text: { ru: fieldMessages("ru")[code], en: fieldMessages("en")[code] },
      })),
    }),
  },
};
