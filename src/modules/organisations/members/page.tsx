import type { FormState } from "#base/http/form.ts";
import {
  Actions,
  Button,
  Checkbox,
  EmptyState,
  Field,
  Form,
  Section,
  Stack,
  Table,
  fieldProps,
} from "#base/ui/index.ts";
import { memberRoles } from "../catalogues/codes.ts";
import type { OrganisationsView } from "../view.ts";
import type { OrganisationMember } from "./store.ts";

type NamedMember = OrganisationMember & { name: string };

export type MembersEditModel = {
  view: OrganisationsView;
  organisationId: string;
  members: readonly NamedMember[];
  form: FormState;
};

/** Shows the members, with a form for the next one. */
export function MembersEditor(model: MembersEditModel) {
  const { view, members } = model;
  const { t } = view;
  return (
    <>
      {members.length === 0 ? (
        <EmptyState title={t.members.none} text={t.members.noneText} icon="people" level={2} />
      ) : (
        <MemberTable {...model} />
      )}
      <Section title={t.members.addTitle} id="form">
        <MemberForm {...model} />
      </Section>
    </>
  );
}

function MemberTable({ view, organisationId, members }: MembersEditModel) {
  const { t, formatDay, href, today } = view;
  const path = href(`/organisations/${organisationId}/members`);
  return (
    <Table
      caption={t.members.title}
      captionHidden
      cards
      rows={members}
      columns={[
        { head: t.members.person, cell: ({ name }) => name, rowHead: true },
        { head: t.members.role, cell: ({ role }) => t.memberRoles[role] },
        {
          head: t.members.term,
          cell: ({ id, name, since, until }) => (
            <Stack gap="s">
              <span>
                {t.members.sinceUntil(
                  formatDay(since),
                  until === null ? undefined : formatDay(until),
                )}
              </span>
              {(until === null || until >= today) && (
                <Form action={`${path}/end`} variant="actions" hidden={{ member: id }}>
                  <Field
                    kind="date"
                    name="until"
                    id={`until-${id}`}
                    label={t.members.endLabel(name)}
                    value={until ?? today}
                  />
                  <Button size="s">{t.members.end}</Button>
                </Form>
              )}
            </Stack>
          ),
        },
        {
          head: t.members.public,
          cell: ({ id, public: shown }) => (
            <Form
              action={`${path}/show`}
              variant="actions"
              hidden={{ member: id, show: shown ? "no" : "yes" }}
            >
              <span>{shown ? t.members.shown : t.members.hidden}</span>
              <Button size="s">{shown ? t.members.hide : t.members.show}</Button>
            </Form>
          ),
        },
      ]}
    />
  );
}

function MemberForm({ view, organisationId, form }: MembersEditModel) {
  const { t, href, today } = view;
  const since = fieldProps(form, "since");
  return (
    <Form
      action={href(`/organisations/${organisationId}/members`)}
      variant="card"
      label={t.members.addTitle}
    >
      <Field label={t.members.surname} required maxlength={100} {...fieldProps(form, "surname")} />
      <Field
        label={t.members.givenName}
        optional
        maxlength={100}
        {...fieldProps(form, "givenName")}
      />
      <Field
        label={t.members.patronymic}
        optional
        maxlength={100}
        {...fieldProps(form, "patronymic")}
      />
      <Field kind="email" label={t.members.email} optional {...fieldProps(form, "email")} />
      <Field kind="tel" label={t.members.phone} optional {...fieldProps(form, "phone")} />
      <Field
        kind="select"
        label={t.members.role}
        required
        empty={t.form.choose}
        options={memberRoles.map((role) => ({ value: role, label: t.memberRoles[role] }))}
        {...fieldProps(form, "role")}
      />
      <Field kind="date" label={t.members.since} required {...since} value={since.value || today} />
      <Field
        kind="date"
        label={t.members.until}
        hint={t.members.untilHint}
        optional
        {...fieldProps(form, "until")}
      />
      <Checkbox name="public" label={t.members.agree} checked={form.values.public !== undefined} />
      <Actions>
        <Button kind="primary">{t.members.add}</Button>
      </Actions>
    </Form>
  );
}
