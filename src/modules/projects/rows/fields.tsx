import type { ComponentChildren } from "preact";
import type { Attachment } from "#base/files/attachments.ts";
import { ChoiceInput, Field, fieldProps, listProps } from "#base/ui/index.ts";
import type { FormState } from "#base/http/form.ts";
import type { ProjectPart } from "./store.ts";
import { activityKinds, costArticles, riskLikelihoods } from "../project.ts";
import type { ProjectViewContext } from "../view.ts";
import { FileField } from "../files/field.tsx";

type Option = { value: string; label: string };

/** Options of a row's selects. */
export type RowChoices = {
  tasks: readonly Option[];
  activities: readonly Option[];
  people: readonly Option[];
  municipalities: readonly Option[];
  /** Months of the project, «2026-03». */
  months: readonly Option[];
};

export type PartRowFormProps = {
  viewContext: ProjectViewContext;
  part: ProjectPart;
  /** The row exists already: a member of the team cannot become another person. */
  isExisting: boolean;
  form: FormState;
  choices: RowChoices;
  /** The form's current file. */
  currentFile?: Attachment | undefined;
};

/** Parts whose rows have a file. */
export const partsWithFile: readonly ProjectPart[] = ["partners", "publications"];

type FieldName = keyof ProjectViewContext["t"]["fields"];

/** The fields of one row's form. */
export function RowFields(view: PartRowFormProps) {
  const fields: Record<ProjectPart, () => ComponentChildren> = {
    groups: () => [textField(view, "title", "groupTitle"), numberField(view, "people")],
    tasks: () => textareaField(view, "title", { label: "taskTitle", most: 500 }),
    activities: () => activityFields(view),
    costs: () => costFields(view),
    team: () => teamFields(view),
    partners: () => [
      textField(view, "partner", "partner", "partnerHint"),
      textareaField(view, "contribution", { most: 2000 }),
      fileField(view, "letter", "letterHint"),
    ],
    risks: () => [
      textField(view, "title", "riskTitle"),
      selectField(
        view,
        "likelihood",
        riskLikelihoods.map((value) => ({ value, label: view.viewContext.t.likelihoods[value] })),
      ),
      textareaField(view, "answer", { most: 2000 }),
    ],
    results: () => [
      textField(view, "what", "resultWhat"),
      numberField(view, "target"),
      textField(view, "unit", "unit", "unitHint"),
      textField(view, "measured", "measured", "measuredHint"),
    ],
    publications: () => [
      textField(view, "title", "publicationTitle"),
      inputField(view, "url", "url"),
      textField(view, "media"),
      inputField(view, "publishedOn", "date"),
      selectField(view, "municipalityId", view.choices.municipalities),
      fileField(view, "copy", "copyHint"),
    ],
  };
  return <>{fields[view.part]()}</>;
}

function activityFields(view: PartRowFormProps) {
  const { viewContext, form, choices } = view;
  const { t } = viewContext;
  return [
    textField(view, "title", "activityTitle"),
    selectField(
      view,
      "kind",
      activityKinds.map((value) => ({ value, label: t.activityKinds[value] })),
    ),
    selectField(view, "taskId", choices.tasks),
    inputField(view, "startsOn", "date"),
    inputField(view, "endsOn", "date"),
    <ChoiceInput
      legend={t.fields.months}
      hint={t.fields.monthsHint}
      kind="checkbox"
      options={choices.months}
      {...listProps(form, "months")}
    />,
    textareaField(view, "days", { hint: "daysHint", most: 4000, rows: 3 }),
    textareaField(view, "expected", { most: 2000 }),
    selectField(view, "responsibleId", choices.people),
    <ChoiceInput
      legend={t.fields.placeIds}
      kind="checkbox"
      options={choices.municipalities}
      {...listProps(form, "placeIds")}
    />,
  ];
}

function costFields(view: PartRowFormProps) {
  const { t } = view.viewContext;
  return [
    textField(view, "what"),
    selectField(
      view,
      "article",
      costArticles.map((value) => ({ value, label: t.articles[value] })),
    ),
    selectField(view, "activityId", view.choices.activities),
    numberField(view, "quantity"),
    numberField(view, "price"),
    numberField(view, "fromGrant"),
    numberField(view, "fromOwn"),
    numberField(view, "fromPartners"),
    textareaField(view, "comment", { most: 2000, rows: 3 }),
  ];
}

function teamFields(view: PartRowFormProps) {
  const who = [
    ...(view.choices.people.length === 0
      ? []
      : [selectField(view, "contactId", view.choices.people)]),
    textField(view, "surname"),
    textField(view, "givenName"),
    textField(view, "patronymic"),
    inputField(view, "email", "email"),
    inputField(view, "phone", "tel"),
  ];
  return [
    ...(view.isExisting ? [] : who),
    textField(view, "role"),
    textareaField(view, "duties", { most: 2000, rows: 3 }),
  ];
}

function commonFieldProps(view: PartRowFormProps, name: string, label: FieldName) {
  return {
    ...fieldProps(view.form, name),
    label: view.viewContext.t.fields[label],
  };
}

function textField(view: PartRowFormProps, name: FieldName, label = name, hint?: FieldName) {
  const hintProps = hint === undefined ? {} : { hint: view.viewContext.t.fields[hint] };
  return <Field {...commonFieldProps(view, name, label)} {...hintProps} width="full" />;
}

function inputField(
  view: PartRowFormProps,
  name: FieldName,
  kind: "date" | "url" | "email" | "tel",
) {
  return <Field {...commonFieldProps(view, name, name)} kind={kind} />;
}

function numberField(view: PartRowFormProps, name: FieldName) {
  return <Field {...commonFieldProps(view, name, name)} inputmode="decimal" width="s" />;
}

function fileField(
  { viewContext: view, form, currentFile }: PartRowFormProps,
  label: FieldName,
  hint: FieldName,
) {
  const { fields } = view.t;
  return (
    <FileField
      viewContext={view}
      form={form}
      held={currentFile}
      label={fields[label]}
      hint={fields[hint]}
    />
  );
}

function selectField(view: PartRowFormProps, name: FieldName, options: readonly Option[]) {
  return (
    <Field
      {...commonFieldProps(view, name, name)}
      kind="select"
      empty={view.viewContext.t.fields.choose}
      options={options}
    />
  );
}

function textareaField(
  view: PartRowFormProps,
  name: FieldName,
  {
    label = name,
    hint,
    most,
    rows = 4,
  }: { label?: FieldName; hint?: FieldName; most: number; rows?: number },
) {
  const hintProps = hint === undefined ? {} : { hint: view.viewContext.t.fields[hint] };
  return (
    <Field
      {...commonFieldProps(view, name, label)}
      {...hintProps}
      kind="textarea"
      rows={rows}
      maxlength={most}
      counter
      width="full"
    />
  );
}
