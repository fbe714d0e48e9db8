import { z } from "zod";
import { common, maxLength } from "../../definition/question-parts.ts";
import { checkLength } from "../checks.ts";
import type { Kind, KindRules } from "../kind.ts";
import { BlankLine } from "../paper.tsx";
import { fitText, LineField, lineRules, mostBuilder, printText, textTally } from "./line.tsx";

const schema = () => z.object({ ...common, kind: z.literal("text"), most: maxLength(300) });
type TextSchema = ReturnType<typeof schema>;

export const textRules: KindRules<z.output<TextSchema>, string> = {
  ...lineRules,
  faults: ({ most }, answer) => checkLength(answer, most),
};

export const textKind: Kind<TextSchema, string> = {
  rules: textRules,
  schema,
  fit: fitText,
  field: (input) => <LineField {...input} />,
  builder: mostBuilder,
  paper: { space: () => <BlankLine /> },
  tally: textTally,
  text: printText,
  isTitle: true,
  xlsform: {
    read: ({ type }) => (/^(text|string)$/.test(type) ? {} : undefined),
    write: () => ({ type: "text" }),
  },
};
