import type { FormState } from "#base/http/form.ts";
import {
  Actions,
  Button,
  DescriptionList,
  Field,
  Flash,
  Form,
  PageHeader,
  Section,
  Stack,
  Status,
  Table,
  fieldProps,
  FormErrorSummary,
} from "#base/ui/index.ts";
import type { PersonState } from "./reads.ts";
import type { PeopleMessages } from "../messages.ts";
import { AccessState, RoleFields, type RoleScopeOptions } from "./page.tsx";

type HrefBuilder = (path: string) => string;

export type PersonPageModel = {
  id: string;
  name: string;
  email: string;
  joined: string;
  state: PersonState;
  secondStep: boolean;
  blocked: boolean;
  sessions: number;
  roles: readonly {
    id: string;
    name: string;
    place: string;
    since: string;
    until: string | undefined;
  }[];
  choices: RoleScopeOptions;
  form: FormState;
};

export function PersonPage({
  t,
  href,
  model,
}: {
  t: PeopleMessages;
  href: HrefBuilder;
  model: PersonPageModel;
}) {
  const at = (path: string) => href(`/admin/people/${model.id}${path}`);
  return (
    <Stack gap="xl">
      <PageHeader title={model.name}>
        <AccessState t={t} state={model.state} />
      </PageHeader>
      <FormErrorSummary form={model.form} />
      <DescriptionList
        items={[
          { name: t.fields.email, value: <a href={`mailto:${model.email}`}>{model.email}</a> },
          { name: t.admin.joined, value: model.joined },
          { name: t.admin.secondStep, value: model.secondStep ? t.admin.yes : t.admin.no },
        ]}
      />
      <Section title={t.admin.rolesTitle} id="roles">
        {model.roles.length === 0 ? (
          <p>{t.admin.noRoles}</p>
        ) : (
          <RolesTable t={t} at={at} model={model} />
        )}
      </Section>
      <Section title={t.admin.addRole} id="add-role">
        <Form action={at("/roles")} variant="card">
          <RoleFields t={t} form={model.form} choices={model.choices} />
          <Actions>
            <Button kind="primary">{t.admin.giveRole}</Button>
          </Actions>
        </Form>
      </Section>
      <Section title={t.admin.access} id="access">
        <p>
          {model.blocked ? t.admin.blockedNow : t.admin.openNow} {t.admin.sessions(model.sessions)}
        </p>
        <Actions>
          {model.sessions > 0 && (
            <Form action={at("/sessions/end")} variant="actions">
              <Button>{t.admin.endSessions}</Button>
            </Form>
          )}
          <Form action={at(model.blocked ? "/unblock" : "/block")} variant="actions">
            {model.blocked ? (
              <Button>{t.admin.unblock}</Button>
            ) : (
              <Button kind="danger">{t.admin.block}</Button>
            )}
          </Form>
        </Actions>
      </Section>
    </Stack>
  );
}

function RolesTable({
  t,
  at,
  model,
}: {
  t: PeopleMessages;
  at: HrefBuilder;
  model: PersonPageModel;
}) {
  return (
    <Table
      caption={t.admin.rolesCaption}
      captionHidden
      cards
      rows={model.roles}
      columns={[
        { head: t.fields.role, cell: (row) => row.name },
        { head: t.admin.place, cell: (row) => row.place },
        { head: t.admin.since, cell: (row) => row.since },
        { head: t.admin.until, cell: (row) => row.until ?? t.admin.inForce },
        {
          head: t.admin.endRole,
          cell: (row) =>
            row.until === undefined && (
              <Form action={at(`/roles/${row.id}/end`)} variant="actions">
                <Button size="s">{t.admin.endRole}</Button>
              </Form>
            ),
        },
      ]}
    />
  );
}

/** A long secret that may break on a narrow screen and is copied whole. */
function LongCode({ text }: { text: string }) {
  const parts = text.match(/.{1,8}/g) ?? [];
  return (
    <code>
      {parts.map((part) => (
        <>
          {part}
          <wbr />
        </>
      ))}
    </code>
  );
}

export type TokensModel = {
  /** The new key, shown only now. */
  newToken?: string;
  form: FormState;
  rows: readonly {
    id: string;
    name: string;
    works: boolean;
    made: string;
    used: string | undefined;
  }[];
};

export function TokensPage({
  t,
  href,
  model,
}: {
  t: PeopleMessages;
  href: HrefBuilder;
  model: TokensModel;
}) {
  return (
    <Stack gap="xl">
      <PageHeader title={t.admin.keysTitle} lead={t.admin.keysLead} />
      <FormErrorSummary form={model.form} />
      {model.newToken !== undefined && (
        <>
          <Flash>
            {t.admin.keyMade} <LongCode text={model.newToken} />
          </Flash>
          <p>{t.admin.keyHow}</p>
        </>
      )}
      <Form action={href("/admin/tokens")} variant="card">
        <Field
          label={t.admin.keyName}
          hint={t.admin.keyNameHint}
          required
          autocomplete="off"
          {...fieldProps(model.form, "name")}
        />
        <Actions>
          <Button kind="primary">{t.admin.makeKey}</Button>
        </Actions>
      </Form>
      {model.rows.length === 0 ? (
        <p>{t.admin.keysNone}</p>
      ) : (
        <Table
          caption={t.admin.keysTitle}
          captionHidden
          cards
          rows={model.rows}
          columns={[
            { head: t.admin.keyName, cell: (row) => row.name },
            {
              head: t.admin.access,
              cell: (row) => (
                <Status kind={row.works ? "working" : "closed"}>
                  {row.works ? t.admin.keyWorks : t.admin.keyDead}
                </Status>
              ),
            },
            { head: t.admin.keyMadeAt, cell: (row) => row.made },
            { head: t.admin.keyUsed, cell: (row) => row.used ?? t.admin.keyNever },
            {
              head: t.admin.keyRevoke,
              cell: (row) =>
                row.works && (
                  <Form action={href(`/admin/tokens/${row.id}/revoke`)} variant="actions">
                    <Button size="s">{t.admin.keyRevoke}</Button>
                  </Form>
                ),
            },
          ]}
        />
      )}
    </Stack>
  );
}
