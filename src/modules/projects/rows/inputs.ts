import { z } from "zod";
import { phoneField } from "#modules/people/index.ts";
import { amount, day, free, money, needed } from "../zod-fields.ts";
import { activityKinds, articles, likelihoods } from "../project.ts";

const none = money.optional().transform((kopecks) => kopecks ?? 0);

/** What a person writes in one row of each part. */
export const partInputs = {
  groups: z.object({
    title: needed(300),
    people: z.coerce.number("projects.amount-wrong").int().positive().max(10_000_000).optional(),
  }),
  tasks: z.object({ title: needed(500) }),
  activities: z.object({
    title: needed(500),
    kind: z.enum(activityKinds, "projects.choose"),
    taskId: z.uuid().optional(),
    startsOn: day,
    endsOn: day,
    months: z.array(z.string().regex(/^\d{4}-\d{2}$/)).default([]),
    days: free(4000),
    expected: free(2000),
    responsibleId: z.uuid().optional(),
    placeIds: z.array(z.uuid()).default([]),
  }),
  costs: z.object({
    article: z.enum(articles, "projects.choose"),
    activityId: z.uuid().optional(),
    what: needed(500),
    quantity: amount,
    price: money.pipe(z.number()),
    fromGrant: none,
    fromOwn: none,
    fromPartners: none,
    comment: free(2000),
  }),
  team: z.object({
    /** Someone the centre knows already; otherwise the name is written. */
    contactId: z.uuid().optional(),
    surname: free(100),
    givenName: free(100),
    patronymic: free(100),
    email: z.email("projects.email-wrong").optional(),
    phone: phoneField.optional(),
    role: needed(200),
    duties: free(2000),
  }),
  partners: z.object({
    /** A taxpayer's number or a name; known ones are linked to the registry. */
    partner: needed(300),
    contribution: needed(2000),
    /** A kept file; left out, the row has none. */
    fileId: z.uuid().optional(),
  }),
  risks: z.object({
    title: needed(500),
    likelihood: z.enum(likelihoods, "projects.choose"),
    answer: needed(2000),
  }),
  results: z.object({
    what: needed(500),
    unit: needed(60),
    target: amount,
    measured: free(1000),
  }),
  publications: z.object({
    title: needed(500),
    url: z.url({ protocol: /^https?$/, error: "projects.url-wrong" }).max(2000),
    media: free(200),
    publishedOn: day,
    municipalityId: z.uuid().optional(),
    fileId: z.uuid().optional(),
  }),
};

export type PartInputs = { [P in keyof typeof partInputs]: z.output<(typeof partInputs)[P]> };
