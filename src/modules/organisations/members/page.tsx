import type { FormState } from "#base/http/form.ts";
import {
  Actions,
  Button,
  Check,
  Empty,
  Field,
  Form,
  Section,
  Stack,
  Table,
  bind,
} from "#base/ui/index.ts";
import { memberRoles } from "../catalogues/codes.ts";
import type { View } from "../view.ts";
import type { Member } from "./store.ts";

type Named = Member & { name: string };

export type OwnMembersModel = {
  view: View;
  organisationId: string;
  members: readonly Named[];
  form: FormState;
};

/** Who sits here, with a form for the next one. */
export function OwnMembers(model: OwnMembersModel) {
  const { view, members } = model;
  const { t } = view;
  return (
    <>
      {members.length === 0 ? (
        <Empty title={t.members.none} text={t.members.noneText} icon="people" level={2} />
      ) : (
        <MemberTable {...model} />
      )}
      <Section title={t.members.addTitle} id="form">
        <MemberForm {...model} />
      </Section>
    </>
  );
}

function MemberTable({ view, organisationId, members }: OwnMembersModel) {
  const { t, day, href, today } = view;
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
                {t.members.sinceUntil(day(since), until === null ? undefined : day(until))}
              </span>
              {(until === null || until >= today) && (
                <Form action={`${path}/end`} look="actions" hidden={{ member: id }}>
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
              look="actions"
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

function MemberForm({ view, organisationId, form }: OwnMembersModel) {
  const { t, href, today } = view;
  const since = bind(form, "since");
  return (
    <Form
      action={href(`/organisations/${organisationId}/members`)}
      look="card"
      label={t.members.addTitle}
    >
      <Field label={t.members.surname} required maxlength={100} {...bind(form, "surname")} />
      <Field label={t.members.givenName} optional maxlength={100} {...bind(form, "givenName")} />
      <Field label={t.members.patronymic} optional maxlength={100} {...bind(form, "patronymic")} />
      <Field kind="email" label={t.members.email} optional {...bind(form, "email")} />
      <Field kind="tel" label={t.members.phone} optional {...bind(form, "phone")} />
      <Field
        kind="select"
        label={t.members.role}
        required
        empty={t.form.choose}
        options={memberRoles.map((role) => ({ value: role, label: t.memberRoles[role] }))}
        {...bind(form, "role")}
      />
      <Field kind="date" label={t.members.since} required {...since} value={since.value || today} />
      <Field
        kind="date"
        label={t.members.until}
        hint={t.members.untilHint}
        optional
        {...bind(form, "until")}
      />
      <Check name="public" label={t.members.agree} checked={form.values.public !== undefined} />
      <Actions>
        <Button kind="primary">{t.members.add}</Button>
      </Actions>
    </Form>
  );
}
