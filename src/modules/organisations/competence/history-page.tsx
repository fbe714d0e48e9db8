import { Empty, Pager, Place, Stack, Table } from "#base/ui/index.ts";
import type { StoredRule } from "./store.ts";
import { withQuery, type Places, type View } from "../view.ts";

export type HistoryModel = {
  view: View;
  places: Places;
  rules: readonly StoredRule[];
  topicName: (code: string) => string;
  before?: string | undefined;
  after?: string | undefined;
};

/** Rules that no longer hold, the one that ended last first. */
export function HistoryPage({ view, places, rules, topicName, before, after }: HistoryModel) {
  const { t, href, day } = view;
  const path = href("/admin/competence/history");
  return (
    <Stack gap="l">
      <Place title={t.history.title} lead={t.history.lead} />
      {rules.length === 0 ? (
        <Empty title={t.history.emptyTitle} text={t.history.emptyText} level={2} />
      ) : (
        <Table
          caption={t.history.caption}
          captionHidden
          cards
          rows={rules}
          columns={[
            { head: t.matrix.topic, cell: (rule) => topicName(rule.topic) },
            { head: t.cell.place, cell: (rule) => places.nameOf(rule.territoryId) },
            {
              head: t.history.body,
              cell: (rule) => (
                <a href={href(`/organisations/${rule.organisationId}`)}>{rule.organisationName}</a>
              ),
            },
            { head: t.cell.reason, cell: (rule) => rule.reason },
            { head: t.cell.from, cell: (rule) => day(rule.validFrom) },
            { head: t.cell.until, cell: (rule) => lastDay(rule, view) },
          ]}
        />
      )}
      <Pager
        {...(before !== undefined && { newer: withQuery(path, { before }) })}
        {...(after !== undefined && { older: withQuery(path, { after }) })}
      />
    </Stack>
  );
}

function lastDay({ validFrom, validTo }: StoredRule, { t, day }: View): string {
  if (validTo === null) return t.cell.open;
  return validTo < validFrom ? t.cell.never : day(validTo);
}
