import { createHash } from "node:crypto";
import { fieldsOf, type Profile } from "../contests/profile.ts";
import { formerText, type CutText } from "../prefill/prefill.ts";

/** An application as it was sent: the form as it then was, and every text. Nothing changes it later. */
export type Snapshot = {
  number: string;
  contest: string;
  submittedOn: string;
  profile: Profile;
  texts: Record<string, string>;
};

export function snapshotOf(
  sent: { number: string; contest: string; submittedOn: string },
  cut: { profile: Profile; texts: ReadonlyMap<string, CutText> },
): Snapshot {
  const texts = fieldsOf(cut.profile).map(({ code }): [string, string] => [
    code,
    cut.texts.get(code)?.text ?? "",
  ]);
  return { ...sent, profile: cut.profile, texts: Object.fromEntries(texts) };
}

/** Titles of the fields whose text was written anew since the former application was sent. */
export function rewrittenFields(now: Snapshot, former: Snapshot): string[] {
  const before = {
    profile: former.profile,
    texts: new Map(Object.entries(former.texts).map(([code, text]) => [code, { text }])),
  };
  return fieldsOf(now.profile)
    .filter((field) => {
      const was = formerText(field, before);
      return was !== undefined && was !== (now.texts[field.code] ?? "");
    })
    .map(({ title }) => title);
}

/** SHA-256 of the snapshot in hexadecimal; keys sorted, so that what jsonb gives back hashes alike. */
export function hashOf(snapshot: Snapshot): string {
  return createHash("sha256").update(sorted(snapshot)).digest("hex");
}

function sorted(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(sorted).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const pairs = Object.entries(value)
    .filter(([, inner]) => inner !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, inner]) => `${JSON.stringify(key)}:${sorted(inner)}`);
  return `{${pairs.join(",")}}`;
}
