import { z } from "zod";
import { optionalText, requiredText } from "#base/http/fields.ts";
import { phoneField } from "#modules/people/index.ts";
import { positiveAmount, requiredDate, roublesAmount } from "../zod-fields.ts";
import { activityKinds, costArticles, riskLikelihoods } from "../project.ts";

const optionalRoubles = roublesAmount.optional().transform((kopecks) => kopecks ?? 0);

/** Schemas of one row of each part. */
export const partInputs = {
  groups: z.object({
    title: requiredText(300),
    people: z.coerce.number("projects.amount-wrong").int().positive().max(10_000_000).optional(),
  }),
  tasks: z.object({ title: requiredText(500) }),
  activities: z.object({
    title: requiredText(500),
    kind: z.enum(activityKinds, "projects.choose"),
    taskId: z.uuid().optional(),
    startsOn: requiredDate,
    endsOn: requiredDate,
    months: z.array(z.string().regex(/^\d{4}-\d{2}$/)).default([]),
    days: optionalText(4000),
    expected: optionalText(2000),
    responsibleId: z.uuid().optional(),
    placeIds: z.array(z.uuid()).default([]),
  }),
  costs: z.object({
    article: z.enum(costArticles, "projects.choose"),
    activityId: z.uuid().optional(),
    what: requiredText(500),
    quantity: positiveAmount,
    price: roublesAmount.pipe(z.number()),
    fromGrant: optionalRoubles,
    fromOwn: optionalRoubles,
    fromPartners: optionalRoubles,
    comment: optionalText(2000),
  }),
  team: z.object({
    /** A known contact; otherwise `name` is used. */
    contactId: z.uuid().optional(),
    surname: optionalText(100),
    givenName: optionalText(100),
    patronymic: optionalText(100),
    email: z.email("projects.email-wrong").optional(),
    phone: phoneField.optional(),
    role: requiredText(200),
    duties: optionalText(2000),
  }),
  partners: z.object({
    /** A taxpayer's number or a name; registered organisations are linked. */
    partner: requiredText(300),
    contribution: requiredText(2000),
    /** Id of a saved file; the row has no file when absent. */
    fileId: z.uuid().optional(),
  }),
  risks: z.object({
    title: requiredText(500),
    likelihood: z.enum(riskLikelihoods, "projects.choose"),
    answer: requiredText(2000),
  }),
  results: z.object({
    what: requiredText(500),
    unit: requiredText(60),
    target: positiveAmount,
    measured: optionalText(1000),
  }),
  publications: z.object({
    title: requiredText(500),
    url: z.url({ protocol: /^https?$/, error: "projects.url-wrong" }).max(2000),
    media: optionalText(200),
    publishedOn: requiredDate,
    municipalityId: z.uuid().optional(),
    fileId: z.uuid().optional(),
  }),
};

export type PartInputs = { [P in keyof typeof partInputs]: z.output<(typeof partInputs)[P]> };
