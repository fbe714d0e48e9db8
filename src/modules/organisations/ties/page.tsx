import type { FormState } from "#base/http/form.ts";
import {
  Actions,
  Button,
  ButtonLink,
  Card,
  EmptyState,
  Field,
  Form,
  PageHeader,
  Stack,
  Table,
  fieldProps,
  FormErrorSummary,
} from "#base/ui/index.ts";
import { tieRoles } from "../organisation.ts";
import type { Tie } from "./store.ts";
import type { OrganisationsView } from "../view.ts";

export type TiesModel = {
  view: OrganisationsView;
  organisation: { id: string; short_name: string };
  ties: readonly Tie[];
  nameOf: (personId: string) => string;
  form: FormState;
  /** What was searched for, and who was found. */
  query: string | undefined;
  found: readonly { id: string; name: string }[];
};

/** Shows the people tied to the organisation with their days. */
export function TiesPage(model: TiesModel) {
  const { view, organisation, ties, form } = model;
  const { t } = view;
  return (
    <Stack gap="l">
      <PageHeader title={t.ties.title(organisation.short_name)} lead={t.ties.lead} />
      <FormErrorSummary form={form} />
      {ties.length === 0 ? (
        <EmptyState title={t.ties.empty} text={t.ties.emptyText} icon="people" level={2} />
      ) : (
        <TieTable {...model} />
      )}
      <Card title={t.ties.addTitle} level={2}>
        <FindPerson {...model} />
        {model.query !== undefined && <TieForm {...model} />}
      </Card>
    </Stack>
  );
}

function TieTable({ view, organisation, ties, nameOf }: TiesModel) {
  const { t, formatDay, today } = view;
  return (
    <Table
      caption={t.card.people}
      captionHidden
      cards
      rows={ties}
      columns={[
        { head: t.ties.person, cell: (tie) => nameOf(tie.person_id) },
        { head: t.ties.role, cell: (tie) => t.tieRoles[tie.role] },
        { head: t.ties.since, cell: (tie) => formatDay(tie.since) },
        {
          head: t.ties.until,
          cell: (tie) =>
            tie.until !== null && tie.until < today ? (
              formatDay(tie.until)
            ) : (
              <EndTieForm
                view={view}
                organisation={organisation}
                tie={tie}
                name={nameOf(tie.person_id)}
              />
            ),
        },
      ]}
    />
  );
}

function EndTieForm({
  view: { t, href, today },
  organisation,
  tie,
  name,
}: Pick<TiesModel, "view" | "organisation"> & { tie: Tie; name: string }) {
  return (
    <Form
      action={href(`/admin/organisations/${organisation.id}/people/${tie.id}/end`)}
      variant="actions"
    >
      <Field
        kind="date"
        name="until"
        id={`until-${tie.id}`}
        label={t.ties.endLabel(name)}
        value={tie.until ?? today}
      />
      <Button size="s">{t.ties.end}</Button>
    </Form>
  );
}

function FindPerson({ view: { t, href }, organisation, query }: TiesModel) {
  return (
    <Form method="get" action={href(`/admin/organisations/${organisation.id}/people`)}>
      <Field
        kind="search"
        name="person"
        label={t.ties.find}
        value={query ?? ""}
        button={<Button>{t.ties.findButton}</Button>}
      />
    </Form>
  );
}

function TieForm({ view: { t, href, today }, organisation, found, form, query }: TiesModel) {
  if (found.length === 0) {
    return (
      <>
        <p>{t.ties.nobody}</p>
        <Actions>
          <ButtonLink href={href("/admin/people")}>{t.card.people}</ButtonLink>
        </Actions>
      </>
    );
  }
  const since = fieldProps(form, "since");
  return (
    <Form
      action={href(`/admin/organisations/${organisation.id}/people`)}
      label={t.ties.addTitle}
      hidden={{ person: query ?? "" }}
    >
      <Field
        kind="select"
        label={t.ties.person}
        required
        options={found.map(({ id, name }) => ({ value: id, label: name }))}
        {...fieldProps(form, "personId")}
      />
      <Field
        kind="select"
        label={t.ties.role}
        required
        options={tieRoles.map((role) => ({ value: role, label: t.tieRoles[role] }))}
        {...fieldProps(form, "role")}
      />
      <Field kind="date" label={t.ties.since} required {...since} value={since.value || today} />
      <Actions>
        <Button kind="primary">{t.ties.add}</Button>
      </Actions>
    </Form>
  );
}
