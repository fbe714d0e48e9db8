import {
  Actions,
  Bar,
  ButtonLink,
  EmptyState,
  Flash,
  formatNumber,
  formatPercent,
  Grid,
  Legend,
  Pane,
  PageHeader,
  Section,
  Stack,
  Stat,
  Table,
  FramedPanes,
} from "#base/ui/index.ts";
import { AUTO_DISMISS_THRESHOLD, DUPLICATE_THRESHOLD } from "#modules/triage/index.ts";
import { minDecisions } from "./metrics.ts";
import { weeksShown, type TrainingView } from "./view.ts";
import { CalibrationSection } from "./calibration-section.tsx";
import { ConfusionSection } from "./confusion-section.tsx";
import { VersionsSection } from "./versions-section.tsx";

type Props = { view: TrainingView };

/** What triage does by itself, how right it was lately and what it has learnt. */
export function TrainingPage({ view, refusal }: Props & { refusal: string | undefined }) {
  const { t } = view;
  const known = view.calibration.texts >= minDecisions;
  return (
    <Stack gap="xl">
      <PageHeader title={t.title} lead={t.lead(weeksShown)} />
      {refusal !== undefined && <Flash kind="danger">{refusal}</Flash>}
      <AutomationRules view={view} />
      <RecentWork view={view} />
      {view.shares.some(({ texts }) => texts > 0) && <FieldShares view={view} />}
      {known ? <CalibrationSection view={view} /> : <UndecidedShare view={view} />}
      {known && <ConfusionSection view={view} />}
      <VersionsSection view={view} />
    </Stack>
  );
}

const renderList = (lines: readonly string[]) => (
  <ul>
    {lines.map((line) => (
      <li>{line}</li>
    ))}
  </ul>
);

/** The rules in force in plain sentences, by thresholds and settings. */
function AutomationRules({ view: { t, lang, isAutoJoinOn } }: Props) {
  const percent = (share: number) => formatPercent(share, { lang });
  const { does, never } = t;
  return (
    <FramedPanes>
      <Pane title={does.title}>
        {renderList([
          does.suggests,
          does.aside(percent(AUTO_DISMISS_THRESHOLD)),
          isAutoJoinOn ? does.joins(percent(DUPLICATE_THRESHOLD)) : does.joinsOff,
          does.learns,
        ])}
      </Pane>
      <Pane title={never.title}>
        {renderList([never.urgent, never.opens, never.closes, never.deletes, never.leaves])}
      </Pane>
    </FramedPanes>
  );
}

function RecentWork({ view: { t, lang, machine, shares, href } }: Props) {
  const number = (n: number) => formatNumber(n, { lang });
  const decided = shares.find(({ field }) => field === "topic")?.texts ?? 0;
  return (
    <Section title={t.now.title}>
      <Grid>
        <Stat title={t.now.received} value={number(machine.received)} />
        <Stat title={t.now.aside} value={number(machine.aside)} />
        <Stat title={t.now.joined} value={number(machine.joined)} />
        <Stat title={t.now.checked} value={number(machine.checked)} />
        <Stat title={t.now.taught} value={number(decided)} />
      </Grid>
      <Actions>
        <ButtonLink href={href("/desk?state=teach")}>{t.now.teach}</ButtonLink>
        <ButtonLink href={href("/desk?state=machine")} kind="quiet">
          {t.now.look}
        </ButtonLink>
      </Actions>
    </Section>
  );
}

/** Few decisions prove nothing: no share is named before there are enough. */
function UndecidedShare({ view: { t, lang, calibration, href } }: Props) {
  const { texts } = calibration;
  return (
    <EmptyState
      level={2}
      icon="target"
      title={t.unknown.title}
      text={
        texts === 0
          ? t.unknown.none
          : t.unknown.few(formatNumber(texts, { lang }), texts, minDecisions)
      }
      action={{ href: href("/desk"), label: t.unknown.go }}
    />
  );
}

function FieldShares({ view: { t, lang, shares } }: Props) {
  const number = (n: number) => formatNumber(n, { lang });
  const part = (n: number, of: number) =>
    of < minDecisions ? number(n) : `${number(n)} (${formatPercent(n / of, { lang })})`;
  const words = t.shares;
  return (
    <Section title={words.title} lead={words.lead}>
      <Legend
        items={[
          { look: "checked", label: words.kept },
          { look: "late", label: words.corrected },
          { look: "open", label: words.left },
        ]}
      />
      <Table
        caption={words.caption}
        captionHidden
        dense
        scroll
        rows={shares}
        columns={[
          {
            head: words.field,
            cell: ({ field, kept, corrected, left }) => (
              <>
                {words.fields[field]}
                <Bar
                  label={[kept, corrected, left].map(number).join(" · ")}
                  parts={{ checked: kept, late: corrected, open: left }}
                />
              </>
            ),
          },
          { head: words.texts, number: true, cell: ({ texts }) => number(texts) },
          { head: words.kept, number: true, cell: ({ kept, texts }) => part(kept, texts) },
          {
            head: words.corrected,
            number: true,
            cell: ({ corrected, texts }) => part(corrected, texts),
          },
          { head: words.left, number: true, cell: ({ left, texts }) => part(left, texts) },
        ]}
      />
    </Section>
  );
}
