import { rulePackSchema, type RulePack } from "#base/time/deadlines.ts";
import type { AdministrationMessages } from "../messages.ru.ts";

type RuleIssueMessages = AdministrationMessages["rules"]["troubles"];

/** Result of parsing rules: a pack, or every error as a sentence in the reader's language. */
export type ParsedPack = { pack: RulePack } | { troubles: string[] };

/** Reads a rule pack written as JSON; each trouble names the rule by its place in the list, from 1. */
export function parsePack(text: string, t: RuleIssueMessages): ParsedPack {
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch (error) {
    return { troubles: [t.notJson(error instanceof Error ? error.message : "")] };
  }
  const parsed = rulePackSchema.safeParse(given);
  if (parsed.success) return { pack: parsed.data };
  const issues = parsed.error.issues.map(({ path }) => formatIssue(path, t));
  return { troubles: [...new Set(issues)] };
}

const ruleFields = ["timer", "when", "amount", "unit", "validFrom", "validTo", "source"] as const;

function formatIssue([first, index, field]: readonly PropertyKey[], t: RuleIssueMessages): string {
  if (first === "code") return t.code;
  if (first !== "rules") return t.shape;
  if (typeof index !== "number") return t.rules;
  const known = ruleFields.find((one) => one === field);
  if (known !== undefined) return t.rule(index + 1, t[known]);
  return t.rule(index + 1, field === undefined ? t.same : t.shape);
}

/** The pack as the form shows it. */
export function formatPack(pack: RulePack): string {
  return JSON.stringify(pack, null, 2);
}
