import { CharterTextField, OrganisationField } from "./charter-fields.tsx";
import type { ComponentChildren } from "preact";
import {
  Actions,
  SpaceBetween,
  Button,
  ButtonLink,
  ChoiceInput,
  ComparisonView,
  Field,
  Form,
  PlainRows,
  PageHeader,
  Section,
  Stack,
  Tabs,
  fieldProps,
  listProps,
  FormErrorSummary,
} from "#base/ui/index.ts";
import type { FormState } from "#base/http/form.ts";
import type { ProjectPart } from "../rows/store.ts";
import { projectDirections } from "../project.ts";
import type { ProjectFieldChange } from "../history/store.ts";
import type { Project } from "../store.ts";
import type { ProjectViewContext } from "../view.ts";
import { fieldName } from "../history/field-names.ts";
import { RowFields, partsWithFile, type PartRowFormProps } from "../rows/fields.tsx";

/** The edit pages and the parts listed on each. */
export const editSections = {
  passport: [],
  plan: ["tasks", "activities"],
  budget: ["costs"],
  people: ["team", "partners"],
  results: ["groups", "results", "risks"],
  publications: ["publications"],
} as const satisfies Record<string, readonly ProjectPart[]>;
export type EditSection = keyof typeof editSections;
export const editSectionNames = Object.keys(editSections) as [EditSection, ...EditSection[]];

export type CharterEditFrameProps = {
  viewContext: ProjectViewContext;
  project: Project;
  href: (path: string) => string;
  here: EditSection;
};

/** The layout of every edit page: project and tabs. */
export function CharterEditPage({
  viewContext: view,
  project,
  href,
  here,
  children,
}: CharterEditFrameProps & { children: ComponentChildren }) {
  const { t } = view;
  const base = href(`/projects/${project.number}`);
  const address = (name: EditSection) =>
    name === "passport" ? `${base}/edit` : `${base}/edit/${name}`;
  return (
    <Stack gap="l">
      <PageHeader title={project.title} lead={`${project.number}. ${t.stages[project.stage]}`}>
        <Actions>
          <ButtonLink href={base} icon="left">
            {t.edit.back}
          </ButtonLink>
        </Actions>
      </PageHeader>
      <Tabs
        label={t.edit.title}
        tabs={editSectionNames.map((name) => ({
          href: address(name),
          label: t.edit.sections[name],
          current: name === here,
        }))}
      />
      {children}
    </Stack>
  );
}

/** Changes that somebody else saved meanwhile, next to the submitted values. */
export function ConflictComparison({
  viewContext: view,
  theirs,
  form,
}: {
  viewContext: ProjectViewContext;
  theirs: readonly ProjectFieldChange[];
  form: FormState;
}) {
  const { t } = view;
  if (theirs.length === 0) return null;
  return (
    <Section title={t.edit.conflictTitle} small>
      <p>{t.edit.conflictText}</p>
      <ComparisonView
        left={t.edit.theirs}
        right={t.edit.yours}
        rows={theirs.map(({ field, after }) => ({
          name: fieldName(view, field),
          left: after,
          right: submittedValue(form, field),
        }))}
      />
    </Section>
  );
}

function submittedValue(form: FormState, column: string): string {
  const field = column
    .replace(/_id$/, "")
    .replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return form.values[field] ?? form.values[`${field}Id`] ?? form.lists[field]?.join(", ") ?? "";
}

/** The form of the charter, with character counters. */
export function CharterForm({
  viewContext: view,
  project,
  href,
  form,
  municipalities,
}: Omit<CharterEditFrameProps, "here"> & {
  form: FormState;
  municipalities: readonly { value: string; label: string }[];
}) {
  const { t } = view;
  const field = { viewContext: view, form };
  return (
    <Form
      action={href(`/projects/${project.number}/edit`)}
      hidden={{ version: String(project.version) }}
      label={t.edit.sections.passport}
    >
      <Field label={t.fields.projectTitle} width="full" required {...fieldProps(form, "title")} />
      <CharterTextField {...field} name="summary" rows={6} hint={t.fields.summaryHint} />
      <CharterTextField {...field} name="significance" rows={8} hint={t.fields.significanceHint} />
      <CharterTextField {...field} name="goal" rows={3} hint={t.fields.goalHint} />
      <Field
        label={t.fields.direction}
        kind="select"
        empty={t.fields.choose}
        options={projectDirections.map((one) => ({ value: one, label: t.directions[one] }))}
        {...fieldProps(form, "direction")}
      />
      <OrganisationField {...field} />
      <Field label={t.fields.startsOn} kind="date" {...fieldProps(form, "startsOn")} />
      <Field label={t.fields.endsOn} kind="date" {...fieldProps(form, "endsOn")} />
      <ChoiceInput
        legend={t.fields.placeIds}
        kind="checkbox"
        options={municipalities}
        {...listProps(form, "placeIds")}
      />
      <Field
        label={t.fields.programme}
        hint={t.fields.programmeHint}
        optional
        {...fieldProps(form, "programme")}
      />
      <CharterTextField {...field} name="contactInfo" rows={3} hint={t.fields.contactInfoHint} />
      <CharterTextField {...field} name="qualitativeResults" rows={4} />
      <CharterTextField {...field} name="furtherLife" rows={4} hint={t.fields.furtherLifeHint} />
      <Actions>
        <Button kind="primary">{t.edit.save}</Button>
      </Actions>
    </Form>
  );
}

export type PartRowSummary = { id: string; title: string; note?: string };

/** Publications are ordered by date, other rows by position. */
const hasManualOrder = (part: ProjectPart) => part !== "publications";

/** The rows of one part with links to their forms, and a button to add one. */
export function PartList({
  viewContext: view,
  project,
  part,
  lines,
  href,
}: {
  viewContext: ProjectViewContext;
  project: Project;
  part: ProjectPart;
  lines: readonly PartRowSummary[];
  href: (path: string) => string;
}) {
  const { t } = view;
  const base = href(`/projects/${project.number}/rows/${part}`);
  return (
    <Section title={t.edit.titles[part]} id={part}>
      {lines.length === 0 ? (
        <p class="muted">{t.edit.none}</p>
      ) : (
        <PlainRows>
          {lines.map(({ id, title, note }, index) => (
            <SpaceBetween>
              <div>
                <a href={`${base}/${id}`}>{title}</a>
                {note !== undefined && note !== "" && <p class="small muted">{note}</p>}
              </div>
              {hasManualOrder(part) && lines.length > 1 && (
                <Form
                  action={`${base}/${id}/move`}
                  hidden={{ version: String(project.version) }}
                  variant="actions"
                >
                  {index > 0 && <MoveButton to="up" label={t.edit.higher(title)} />}
                  {index < lines.length - 1 && <MoveButton to="down" label={t.edit.lower(title)} />}
                </Form>
              )}
            </SpaceBetween>
          ))}
        </PlainRows>
      )}
      <Actions>
        <ButtonLink href={`${base}/new`} icon="plus">
          {t.edit.add[part]}
        </ButtonLink>
      </Actions>
    </Section>
  );
}

function MoveButton({ to, label }: { to: "up" | "down"; label: string }) {
  return (
    <Button kind="quiet" size="s" icon={to === "up" ? "up" : "dn"} name="to" value={to}>
      <span class="visually-hidden">{label}</span>
    </Button>
  );
}

/** Selects the project's leader among its team. */
export function LeadForm({
  viewContext: view,
  project,
  people,
  form,
  action,
}: {
  viewContext: ProjectViewContext;
  project: Project;
  people: readonly { value: string; label: string }[];
  form: FormState;
  action: string;
}) {
  const { t } = view;
  if (people.length === 0) return null;
  const error = form.errors.leadId;
  return (
    <Form action={action} hidden={{ version: String(project.version) }} label={t.fields.leadId}>
      <Field
        name="leadId"
        label={t.fields.leadId}
        hint={t.fields.leadHint}
        kind="select"
        empty={t.fields.choose}
        options={people}
        value={form.values.leadId ?? project.lead_id ?? ""}
        {...(error !== undefined && { error })}
      />
      <Actions>
        <Button>{t.edit.save}</Button>
      </Actions>
    </Form>
  );
}

/** The form of one row, with a button to remove it. */
export function RowForm({
  view,
  project,
  row,
  href,
}: {
  view: PartRowFormProps;
  project: Project;
  row: string | undefined;
  href: (path: string) => string;
}) {
  const { t } = view.viewContext;
  const base = href(`/projects/${project.number}/rows/${view.part}/${row ?? "new"}`);
  const hidden = { version: String(project.version) };
  return (
    <Section title={row === undefined ? t.edit.add[view.part] : t.edit.titles[view.part]}>
      <FormErrorSummary form={view.form} />
      <Form action={base} hidden={hidden} files={partsWithFile.includes(view.part)}>
        <RowFields {...view} />
        <Actions>
          <Button kind="primary">{t.edit.save}</Button>
        </Actions>
      </Form>
      {row !== undefined && (
        <details>
          <summary>{t.edit.remove}</summary>
          <Form action={`${base}/remove`} hidden={hidden} variant="actions">
            <Button kind="danger">{t.edit.remove}</Button>
          </Form>
        </details>
      )}
    </Section>
  );
}
