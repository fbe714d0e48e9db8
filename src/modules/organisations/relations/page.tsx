import type { FormState } from "#base/http/form.ts";
import { Actions, Button, Empty, Field, Form, Rows, Section, bind } from "#base/ui/index.ts";
import { relationKinds } from "../catalogues/codes.ts";
import type { View } from "../view.ts";
import type { RelationLine } from "./store.ts";

export type OwnRelationsModel = {
  view: View;
  organisationId: string;
  relations: readonly RelationLine[];
  form: FormState;
};

/** Ties of the organisation, with a form for the next one. */
export function OwnRelations(model: OwnRelationsModel) {
  const { view, organisationId, relations, form } = model;
  const { t, href } = view;
  return (
    <>
      {relations.length === 0 ? (
        <Empty title={t.relationsPage.none} text={t.relationsPage.noneText} level={2} />
      ) : (
        <Rows level={2} rows={relations.map((relation) => rowOf(relation, model))} />
      )}
      <Section title={t.relationsPage.addTitle} id="form">
        <Form
          action={href(`/organisations/${organisationId}/ties`)}
          look="card"
          label={t.relationsPage.addTitle}
        >
          <Field
            kind="select"
            label={t.relationsPage.kind}
            required
            empty={t.form.choose}
            options={relationKinds.map((kind) => ({ value: kind, label: t.relations[kind].out }))}
            {...bind(form, "kind")}
          />
          <Field
            label={t.relationsPage.other}
            hint={t.relationsPage.otherHint}
            required
            width="full"
            maxlength={300}
            {...bind(form, "other")}
          />
          <Field kind="date" label={t.relationsPage.since} optional {...bind(form, "since")} />
          <Field kind="date" label={t.relationsPage.until} optional {...bind(form, "until")} />
          <Actions>
            <Button kind="primary">{t.relationsPage.add}</Button>
          </Actions>
        </Form>
      </Section>
    </>
  );
}

function rowOf(relation: RelationLine, { view, organisationId }: OwnRelationsModel) {
  const { t, href, day, today } = view;
  const { id, kind, outward, other, since, until } = relation;
  const open = until === null || until >= today;
  return {
    title: other.name,
    href: href(`/organisations/${other.id}`),
    meta: [
      t.relations[kind][outward ? "out" : "in"],
      since === null
        ? undefined
        : t.members.sinceUntil(day(since), until === null ? undefined : day(until)),
    ],
    side: outward && open && (
      <Form
        action={href(`/organisations/${organisationId}/ties/end`)}
        look="actions"
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
