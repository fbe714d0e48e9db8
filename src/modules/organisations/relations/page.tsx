import type { FormState } from "#base/http/form.ts";
import {
  Actions,
  Button,
  EmptyState,
  Field,
  Form,
  Rows,
  Section,
  fieldProps,
} from "#base/ui/index.ts";
import { relationKinds } from "../catalogues/codes.ts";
import type { OrganisationsView } from "../view.ts";
import type { DirectedRelation } from "./store.ts";

export type RelationsEditModel = {
  view: OrganisationsView;
  organisationId: string;
  relations: readonly DirectedRelation[];
  form: FormState;
};

/** Shows the relations of the organisation, with a form for the next one. */
export function RelationsEditor(model: RelationsEditModel) {
  const { view, organisationId, relations, form } = model;
  const { t, href } = view;
  return (
    <>
      {relations.length === 0 ? (
        <EmptyState title={t.relationsPage.none} text={t.relationsPage.noneText} level={2} />
      ) : (
        <Rows level={2} rows={relations.map((relation) => toListRow(relation, model))} />
      )}
      <Section title={t.relationsPage.addTitle} id="form">
        <Form
          action={href(`/organisations/${organisationId}/ties`)}
          variant="card"
          label={t.relationsPage.addTitle}
        >
          <Field
            kind="select"
            label={t.relationsPage.kind}
            required
            empty={t.form.choose}
            options={relationKinds.map((kind) => ({ value: kind, label: t.relations[kind].out }))}
            {...fieldProps(form, "kind")}
          />
          <Field
            label={t.relationsPage.other}
            hint={t.relationsPage.otherHint}
            required
            width="full"
            maxlength={300}
            {...fieldProps(form, "other")}
          />
          <Field
            kind="date"
            label={t.relationsPage.since}
            optional
            {...fieldProps(form, "since")}
          />
          <Field
            kind="date"
            label={t.relationsPage.until}
            optional
            {...fieldProps(form, "until")}
          />
          <Actions>
            <Button kind="primary">{t.relationsPage.add}</Button>
          </Actions>
        </Form>
      </Section>
    </>
  );
}

function toListRow(relation: DirectedRelation, { view, organisationId }: RelationsEditModel) {
  const { t, href, formatDay, today } = view;
  const { id, kind, outward, other, since, until } = relation;
  const open = until === null || until >= today;
  return {
    title: other.name,
    href: href(`/organisations/${other.id}`),
    meta: [
      t.relations[kind][outward ? "out" : "in"],
      since === null
        ? undefined
        : t.members.sinceUntil(formatDay(since), until === null ? undefined : formatDay(until)),
    ],
    side: outward && open && (
      <Form
        action={href(`/organisations/${organisationId}/ties/end`)}
        variant="actions"
        hidden={{ relation: id }}
      >
        <Field
          kind="date"
          name="until"
          id={`until-${id}`}
          label={t.relationsPage.endLabel(other.name)}
          value={until ?? today}
        />
        <Button size="s">{t.relationsPage.end}</Button>
      </Form>
    ),
  };
}
