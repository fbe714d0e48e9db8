import {
  Actions,
  Button,
  ButtonLink,
  Compare,
  Empty,
  Field,
  Flash,
  Form,
  Place,
  Rows,
  Section,
  Stack,
} from "#base/ui/index.ts";
import type { Organisation } from "../store.ts";
import type { View } from "../view.ts";

export type MergeModel = {
  view: View;
  /** The card that merges, and the one that stays once it is chosen. */
  gone: Organisation;
  kept: Organisation | undefined;
  found: readonly { id: string; name: string; short_name: string }[];
  query: string | undefined;
  placeName: (id: string | null) => string;
  refusal: string | undefined;
};

/** Choosing the other card, then both side by side. */
export function MergePage(model: MergeModel) {
  const { view, gone, kept, found, query, refusal } = model;
  const { t, href } = view;
  const path = href(`/admin/organisations/${gone.id}/merge`);
  return (
    <Stack gap="l">
      <Place title={t.merges.title} lead={t.merges.lead} />
      {refusal !== undefined && <Flash kind="danger">{refusal}</Flash>}
      {kept !== undefined && <SideBySide {...model} kept={kept} />}
      <Section title={query === undefined ? t.merges.same : t.merges.find} small>
        {found.length === 0 ? (
          <Empty title={t.merges.nothing} level={3} />
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

function SideBySide({ view, gone, kept, placeName }: MergeModel & { kept: Organisation }) {
  const { t, href } = view;
  const path = (id: string) => href(`/admin/organisations/${id}/merge`);
  const pairs: [string, string | null, string | null][] = [
    [t.fields.name, gone.name, kept.name],
    [t.fields.kind, t.kinds[gone.kind], t.kinds[kept.kind]],
    [t.fields.inn, gone.inn, kept.inn],
    [t.fields.ogrn, gone.ogrn, kept.ogrn],
    [t.fields.territory, placeName(gone.territory_id), placeName(kept.territory_id)],
    [t.fields.phone, gone.phone, kept.phone],
    [t.fields.email, gone.email, kept.email],
    [t.fields.site, gone.site, kept.site],
    [t.fields.address, gone.address, kept.address],
  ];
  return (
    <Section title={t.merges.compare}>
      <Compare
        left={`${t.merges.gone}: ${gone.short_name}`}
        right={`${t.merges.kept}: ${kept.short_name}`}
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
      <Form action={path(gone.id)} look="actions" hidden={{ into: kept.id }}>
        <Actions>
          <Button kind="primary">{t.merges.button}</Button>
          <ButtonLink href={`${path(kept.id)}?with=${gone.id}`}>{t.merges.swap}</ButtonLink>
        </Actions>
      </Form>
    </Section>
  );
}
