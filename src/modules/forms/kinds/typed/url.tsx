import { z } from "zod";
import { common, maxLength } from "../../definition/question-parts.ts";
import { checkLength, noFaults } from "../checks.ts";
import type { Kind, KindRules } from "../kind.ts";
import { BlankLine } from "../paper.tsx";
import {
  fitText,
  isXlsLine,
  LineField,
  lineRules,
  mostBuilder,
  printText,
  textTally,
} from "./line.tsx";

const schema = () => z.object({ ...common, kind: z.literal("url"), most: maxLength(2000) });
type UrlSchema = ReturnType<typeof schema>;

/** Accepts web addresses only, and none with a name and password before the host. */
function isWebAddress(text: string): boolean {
  if (!/^https?:\/\/\S+$/i.test(text) || !URL.canParse(text)) return false;
  const { hostname, username, password } = new URL(text);
  return hostname.includes(".") && username === "" && password === "";
}

export const urlRules: KindRules<z.output<UrlSchema>, string> = {
  ...lineRules,
  faults({ most }, answer) {
    const long = checkLength(answer, most);
    if (long.length > 0) return long;
    return isWebAddress(answer) ? noFaults : [{ key: "forms.url-wrong" }];
  },
};

export const urlKind: Kind<UrlSchema, string> = {
  rules: urlRules,
  schema,
  fit: fitText,
  field: (input) => <LineField {...input} kind="url" />,
  builder: mostBuilder,
  paper: { space: () => <BlankLine /> },
  tally: textTally,
  text: printText,
  view: ({ answer }) =>
    isWebAddress(answer) ? (
      <a href={answer} rel="noopener nofollow ugc">
        {answer}
      </a>
    ) : (
      answer
    ),
  xlsform: {
    read: (row) => (isXlsLine(row, "url") ? {} : undefined),
    write: () => ({ type: "text", cells: { appearance: "url" } }),
  },
};
