import type { ComponentChildren } from "preact";
import type { Attachment } from "#base/files/attachments.ts";
import { Choice, Field } from "#base/ui/index.ts";
import type { FormState } from "#base/http/form.ts";
import type { Part } from "./store.ts";
import { activityKinds, articles, likelihoods } from "../project.ts";
import type { Reader } from "../view.ts";
import { FileField } from "../files/field.tsx";

type Option = { value: string; label: string };

/** What the selects of a row choose from. */
export type RowChoices = {
  tasks: readonly Option[];
  activities: readonly Option[];
  people: readonly Option[];
  municipalities: readonly Option[];
  /** Months of the project, «2026-03». */
  months: readonly Option[];
};

export type RowView = {
  reader: Reader;
  part: Part;
  /** A row that is there already; a member of the team keeps who they are. */
  known: boolean;
  form: FormState;
  choices: RowChoices;
  /** The file that the form holds. */
  held?: Attachment | undefined;
};

/** Parts whose rows bear a file. */
export const withFile: readonly Part[] = ["partners", "publications"];

type FieldName = keyof Reader["t"]["fields"];

/** The questions of one row. */
export function RowFields(view: RowView) {
  const fields: Record<Part, () => ComponentChildren> = {
    groups: () => [text(view, "title", "groupTitle"), figure(view, "people")],
    tasks: () => long(view, "title", { label: "taskTitle", most: 500 }),
    activities: () => activityFields(view),
    costs: () => costFields(view),
    team: () => teamFields(view),
    partners: () => [
      text(view, "partner", "partner", "partnerHint"),
      long(view, "contribution", { most: 2000 }),
      file(view, "letter", "letterHint"),
    ],
    risks: () => [
      text(view, "title", "riskTitle"),
      select(
        view,
        "likelihood",
        likelihoods.map((value) => ({ value, label: view.reader.t.likelihoods[value] })),
      ),
      long(view, "answer", { most: 2000 }),
    ],
    results: () => [
      text(view, "what", "resultWhat"),
      figure(view, "target"),
      text(view, "unit", "unit", "unitHint"),
      text(view, "measured", "measured", "measuredHint"),
    ],
    publications: () => [
      text(view, "title", "publicationTitle"),
      input(view, "url", "url"),
      text(view, "media"),
      input(view, "publishedOn", "date"),
      select(view, "municipalityId", view.choices.municipalities),
      file(view, "copy", "copyHint"),
    ],
  };
  return <>{fields[view.part]()}</>;
}

function activityFields(view: RowView) {
  const { reader, form, choices } = view;
  const { t } = reader;
  return [
    text(view, "title", "activityTitle"),
    select(
      view,
      "kind",
      activityKinds.map((value) => ({ value, label: t.activityKinds[value] })),
    ),
    select(view, "taskId", choices.tasks),
    input(view, "startsOn", "date"),
    input(view, "endsOn", "date"),
    <Choice
      legend={t.fields.months}
      hint={t.fields.monthsHint}
      name="months[]"
      kind="checkbox"
      options={choices.months}
      value={form.lists.months ?? []}
      {...errorOf(form, "months")}
    />,
    long(view, "days", { hint: "daysHint", most: 4000, rows: 3 }),
    long(view, "expected", { most: 2000 }),
    select(view, "responsibleId", choices.people),
    <Choice
      legend={t.fields.placeIds}
      name="placeIds[]"
      kind="checkbox"
      options={choices.municipalities}
      value={form.lists.placeIds ?? []}
      {...errorOf(form, "placeIds")}
    />,
  ];
}

function costFields(view: RowView) {
  const { t } = view.reader;
  return [
    text(view, "what"),
    select(
      view,
      "article",
      articles.map((value) => ({ value, label: t.articles[value] })),
    ),
    select(view, "activityId", view.choices.activities),
    figure(view, "quantity"),
    figure(view, "price"),
    figure(view, "fromGrant"),
    figure(view, "fromOwn"),
    figure(view, "fromPartners"),
    long(view, "comment", { most: 2000, rows: 3 }),
  ];
}

function teamFields(view: RowView) {
  const who = [
    ...(view.choices.people.length === 0 ? [] : [select(view, "contactId", view.choices.people)]),
    text(view, "surname"),
    text(view, "givenName"),
    text(view, "patronymic"),
    input(view, "email", "email"),
    input(view, "phone", "tel"),
  ];
  return [
    ...(view.known ? [] : who),
    text(view, "role"),
    long(view, "duties", { most: 2000, rows: 3 }),
  ];
}

const errorOf = (form: FormState, name: string) => {
  const error = form.errors[name];
  return error === undefined ? {} : { error };
};

function base(view: RowView, name: string, label: FieldName) {
  return {
    name,
    label: view.reader.t.fields[label],
    value: view.form.values[name] ?? "",
    ...errorOf(view.form, name),
  };
}

function text(view: RowView, name: FieldName, label = name, hint?: FieldName) {
  const said = hint === undefined ? {} : { hint: view.reader.t.fields[hint] };
  return <Field {...base(view, name, label)} {...said} width="full" />;
}

function input(view: RowView, name: FieldName, kind: "date" | "url" | "email" | "tel") {
  return <Field {...base(view, name, name)} kind={kind} />;
}

function figure(view: RowView, name: FieldName) {
  return <Field {...base(view, name, name)} inputmode="decimal" width="s" />;
}

function file({ reader, form, held }: RowView, label: FieldName, hint: FieldName) {
  const { fields } = reader.t;
  return (
    <FileField reader={reader} form={form} held={held} label={fields[label]} hint={fields[hint]} />
  );
}

function select(view: RowView, name: FieldName, options: readonly Option[]) {
  return (
    <Field
      {...base(view, name, name)}
      kind="select"
      empty={view.reader.t.fields.choose}
      options={options}
    />
  );
}

function long(
  view: RowView,
  name: FieldName,
  {
    label = name,
    hint,
    most,
    rows = 4,
  }: { label?: FieldName; hint?: FieldName; most: number; rows?: number },
) {
  const said = hint === undefined ? {} : { hint: view.reader.t.fields[hint] };
  return (
    <Field
      {...base(view, name, label)}
      {...said}
      kind="textarea"
      rows={rows}
      maxlength={most}
      counter
      width="full"
    />
  );
}
