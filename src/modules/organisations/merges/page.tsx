import {
  Actions,
  Button,
  ButtonLink,
  ComparisonView,
  EmptyState,
  Field,
  Flash,
  Form,
  PageHeader,
  Rows,
  Section,
  Stack,
} from "#base/ui/index.ts";
import type { Organisation } from "../store.ts";
import type { OrganisationsView } from "../view.ts";

export type MergeModel = {
  view: OrganisationsView;
  /** The card that merges, and the one that stays once it is chosen. */
  merged: Organisation;
  target: Organisation | undefined;
  found: readonly { id: string; name: string; short_name: string }[];
  query: string | undefined;
  placeName: (id: string | null) => string;
  refusal: string | undefined;
};

/** Choosing the other card, then both side by side. */
export function MergePage(model: MergeModel) {
  const { view, merged, target, found, query, refusal } = model;
  const { t, href } = view;
  const path = href(`/admin/organisations/${merged.id}/merge`);
  return (
    <Stack gap="l">
      <PageHeader title={t.merges.title} lead={t.merges.lead} />
      {refusal !== undefined && <Flash kind="danger">{refusal}</Flash>}
      {target !== undefined && <CardComparison {...model} target={target} />}
      <Section title={query === undefined ? t.merges.same : t.merges.find} small>
        {found.length === 0 ? (
          <EmptyState title={t.merges.nothing} level={3} />
        ) : (
          <Rows
            rows={found.map(({ id, name, short_name }) => ({
              title: name,
              href: `${path}?with=${id}`,
              meta: [short_name === name ? undefined : short_name],
            }))}
          />
        )}
        <Form method="get" action={path}>
          <Field
            kind="search"
            name="q"
            label={t.merges.search}
            value={query ?? ""}
            button={<Button>{t.merges.find}</Button>}
          />
        </Form>
      </Section>
    </Stack>
  );
}

function CardComparison({
  view,
  merged,
  target,
  placeName,
}: MergeModel & { target: Organisation }) {
  const { t, href } = view;
  const path = (id: string) => href(`/admin/organisations/${id}/merge`);
  const pairs: [string, string | null, string | null][] = [
    [t.fields.name, merged.name, target.name],
    [t.fields.kind, t.kinds[merged.kind], t.kinds[target.kind]],
    [t.fields.inn, merged.inn, target.inn],
    [t.fields.ogrn, merged.ogrn, target.ogrn],
    [t.fields.territory, placeName(merged.territory_id), placeName(target.territory_id)],
    [t.fields.phone, merged.phone, target.phone],
    [t.fields.email, merged.email, target.email],
    [t.fields.site, merged.site, target.site],
    [t.fields.address, merged.address, target.address],
  ];
  return (
    <Section title={t.merges.compare}>
      <ComparisonView
        left={`${t.merges.gone}: ${merged.short_name}`}
        right={`${t.merges.kept}: ${target.short_name}`}
        rows={pairs.map(([name, left, right]) => ({
          name,
          left: left ?? "—",
          right: right ?? "—",
          ...(left !== null &&
            right !== null && {
              verdict:
                left === right
                  ? { kind: "same" as const, text: t.merges.equal }
                  : { kind: "differs" as const, text: t.merges.differs },
            }),
        }))}
      />
      <Form action={path(merged.id)} variant="actions" hidden={{ into: target.id }}>
        <Actions>
          <Button kind="primary">{t.merges.button}</Button>
          <ButtonLink href={`${path(target.id)}?with=${merged.id}`}>{t.merges.swap}</ButtonLink>
        </Actions>
      </Form>
    </Section>
  );
}
