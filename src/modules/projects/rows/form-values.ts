import type { FormState } from "#base/http/form.ts";
import { formatRoublesInput } from "../zod-fields.ts";
import type { Occurrence, ProjectPart, PartRows } from "./store.ts";
import { formatPlanForForm } from "../schedule/date-ranges.ts";

type RowFormValues = { values: Record<string, string>; lists?: Record<string, string[]> };
type RowFormContext = {
  occurrences: readonly Occurrence[];
  partnerNames: ReadonlyMap<string, string>;
};

const formatDecimalInput = (value: number) => String(value).replace(".", ",");

/** Converters of each part's row to form values. */
const rowFormValues: {
  [P in ProjectPart]: (row: PartRows[P][number], known: RowFormContext) => RowFormValues;
} = {
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
      quantity: formatDecimalInput(row.quantity),
      price: formatRoublesInput(row.price),
      fromGrant: formatRoublesInput(row.from_grant),
      fromOwn: formatRoublesInput(row.from_own),
      fromPartners: formatRoublesInput(row.from_partners),
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
    values: { what, unit, target: formatDecimalInput(target), measured },
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

function activityValues(
  row: PartRows["activities"][number],
  { occurrences }: RowFormContext,
): RowFormValues {
  const span = { startsOn: row.starts_on, endsOn: row.ends_on };
  const planned = occurrences
    .filter((one) => one.activity_id === row.id)
    .map((one) => ({ from: one.planned_from, to: one.planned_to }));
  const { months, days } = formatPlanForForm(span, planned);
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

/** Returns the form values of an existing row. */
export function createRowForm<P extends ProjectPart>(
  part: P,
  row: PartRows[P][number],
  known: RowFormContext,
): FormState {
  const { values, lists = {} } = rowFormValues[part](row, known);
  return { values, lists, errors: {} };
}
