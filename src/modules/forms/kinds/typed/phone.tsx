import { z } from "zod";
import { common } from "../../definition/question-parts.ts";
import { noFaults } from "../checks.ts";
import type { Kind, KindRules } from "../kind.ts";
import { BlankLine } from "../paper.tsx";
import { fitText, isXlsLine, LineField, lineRules, printText, textTally } from "./line.tsx";

const schema = () => z.object({ ...common, kind: z.literal("phone") });
type PhoneSchema = ReturnType<typeof schema>;

/** An extension, «ext. 12» or its Russian abbreviation. */
const extensionPattern = /[\s,;]*(?:ext|x|#|\u0434\u043e\u0431)\.?\s*(\d{1,6})$/i;
const separators = /[\s\u00a0\u202f().\u2010-\u2015-]/g;

/**
 * Returns the telephone as `+79001234567` (with `;ext=12` where there is an extension); `undefined`
 * for what is no number. «8 900 …», «7 900 …» and «900 …» are Russian; others begin with «+».
 */
function normalizePhone(typed: string): string | undefined {
  const [whole = "", extension] = extensionPattern.exec(typed) ?? [];
  const bare = typed.slice(0, typed.length - whole.length).replace(separators, "");
  const [, national] = /^(?:\+?7|8)?([3-9]\d{9})$/.exec(bare) ?? [];
  const isForeign = /^\+(?!7)[1-9]\d{7,14}$/.test(bare);
  const number = national === undefined ? (isForeign ? bare : undefined) : `+7${national}`;
  return number === undefined || extension === undefined ? number : `${number};ext=${extension}`;
}

/** Conditions compare the normal form; the answer stays as it was written. */
export const phoneRules: KindRules<z.output<PhoneSchema>, string> = {
  ...lineRules,
  value: (_question, answer) => normalizePhone(answer) ?? answer,
  faults: (_question, answer) =>
    normalizePhone(answer) === undefined ? [{ key: "forms.phone-wrong" }] : noFaults,
};

export const phoneKind: Kind<PhoneSchema, string> = {
  rules: phoneRules,
  schema,
  fit: fitText,
  field: (input) => <LineField {...input} kind="tel" />,
  builder: {
    parse: () => ({}),
    values: () => ({}),
    fields: () => null,
    compared: (_question, typed) => normalizePhone(typed) ?? typed,
  },
  paper: { space: () => <BlankLine /> },
  tally: textTally,
  text: printText,
  xlsform: {
    read: (row) => (isXlsLine(row, "phone") ? {} : undefined),
    write: () => ({ type: "text", cells: { appearance: "phone" } }),
  },
};
