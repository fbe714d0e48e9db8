import type { FormState } from "#base/http/form.ts";
import { moneyText } from "../zod-fields.ts";
import type { Occasion, Part, PartRows } from "./store.ts";
import { planAsForm } from "../schedule/date-ranges.ts";

type Values = { values: Record<string, string>; lists?: Record<string, string[]> };
type Known = { occasions: readonly Occasion[]; partnerNames: ReadonlyMap<string, string> };

const decimal = (value: number) => String(value).replace(".", ",");

/** How each part's row stands in its form. */
const valuesOf: { [P in Part]: (row: PartRows[P][number], known: Known) => Values } = {
  groups: ({ title, people }) => ({
    values: { title, people: people === null ? "" : String(people) },
  }),
  tasks: ({ title }) => ({ values: { title } }),
  activities: activityValues,
  costs: (row) => ({
    values: {
      article: row.article,
      activityId: row.activity_id ?? "",
      what: row.what,
      quantity: decimal(row.quantity),
      price: moneyText(row.price),
      fromGrant: moneyText(row.from_grant),
      fromOwn: moneyText(row.from_own),
      fromPartners: moneyText(row.from_partners),
      comment: row.comment,
    },
  }),
  team: ({ role, duties }) => ({ values: { role, duties } }),
  partners: ({ organisation_id: id, name, contribution, letter_id }, { partnerNames }) => ({
    values: {
      partner: id === null ? name : (partnerNames.get(id) ?? id),
      contribution,
      fileId: letter_id ?? "",
    },
  }),
  risks: ({ title, likelihood, answer }) => ({ values: { title, likelihood, answer } }),
  results: ({ what, unit, target, measured }) => ({
    values: { what, unit, target: decimal(target), measured },
  }),
  publications: (row) => ({
    values: {
      title: row.title,
      url: row.url,
      media: row.media,
      publishedOn: row.published_on,
      municipalityId: row.municipality_id ?? "",
      fileId: row.file_id ?? "",
    },
  }),
};

function activityValues(row: PartRows["activities"][number], { occasions }: Known): Values {
  const span = { startsOn: row.starts_on, endsOn: row.ends_on };
  const planned = occasions
    .filter((one) => one.activity_id === row.id)
    .map((one) => ({ from: one.planned_from, to: one.planned_to }));
  const { months, days } = planAsForm(span, planned);
  return {
    values: {
      title: row.title,
      kind: row.kind,
      taskId: row.task_id ?? "",
      ...span,
      days,
      expected: row.expected,
      responsibleId: row.responsible_id ?? "",
    },
    lists: { months, placeIds: row.places },
  };
}

/** The form of a row opened for another text. */
export function rowForm<P extends Part>(
  part: P,
  row: PartRows[P][number],
  known: Known,
): FormState {
  const { values, lists = {} } = valuesOf[part](row, known);
  return { values, lists, errors: {} };
}
