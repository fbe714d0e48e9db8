import type { FormState } from "#base/http/form.ts";
import {
  Actions,
  Button,
  EmptyState,
  Field,
  Filters,
  Form,
  Grid,
  Pager,
  PageHeader,
  Section,
  Stack,
  Status,
  Table,
  type StatusKind,
  FormErrorSummary,
  formatDateTime,
} from "#base/ui/index.ts";
import {
  registrationRoles,
  registrationStates,
  type AttendanceMode,
  type RegistrationState,
} from "../event.ts";
import { municipalityOptions, type EventNames } from "../names.ts";
import type { Event } from "../store.ts";
import { labelledFields, type EventsViewContext } from "../view.ts";
import type { ListedRegistration, RegistrationQuery } from "./list-web.tsx";

export type RegistrationsView = {
  viewContext: EventsViewContext;
  event: Event;
  rows: readonly ListedRegistration[];
  found: number;
  totals: { confirmed: number; waiting: number };
  names: EventNames;
  query: RegistrationQuery;
  /** Path of the page, inside the region. */
  path: string;
  href: (path: string) => string;
  hrefWith: (
    change: Partial<Record<keyof RegistrationQuery, string | undefined>>,
    ending?: string,
  ) => string;
  modes: readonly AttendanceMode[];
  state: FormState;
  newer?: string;
  older?: string;
};

const stateStatusKinds: Record<RegistrationState, StatusKind> = {
  waiting: "new",
  offered: "claimed",
  confirmed: "verified",
  cancelled: "closed",
};

/** Registrations of an event for its managers; the same rows as files. */
export function RegistrationsPage(view: RegistrationsView) {
  const { viewContext, rows, href, hrefWith, path, totals } = view;
  const { t } = viewContext;
  return (
    <Stack gap="l">
      <PageHeader title={t.registrations.title} lead={view.event.title} />
      <p>{t.registrations.totals(totals.confirmed, totals.waiting)}</p>
      <Filters action={href(path)} resetHref={href(path)}>
        <Field kind="search" name="q" label={t.registrations.search} value={view.query.q ?? ""} />
        <Field
          kind="select"
          name="state"
          label={t.registrations.state}
          empty={t.registrations.all}
          options={registrationStates.map((state) => ({ value: state, label: t.states[state] }))}
          value={view.query.state ?? ""}
        />
        {view.modes.length > 1 && (
          <Field
            kind="select"
            name="mode"
            id="filter-mode"
            label={t.registrations.mode}
            empty={t.registrations.all}
            options={view.modes.map((mode) => ({ value: mode, label: t.formats[mode] }))}
            value={view.query.mode ?? ""}
          />
        )}
      </Filters>
      {rows.length === 0 ? (
        <EmptyState
          level={2}
          icon="people"
          title={t.registrations.emptyTitle}
          text={t.registrations.emptyText}
        />
      ) : (
        <RegistrationTable {...view} />
      )}
      <Pager
        {...(view.newer !== undefined && { newer: view.newer })}
        {...(view.older !== undefined && { older: view.older })}
      />
      <p class="small">
        {t.registrations.files} <a href={hrefWith({}, ".csv")}>CSV</a>,{" "}
        <a href={hrefWith({}, ".xlsx")}>XLSX</a>
      </p>
      <GroupForm {...view} />
    </Stack>
  );
}

function RegistrationTable({ viewContext: view, rows, names, href, path }: RegistrationsView) {
  const { t } = view;
  return (
    <Table
      caption={t.registrations.title}
      captionHidden
      cards
      rows={rows}
      columns={[
        {
          head: t.registrations.code,
          cell: ({ registration }) => <span class="num">{registration.code}</span>,
        },
        {
          head: t.registrations.name,
          rowHead: true,
          cell: ({ name, contact }) => (
            <>
              {name}
              {contact !== undefined && (
                <span class="small muted">
                  {" "}
                  {[contact.email, contact.phone].filter(Boolean).join(", ")}
                </span>
              )}
            </>
          ),
        },
        {
          head: t.registrations.municipality,
          cell: ({ registration }) => names.territory(registration.municipality_id),
        },
        {
          head: t.registrations.organisation,
          cell: ({ registration, contact }) =>
            names.organisation(registration.organisation_id) || contact?.organisation || "",
        },
        {
          head: t.registrations.role,
          cell: ({ registration }) =>
            `${t.roles[registration.role]}, ${t.modes[registration.mode]}`,
        },
        {
          head: t.registrations.state,
          cell: ({ registration }) => (
            <>
              <Status kind={stateStatusKinds[registration.state]}>
                {t.states[registration.state]}
              </Status>{" "}
              <span class="small muted">{formatDateTime(registration.asked_at, view)}</span>
              {registration.state !== "cancelled" && (
                <Form action={href(`${path}/${registration.id}/cancel`)} variant="actions">
                  <Button size="s" kind="quiet">
                    {t.registrations.strike}
                  </Button>
                </Form>
              )}
            </>
          ),
        },
      ]}
    />
  );
}

function GroupForm({
  viewContext: view,
  event,
  names,
  href,
  path,
  state,
  modes,
}: RegistrationsView) {
  const { t } = view;
  if (event.stage === "draft" || event.stage === "cancelled" || event.attendance_closed_at !== null)
    return null;
  const field = labelledFields(state);
  return (
    <Section title={t.registrations.addTitle} lead={t.registrations.addLead} gap="m" id="group">
      <FormErrorSummary form={state} />
      <Form action={href(path)} variant="card" label={t.registrations.addTitle}>
        <Field
          {...field("people", t.registrations.people)}
          kind="textarea"
          rows={6}
          hint={t.registrations.peopleHint}
          required
        />
        <Grid>
          <Field
            {...field("municipalityId", t.registrations.municipality)}
            kind="select"
            empty={t.form.choose}
            options={municipalityOptions(names)}
          />
          <Field
            {...field("role", t.registrations.role)}
            kind="select"
            options={registrationRoles.map((role) => ({ value: role, label: t.roles[role] }))}
          />
          {modes.length > 1 && (
            <Field
              {...field("mode", t.registrations.mode)}
              kind="select"
              options={modes.map((mode) => ({ value: mode, label: t.formats[mode] }))}
            />
          )}
        </Grid>
        <Actions>
          <Button>{t.registrations.add}</Button>
        </Actions>
      </Form>
    </Section>
  );
}
