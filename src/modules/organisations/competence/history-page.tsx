import { listUrl } from "#base/http/list-url.ts";
import { EmptyState, Pager, PageHeader, Stack, Table } from "#base/ui/index.ts";
import type { CompetenceRuleRecord } from "./store.ts";
import { type MunicipalityOptions, type OrganisationsView } from "../view.ts";

export type CompetenceHistoryModel = {
  view: OrganisationsView;
  places: MunicipalityOptions;
  rules: readonly CompetenceRuleRecord[];
  topicName: (code: string) => string;
  before?: string | undefined;
  after?: string | undefined;
};

/** Rules that no longer hold, the one that ended last first. */
export function CompetenceHistoryPage({
  view,
  places,
  rules,
  topicName,
  before,
  after,
}: CompetenceHistoryModel) {
  const { t, href, formatDay } = view;
  const path = href("/admin/competence/history");
  return (
    <Stack gap="l">
      <PageHeader title={t.history.title} lead={t.history.lead} />
      {rules.length === 0 ? (
        <EmptyState title={t.history.emptyTitle} text={t.history.emptyText} level={2} />
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
            { head: t.cell.from, cell: (rule) => formatDay(rule.validFrom) },
            { head: t.cell.until, cell: (rule) => formatLastDay(rule, view) },
          ]}
        />
      )}
      <Pager
        {...(before !== undefined && { newer: listUrl(path, {}, { before }) })}
        {...(after !== undefined && { older: listUrl(path, {}, { after }) })}
      />
    </Stack>
  );
}

function formatLastDay(
  { validFrom, validTo }: CompetenceRuleRecord,
  { t, formatDay }: OrganisationsView,
): string {
  if (validTo === null) return t.cell.open;
  return validTo < validFrom ? t.cell.never : formatDay(validTo);
}
