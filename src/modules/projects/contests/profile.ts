import { z } from "zod";

/** Kinds of profile fields; a table has rows, a list one entry per line. */
export const profileFieldKinds = [
  "line",
  "text",
  "list",
  "date",
  "money",
  "choice",
  "table",
] as const;
export type ProfileFieldKind = (typeof profileFieldKinds)[number];

/** Parts of the charter a field can be prefilled from. */
export const charterSources = [
  "title",
  "summary",
  "significance",
  "goal",
  "tasks",
  "groups",
  "geography",
  "starts",
  "ends",
  "plan",
  "budget",
  "grant",
  "own",
  "total",
  "team",
  "partners",
  "results",
  "qualitative",
  "risks",
  "further",
  "organisation",
  "inn",
  "ogrn",
  "address",
  "contacts",
] as const;
export type CharterSource = (typeof charterSources)[number];

/** Properties of the application a field can be prefilled from. */
export const applicationSources = ["direction", "asked"] as const;
export type FieldSource = CharterSource | (typeof applicationSources)[number];
const fieldSources = [...charterSources, ...applicationSources] as const;

/**
 * Every stored table has all its columns in this order whatever a funder shows of them, so that a
 * text copied from contest to contest loses nothing.
 */
export const tableColumns = {
  plan: ["task", "activity", "starts", "ends", "place", "result"],
  budget: ["article", "item", "activity", "grant", "own", "partners", "comment"],
  team: ["name", "role", "tasks", "experience"],
  partners: ["name", "support", "letter"],
  results: ["result", "value", "unit", "measure"],
} as const;
export type TableName = keyof typeof tableColumns;
const tableNames = Object.keys(tableColumns) as [TableName, ...TableName[]];

const code = z.string().regex(/^[a-z][a-z0-9-]{1,39}$/, "projects.profile-code");
const boundedText = (max: number) =>
  z
    .string("projects.profile-words")
    .trim()
    .min(1, "projects.profile-words")
    .max(max, "projects.profile-long");
const money = z.number("projects.profile-money").nonnegative("projects.profile-money");

const field = z
  .strictObject({
    code,
    title: boundedText(200),
    hint: boundedText(600).optional(),
    kind: z.enum(profileFieldKinds, "projects.profile-kind"),
    /** Maximum characters including spaces, as the funder counts them. */
    limit: z.int("projects.profile-limit").positive("projects.profile-limit").optional(),
    required: z.boolean("projects.profile-required").default(false),
    source: z.enum(fieldSources, "projects.profile-source").optional(),
    table: z.enum(tableNames, "projects.profile-table").optional(),
    /** Which columns of the table the funder asks for, in its order and words. */
    columns: z.array(z.strictObject({ key: code, title: boundedText(120) })).optional(),
  })
  .superRefine((one, refine) => {
    const wrong = (path: string, message: string) =>
      refine.addIssue({ code: "custom", path: [path], message });
    if ((one.kind === "table") !== (one.table !== undefined))
      wrong("table", "projects.profile-table");
    if (one.table === undefined) return;
    const known: readonly string[] = tableColumns[one.table];
    if (one.columns === undefined || one.columns.length === 0)
      wrong("columns", "projects.profile-columns");
    for (const column of one.columns ?? [])
      if (!known.includes(column.key)) wrong("columns", "projects.profile-columns");
  });

const criterion = z.strictObject({
  code,
  title: boundedText(300),
  hint: boundedText(600).optional(),
  /** Points from 0 to `most`; `weight` is their share of the total. */
  most: z.number("projects.profile-points").positive("projects.profile-points").max(100),
  weight: z.number("projects.profile-points").positive("projects.profile-points").default(1),
});

/** A contest's form as data that staff export, edit and import again. */
export const profileSchema = z
  .strictObject({
    code,
    title: boundedText(200),
    funder: boundedText(300),
    /** The source of the profile, and a note that the contest's current rules take precedence. */
    note: boundedText(1000),
    /** The day on which the profile was last checked. */
    asOf: z.iso.date("projects.profile-day"),
    directions: z.array(boundedText(300)).max(60),
    /** Roubles; minimum and maximum of a grant. */
    grant: z.strictObject({ least: money.optional(), most: money.optional() }).default({}),
    /** Share of the whole cost that must not come from the grant, 0–1. */
    ownShare: z.number("projects.profile-share").min(0).max(0.99).default(0),
    dates: z
      .strictObject({
        earliest: z.iso.date("projects.profile-day").optional(),
        latest: z.iso.date("projects.profile-day").optional(),
        longestMonths: z.int().positive().max(60).optional(),
      })
      .default({}),
    /** The pattern of the funder's application numbers, and an example. */
    number: z.strictObject({ pattern: boundedText(200), example: boundedText(60) }).optional(),
    sections: z
      .array(z.strictObject({ code, title: boundedText(200), fields: z.array(field).min(1) }))
      .min(1, "projects.profile-empty"),
    /** The funder's cost articles, in order; `ours` are the charter's articles mapped to each. */
    articles: z.array(
      z.strictObject({ code, title: boundedText(300), ours: z.array(z.string()).default([]) }),
    ),
    criteria: z.array(criterion).max(40),
  })
  .superRefine((profile, refine) => {
    const wrong = (path: (string | number)[], message: string) =>
      refine.addIssue({ code: "custom", path, message });
    if (hasDuplicates(profile.sections.map((section) => section.code)))
      wrong(["sections"], "projects.profile-twice");
    if (hasDuplicates(profile.sections.flatMap(({ fields }) => fields.map((one) => one.code))))
      wrong(["sections"], "projects.profile-twice");
    if (hasDuplicates(profile.criteria.map((one) => one.code)))
      wrong(["criteria"], "projects.profile-twice");
    const { least = 0, most = Infinity } = profile.grant;
    if (least > most) wrong(["grant"], "projects.profile-money");
    if (
      profile.number !== undefined &&
      !matchesNumberPattern(profile.number.pattern, profile.number.example)
    )
      wrong(["number"], "projects.profile-number");
  });

export type ContestProfile = z.output<typeof profileSchema>;
export type ProfileField = ContestProfile["sections"][number]["fields"][number];
export type ReviewCriterion = ContestProfile["criteria"][number];
/** As written in a file: properties with defaults may be omitted. */
export type ProfileDraft = z.input<typeof profileSchema>;

const hasDuplicates = (codes: readonly string[]) => new Set(codes).size < codes.length;

/** Returns whether the number matches the funder's pattern; an invalid pattern matches nothing. */
export function matchesNumberPattern(pattern: string, number: string): boolean {
  try {
    return new RegExp(`^(?:${pattern})$`, "u").test(number);
  } catch {
    return false;
  }
}

/** Lists all fields in the funder's order. */
export const profileFields = (profile: ContestProfile): ProfileField[] =>
  profile.sections.flatMap((section) => section.fields);

/** A fault of a profile's file: its path and a message key. */
export type ProfileIssue = { path: string; reason: string };

/** Parses a profile's JSON file; returns the profile, or all its faults. */
export function parseProfile(
  text: string,
): { profile: ContestProfile } | { faults: ProfileIssue[] } {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return { faults: [{ path: "", reason: "projects.profile-json" }] };
  }
  const parsed = profileSchema.safeParse(data);
  if (parsed.success) return { profile: parsed.data };
  const faults = parsed.error.issues.map(({ path, message }) => ({
    path: path.map(String).join("."),
    reason: message.startsWith("projects.") ? message : "projects.profile-wrong",
  }));
  return { faults };
}

/** Returns the highest total of a rubric. */
export const maxScore = (criteria: readonly ReviewCriterion[]): number =>
  criteria.reduce((sum, { most, weight }) => sum + most * weight, 0);
