import type { Rule } from "#base/time/deadlines.ts";
import type { KeptRulePack } from "#base/time/rules.ts";
import {
  Actions,
  ButtonLink,
  Cluster,
  Empty,
  formatDate,
  Place,
  Section,
  Stack,
  Table,
  Tag,
} from "#base/ui/index.ts";
import { groupName, topicName } from "#modules/problems/index.ts";
import type { LastRun } from "./actions.ts";
import { sayMoment, type View } from "../view.tsx";

type Props = { view: View; packs: readonly KeptRulePack[]; run: LastRun };

/** Every rule of the region in words: for what, how long, since when, and where it comes from. */
export function RulesPage({ view, packs, run }: Props) {
  const { t, href } = view;
  return (
    <Stack gap="xl">
      <Place title={t.rules.title} lead={t.rules.lead}>
        <Actions>
          <ButtonLink href={href("/admin/rules/new")} icon="plus">
            {t.rules.add}
          </ButtonLink>
          <ButtonLink href={href("/admin/calendar")} icon="calendar">
            {t.rules.calendar}
          </ButtonLink>
        </Actions>
        <RunNote view={view} run={run} />
      </Place>
      {packs.length === 0 && (
        <Empty icon="clock" level={2} title={t.rules.none} text={t.rules.noneText} />
      )}
      {packs.map((pack) => (
        <PackSection view={view} pack={pack} />
      ))}
    </Stack>
  );
}

function RunNote({ view, run }: Pick<Props, "view" | "run">) {
  const { t } = view;
  if (run.askedAt !== undefined) return <p>{t.rules.recomputing(sayMoment(view, run.askedAt))}</p>;
  if (run.done === undefined) return null;
  const changed = Number(run.done.data.changed);
  return <p>{t.rules.recomputed(changed, sayMoment(view, run.done.at))}</p>;
}

function PackSection({ view, pack }: { view: View; pack: KeptRulePack }) {
  const { t, href } = view;
  return (
    <Section title={pack.title} lead={t.rules.changed(sayMoment(view, pack.updatedAt))}>
      {pack.pack.rules.length === 0 ? (
        <p>{t.rules.noRules}</p>
      ) : (
        <Table
          caption={t.rules.caption(pack.title)}
          captionHidden
          cards
          rows={pack.pack.rules}
          columns={[
            { head: t.rules.what, cell: (rule) => <What view={view} rule={rule} /> },
            { head: t.rules.term, cell: ({ unit, amount }) => t.rules.units[unit](amount) },
            { head: t.rules.valid, cell: (rule) => sayValid(view, rule) },
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

function What({ view, rule }: { view: View; rule: Rule }) {
  const conditions = Object.entries(rule.when ?? {}).flatMap(([key, wanted]) =>
    [wanted].flat().map((value) => sayCondition(view, key, value)),
  );
  return (
    <Cluster>
      <span>{view.t.rules.timers[rule.timer] ?? rule.timer}</span>
      {conditions.map((text) => (
        <Tag>{text}</Tag>
      ))}
    </Cluster>
  );
}

function sayCondition({ t, lang }: View, key: string, value: string): string {
  if (key === "urgency") return t.rules.urgencies[value] ?? value;
  if (key === "topic") return topicName(lang, value);
  if (key === "group") return groupName(lang, value);
  return t.rules.condition(key, value);
}

function sayValid(view: View, { validFrom, validTo }: Rule): string {
  const day = (date: string) => formatDate(new Date(`${date}T12:00:00Z`), { ...view, zone: "UTC" });
  return validTo === undefined
    ? view.t.rules.from(day(validFrom))
    : view.t.rules.until(day(validFrom), day(validTo));
}
