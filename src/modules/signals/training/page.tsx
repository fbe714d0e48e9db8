import {
  Actions,
  Bar,
  ButtonLink,
  Empty,
  Flash,
  formatNumber,
  formatPercent,
  Grid,
  Legend,
  Pane,
  Place,
  Section,
  Stack,
  Stat,
  Table,
  Window,
} from "#base/ui/index.ts";
import { ASIDE_THRESHOLD, SAME_THRESHOLD } from "#modules/triage/index.ts";
import { fewestDecisions } from "./metrics.ts";
import { weeks, type TeachingView } from "./view.ts";
import { CalibrationPart } from "./calibration-section.tsx";
import { ConfusionPart } from "./confusion-section.tsx";
import { VersionsPart } from "./versions-section.tsx";

type Props = { view: TeachingView };

/** What triage does by itself, how right it was lately and what it has learnt. */
export function TeachingPage({ view, refusal }: Props & { refusal: string | undefined }) {
  const { t } = view;
  const known = view.calibration.texts >= fewestDecisions;
  return (
    <Stack gap="xl">
      <Place title={t.title} lead={t.lead(weeks)} />
      {refusal !== undefined && <Flash kind="danger">{refusal}</Flash>}
      <Promises view={view} />
      <Lately view={view} />
      {view.shares.some(({ texts }) => texts > 0) && <Shares view={view} />}
      {known ? <CalibrationPart view={view} /> : <Unknown view={view} />}
      {known && <ConfusionPart view={view} />}
      <VersionsPart view={view} />
    </Stack>
  );
}

const list = (lines: readonly string[]) => (
  <ul>
    {lines.map((line) => (
      <li>{line}</li>
    ))}
  </ul>
);

/** In plain words, by the thresholds and settings in force. */
function Promises({ view: { t, lang, joins } }: Props) {
  const percent = (share: number) => formatPercent(share, { lang });
  const { does, never } = t;
  return (
    <Window>
      <Pane title={does.title}>
        {list([
          does.suggests,
          does.aside(percent(ASIDE_THRESHOLD)),
          joins ? does.joins(percent(SAME_THRESHOLD)) : does.joinsOff,
          does.learns,
        ])}
      </Pane>
      <Pane title={never.title}>
        {list([never.urgent, never.opens, never.closes, never.deletes, never.leaves])}
      </Pane>
    </Window>
  );
}

function Lately({ view: { t, lang, machine, shares, href } }: Props) {
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
function Unknown({ view: { t, lang, calibration, href } }: Props) {
  const { texts } = calibration;
  return (
    <Empty
      level={2}
      icon="target"
      title={t.unknown.title}
      text={
        texts === 0
          ? t.unknown.none
          : t.unknown.few(formatNumber(texts, { lang }), texts, fewestDecisions)
      }
      action={{ href: href("/desk"), label: t.unknown.go }}
    />
  );
}

function Shares({ view: { t, lang, shares } }: Props) {
  const number = (n: number) => formatNumber(n, { lang });
  const part = (n: number, of: number) =>
    of < fewestDecisions ? number(n) : `${number(n)} (${formatPercent(n / of, { lang })})`;
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
