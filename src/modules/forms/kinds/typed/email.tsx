import { z } from "zod";
import { common } from "../../definition/question-parts.ts";
import { noFaults } from "../checks.ts";
import type { Kind, KindRules } from "../kind.ts";
import { BlankLine } from "../paper.tsx";
import {
  fitText,
  isXlsLine,
  LineField,
  lineRules,
  plainBuilder,
  printText,
  textTally,
} from "./line.tsx";

const schema = () => z.object({ ...common, kind: z.literal("email") });
type EmailSchema = ReturnType<typeof schema>;

const domainLabel = String.raw`[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}-]{0,61}[\p{L}\p{M}\p{N}])?`;
const localAtom = String.raw`[\p{L}\p{N}!#$%&'*+/=?^_\x60{|}~-]+`;
/** RFC 6531 without quoted names: letters of any script on both sides, so that IDNA domains pass. */
const emailPattern = new RegExp(
  String.raw`^(?=.{1,64}@)${localAtom}(?:\.${localAtom})*@(?:${domainLabel}\.)+(?!\p{N}+$)${domainLabel}$`,
  "u",
);
const maxEmailLength = 254;

export const emailRules: KindRules<z.output<EmailSchema>, string> = {
  ...lineRules,
  faults: (_question, answer) =>
    answer.length <= maxEmailLength && emailPattern.test(answer)
      ? noFaults
      : [{ key: "forms.email-wrong" }],
};

export const emailKind: Kind<EmailSchema, string> = {
  rules: emailRules,
  schema,
  fit: fitText,
  field: (input) => <LineField {...input} kind="email" />,
  builder: plainBuilder,
  paper: { space: () => <BlankLine /> },
  tally: textTally,
  text: printText,
  xlsform: {
    read: (row) => (isXlsLine(row, "email") ? {} : undefined),
    write: () => ({ type: "text", cells: { appearance: "email" } }),
  },
};
