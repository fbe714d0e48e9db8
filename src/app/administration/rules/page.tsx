import { labelOf } from "#base/messages.ts";
import type { DeadlineRule } from "#base/time/deadlines.ts";
import type { StoredRulePack } from "#base/time/rules.ts";
import {
  Actions,
  ButtonLink,
  Cluster,
  EmptyState,
  formatDate,
  PageHeader,
  Section,
  Stack,
  Table,
  Tag,
  formatDateTime,
} from "#base/ui/index.ts";
import { groupName, topicName } from "#modules/problems/index.ts";
import type { LastRunStatus } from "./actions.ts";
import { type AdministrationView } from "../view.tsx";

type Props = { view: AdministrationView; packs: readonly StoredRulePack[]; run: LastRunStatus };

/** Every rule of the region in words: for what, how long, since when, and where it comes from. */
export function RulesPage({ view, packs, run }: Props) {
  const { t, href } = view;
  return (
    <Stack gap="xl">
      <PageHeader title={t.rules.title} lead={t.rules.lead}>
        <Actions>
          <ButtonLink href={href("/admin/rules/new")} icon="plus">
            {t.rules.add}
          </ButtonLink>
          <ButtonLink href={href("/admin/calendar")} icon="calendar">
            {t.rules.calendar}
          </ButtonLink>
        </Actions>
        <RunNote view={view} run={run} />
      </PageHeader>
      {packs.length === 0 && (
        <EmptyState icon="clock" level={2} title={t.rules.none} text={t.rules.noneText} />
      )}
      {packs.map((pack) => (
        <PackSection view={view} pack={pack} />
      ))}
    </Stack>
  );
}

function RunNote({ view, run }: Pick<Props, "view" | "run">) {
  const { t } = view;
  if (run.requestedAt !== undefined)
    return <p>{t.rules.recomputing(formatDateTime(run.requestedAt, view))}</p>;
  if (run.done === undefined) return null;
  const changed = Number(run.done.data.changed);
  return <p>{t.rules.recomputed(changed, formatDateTime(run.done.at, view))}</p>;
}

function PackSection({ view, pack }: { view: AdministrationView; pack: StoredRulePack }) {
  const { t, href } = view;
  return (
    <Section title={pack.title} lead={t.rules.changed(formatDateTime(pack.updatedAt, view))}>
      {pack.pack.rules.length === 0 ? (
        <p>{t.rules.noRules}</p>
      ) : (
        <Table
          caption={t.rules.caption(pack.title)}
          captionHidden
          cards
          rows={pack.pack.rules}
          columns={[
            { head: t.rules.what, cell: (rule) => <RuleSubject view={view} rule={rule} /> },
            { head: t.rules.term, cell: ({ unit, amount }) => t.rules.units[unit](amount) },
            { head: t.rules.valid, cell: (rule) => formatValidity(view, rule) },
            { head: t.rules.source, cell: ({ source }) => <span lang="ru">{source}</span> },
          ]}
        />
      )}
      <Actions>
        <ButtonLink href={href(`/admin/rules/${pack.code}`)} icon="edit">
          {t.rules.edit}
        </ButtonLink>
      </Actions>
    </Section>
  );
}

function RuleSubject({ view, rule }: { view: AdministrationView; rule: DeadlineRule }) {
  const conditions = Object.entries(rule.when ?? {}).flatMap(([key, wanted]) =>
    [wanted].flat().map((value) => formatCondition(view, key, value)),
  );
  return (
    <Cluster>
      <span>{labelOf(view.t.rules.timers, rule.timer) ?? rule.timer}</span>
      {conditions.map((text) => (
        <Tag>{text}</Tag>
      ))}
    </Cluster>
  );
}

function formatCondition({ t, lang }: AdministrationView, key: string, value: string): string {
  if (key === "urgency") return labelOf(t.rules.urgencies, value) ?? value;
  if (key === "topic") return topicName(lang, value);
  if (key === "group") return groupName(lang, value);
  return t.rules.condition(key, value);
}

function formatValidity(view: AdministrationView, { validFrom, validTo }: DeadlineRule): string {
  const day = (date: string) => formatDate(new Date(`${date}T12:00:00Z`), { ...view, zone: "UTC" });
  return validTo === undefined
    ? view.t.rules.from(day(validFrom))
    : view.t.rules.until(day(validFrom), day(validTo));
}
