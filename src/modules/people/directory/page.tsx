import type { FormState } from "#base/http/form.ts";
import {
  Actions,
  Button,
  ButtonLink,
  EmptyState,
  Field,
  Filters,
  Form,
  Pager,
  PageHeader,
  Section,
  Stack,
  Status,
  Table,
  fieldProps,
  FormErrorSummary,
} from "#base/ui/index.ts";
import { personStates, type PersonState } from "./reads.ts";
import { personRoles } from "../roles/rules.ts";
import type { PeopleMessages } from "../messages.ts";

type HrefBuilder = (path: string) => string;
export type ScopeOption = { id: string; name: string };

export type PeopleListModel = {
  rows: readonly {
    id: string;
    name: string;
    email: string;
    roles: readonly string[];
    state: PersonState;
    secondStep: boolean;
  }[];
  count: number;
  filters: {
    q?: string | undefined;
    role?: string | undefined;
    territory?: string | undefined;
    organisation?: string | undefined;
    state?: string | undefined;
  };
  municipalities: readonly ScopeOption[];
  organisations: readonly ScopeOption[];
  newer?: string;
  older?: string;
  csv: string;
};

/** Shows whether the person may sign in, by icon, text and colour. */
export function AccessState({ t, state }: { t: PeopleMessages; state: PersonState }) {
  const kinds = { active: "working", blocked: "closed", former: "noise" } as const;
  const icons = { active: "people", blocked: "lock", former: "mute" } as const;
  return (
    <Status kind={kinds[state]} icon={icons[state]}>
      {t.admin.states[state]}
    </Status>
  );
}

/** Lists names to choose from while typing, without a script. */
export function OrganisationDatalist({
  id,
  choices,
}: {
  id: string;
  choices: readonly ScopeOption[];
}) {
  return (
    <datalist id={id}>
      {choices.map(({ name }) => (
        <option value={name} />
      ))}
    </datalist>
  );
}

export function PeopleListPage({
  t,
  href,
  model,
}: {
  t: PeopleMessages;
  href: HrefBuilder;
  model: PeopleListModel;
}) {
  return (
    <Stack gap="l">
      <PageHeader title={t.admin.title}>
        <Actions>
          <ButtonLink href={href("/admin/people/invite")} kind="primary" icon="plus">
            {t.admin.invite}
          </ButtonLink>
          <ButtonLink href={href("/admin/tokens")}>{t.admin.keys}</ButtonLink>
          <ButtonLink href={model.csv} icon="down" download>
            {t.admin.csv}
          </ButtonLink>
        </Actions>
      </PageHeader>
      <PeopleFilters t={t} href={href} model={model} />
      {model.rows.length === 0 ? (
        <EmptyState title={t.admin.nobody} text={t.admin.nobodyText} level={2} />
      ) : (
        <Table
          caption={t.admin.caption}
          captionHidden
          cards
          rows={model.rows}
          columns={[
            {
              head: t.admin.person,
              cell: (row) => <a href={href(`/admin/people/${row.id}`)}>{row.name}</a>,
            },
            { head: t.fields.email, cell: (row) => row.email },
            { head: t.admin.rolesTitle, cell: (row) => row.roles.join("; ") || t.admin.noRoles },
            {
              head: t.admin.secondStep,
              cell: (row) => (row.secondStep ? t.admin.yes : t.admin.no),
            },
            { head: t.admin.access, cell: (row) => <AccessState t={t} state={row.state} /> },
          ]}
        />
      )}
      <Pager
        {...(model.newer !== undefined && { newer: model.newer })}
        {...(model.older !== undefined && { older: model.older })}
      />
    </Stack>
  );
}

function PeopleFilters({
  t,
  href,
  model,
}: {
  t: PeopleMessages;
  href: HrefBuilder;
  model: PeopleListModel;
}) {
  const { q = "", role = "", territory = "", organisation = "", state = "" } = model.filters;
  return (
    <Filters
      action={href("/admin/people")}
      resultCount={t.admin.found(model.count)}
      resetHref={href("/admin/people")}
    >
      <Field kind="search" name="q" label={t.admin.search} value={q} />
      <Field
        kind="select"
        name="role"
        label={t.fields.role}
        value={role}
        empty={t.admin.anyRole}
        options={personRoles.map((value) => ({ value, label: t.roles[value] }))}
      />
      <Field
        kind="select"
        name="territory"
        label={t.fields.territory}
        value={territory}
        empty={t.admin.anyTerritory}
        options={model.municipalities.map(({ id, name }) => ({ value: id, label: name }))}
      />
      <Field
        name="organisation"
        label={t.fields.organisation}
        value={organisation}
        list="organisations"
      />
      <OrganisationDatalist id="organisations" choices={model.organisations} />
      <Field
        kind="select"
        name="state"
        label={t.admin.state}
        value={state}
        empty={t.admin.anyState}
        options={personStates.map((value) => ({ value, label: t.admin.states[value] }))}
      />
    </Filters>
  );
}

export type RoleScopeOptions = {
  municipalities: readonly ScopeOption[];
  organisations: readonly ScopeOption[];
};

/** A role and the place it needs. */
export function RoleFields({
  t,
  form,
  choices,
}: {
  t: PeopleMessages;
  form: FormState;
  choices: RoleScopeOptions;
}) {
  return (
    <>
      <Field
        kind="select"
        label={t.fields.role}
        required
        empty={t.fields.choose}
        {...fieldProps(form, "role")}
        options={personRoles.map((value) => ({ value, label: t.roles[value] }))}
      />
      <Field
        kind="select"
        label={t.fields.territory}
        hint={t.fields.placeHint}
        empty={t.fields.none}
        {...fieldProps(form, "territoryId")}
        options={choices.municipalities.map(({ id, name }) => ({ value: id, label: name }))}
      />
      <Field
        label={t.fields.organisation}
        list="organisations"
        hint={`${t.fields.bodyHint} ${t.fields.organisationHint}`}
        {...fieldProps(form, "organisation")}
      />
      <OrganisationDatalist id="organisations" choices={choices.organisations} />
    </>
  );
}

export type InviteModel = {
  days: number;
  choices: RoleScopeOptions;
  form: FormState;
  waiting: readonly {
    id: string;
    name: string;
    email: string;
    role: string;
    expires: string;
    expired: boolean;
  }[];
};

export function InvitePage({
  t,
  href,
  model,
}: {
  t: PeopleMessages;
  href: HrefBuilder;
  model: InviteModel;
}) {
  const { form } = model;
  return (
    <Stack gap="xl">
      <PageHeader title={t.admin.inviteTitle} lead={t.admin.inviteLead(model.days)} />
      <FormErrorSummary form={form} />
      <Form action={href("/admin/people/invite")} variant="card">
        <Field label={t.fields.name} required autocomplete="off" {...fieldProps(form, "name")} />
        <Field
          kind="email"
          label={t.fields.email}
          required
          autocomplete="off"
          {...fieldProps(form, "email")}
        />
        <RoleFields t={t} form={form} choices={model.choices} />
        <Actions>
          <Button kind="primary">{t.admin.inviteSubmit}</Button>
        </Actions>
      </Form>
      <Section title={t.admin.waiting}>
        {model.waiting.length === 0 ? (
          <p>{t.admin.waitingNone}</p>
        ) : (
          <Table
            caption={t.admin.waiting}
            captionHidden
            cards
            rows={model.waiting}
            columns={[
              { head: t.admin.person, cell: (row) => `${row.name}, ${row.email}` },
              { head: t.fields.role, cell: (row) => row.role },
              {
                head: t.admin.expires,
                cell: (row) => (row.expired ? t.admin.expired : row.expires),
              },
              {
                head: t.admin.withdraw,
                cell: (row) => (
                  <Form
                    action={href(`/admin/people/invitations/${row.id}/withdraw`)}
                    variant="actions"
                  >
                    <Button size="s">{t.admin.withdraw}</Button>
                  </Form>
                ),
              },
            ]}
          />
        )}
      </Section>
    </Stack>
  );
}
