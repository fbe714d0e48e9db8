import { createHash } from "node:crypto";
import { profileFields, type ContestProfile } from "../contests/profile.ts";
import { textFromFormer, type ApplicationText } from "../prefill/prefill.ts";

/** An application as it was submitted: its profile and texts, immutable. */
export type ApplicationSnapshot = {
  number: string;
  contest: string;
  submittedOn: string;
  profile: ContestProfile;
  texts: Record<string, string>;
};

/** Creates the snapshot of an application; fields without a text are empty. */
export function createSnapshot(
  sent: { number: string; contest: string; submittedOn: string },
  cut: { profile: ContestProfile; texts: ReadonlyMap<string, ApplicationText> },
): ApplicationSnapshot {
  const texts = profileFields(cut.profile).map(({ code }): [string, string] => [
    code,
    cut.texts.get(code)?.text ?? "",
  ]);
  return { ...sent, profile: cut.profile, texts: Object.fromEntries(texts) };
}

/** Lists the titles of the fields rewritten since the former application was submitted. */
export function listRewrittenFields(
  now: ApplicationSnapshot,
  former: ApplicationSnapshot,
): string[] {
  const before = {
    profile: former.profile,
    texts: new Map(Object.entries(former.texts).map(([code, text]) => [code, { text }])),
  };
  return profileFields(now.profile)
    .filter((field) => {
      const previousText = textFromFormer(field, before);
      return previousText !== undefined && previousText !== (now.texts[field.code] ?? "");
    })
    .map(({ title }) => title);
}

/**
 * Returns the SHA-256 of the snapshot in hex; keys are sorted, since jsonb does not preserve their
 * order.
 */
export function snapshotHash(snapshot: ApplicationSnapshot): string {
  return createHash("sha256").update(canonicalJson(snapshot)).digest("hex");
}

function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const pairs = Object.entries(value)
    .filter(([, inner]) => inner !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, inner]) => `${JSON.stringify(key)}:${canonicalJson(inner)}`);
  return `{${pairs.join(",")}}`;
}
