import type { FormState } from "#base/http/form.ts";
import {
  Actions,
  Button,
  Facts,
  Field,
  Flash,
  Form,
  Place,
  Section,
  Stack,
  Status,
  Table,
} from "#base/ui/index.ts";
import type { PersonState } from "./reads.ts";
import type { PeopleWords } from "../messages.ts";
import { Access, RoleFields, type PlaceChoices } from "./page.tsx";
import { kept, Trouble } from "../form-errors.tsx";

type Href = (path: string) => string;

export type PersonModel = {
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
  choices: PlaceChoices;
  form: FormState;
};

export function Person({ t, href, model }: { t: PeopleWords; href: Href; model: PersonModel }) {
  const at = (path: string) => href(`/admin/people/${model.id}${path}`);
  return (
    <Stack gap="xl">
      <Place title={model.name}>
        <Access t={t} state={model.state} />
      </Place>
      <Trouble form={model.form} />
      <Facts
        facts={[
          { name: t.fields.email, value: <a href={`mailto:${model.email}`}>{model.email}</a> },
          { name: t.admin.joined, value: model.joined },
          { name: t.admin.secondStep, value: model.secondStep ? t.admin.yes : t.admin.no },
        ]}
      />
      <Section title={t.admin.rolesTitle} id="roles">
        {model.roles.length === 0 ? (
          <p>{t.admin.noRoles}</p>
        ) : (
          <Roles t={t} at={at} model={model} />
        )}
      </Section>
      <Section title={t.admin.addRole} id="add-role">
        <Form action={at("/roles")} look="card">
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
            <Form action={at("/sessions/end")} look="actions">
              <Button>{t.admin.endSessions}</Button>
            </Form>
          )}
          <Form action={at(model.blocked ? "/unblock" : "/block")} look="actions">
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

function Roles({ t, at, model }: { t: PeopleWords; at: Href; model: PersonModel }) {
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
              <Form action={at(`/roles/${row.id}/end`)} look="actions">
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
  /** The key just made: shown this once. */
  made?: string;
  form: FormState;
  rows: readonly {
    id: string;
    name: string;
    works: boolean;
    made: string;
    used: string | undefined;
  }[];
};

export function Tokens({ t, href, model }: { t: PeopleWords; href: Href; model: TokensModel }) {
  return (
    <Stack gap="xl">
      <Place title={t.admin.keysTitle} lead={t.admin.keysLead} />
      <Trouble form={model.form} />
      {model.made !== undefined && (
        <>
          <Flash>
            {t.admin.keyMade} <LongCode text={model.made} />
          </Flash>
          <p>{t.admin.keyHow}</p>
        </>
      )}
      <Form action={href("/admin/tokens")} look="card">
        <Field
          name="name"
          label={t.admin.keyName}
          hint={t.admin.keyNameHint}
          required
          autocomplete="off"
          {...kept(model.form, "name")}
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
                  <Form action={href(`/admin/tokens/${row.id}/revoke`)} look="actions">
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
