import { definePolicy, type GrantLine } from "#base/policy.ts";

const staff: GrantLine = { who: { role: ["operator", "administrator"], at: "region" } };

/** Who may do what with a form; `owner_id` is who made it or was given it. */
export const formPolicy = definePolicy({
  /** Fill it in. */
  fill: [{ who: "anyone", where: { state: "published" } }],
  /** Build, publish, close, key in paper replies, read and export single replies. */
  build: [staff, { who: "system" }],
  /** Counts and means. Owners see those of their own forms. */
  results: [
    staff,
    { who: "system" },
    { who: { role: ["head"], at: "region" } },
    { who: { own: "owner_id" } },
    { who: "anyone", where: { results_public: true } },
  ],
  /** Counts and means of questions that are not for everybody. */
  staffResults: [
    staff,
    { who: "system" },
    { who: { role: ["head"], at: "region" } },
    { who: { own: "owner_id" } },
  ],
});
