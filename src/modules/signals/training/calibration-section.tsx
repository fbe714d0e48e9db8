import {
  Chart,
  formatNumber,
  formatPercent,
  Grid,
  Section,
  Stat,
  Table,
  FigureTable,
} from "#base/ui/index.ts";
import { minDecisions, type CalibrationBin } from "./metrics.ts";
import type { TrainingView } from "./view.ts";

/** How right triage is, and whether its sureness can be believed. */
export function CalibrationSection({ view }: { view: TrainingView }) {
  const { t, lang, calibration, shares } = view;
  const words = t.calibration;
  const { ece, coverageAt90, texts, bins } = calibration;
  const percent = (share: number, digits = 0) => formatPercent(share, { lang, digits });
  const number = (n: number) => formatNumber(n, { lang });
  const kept = shares.find(({ field }) => field === "topic")?.kept ?? 0;
  return (
    <Section title={words.title}>
      <Grid>
        <Stat
          title={words.accuracy}
          value={percent(kept / texts)}
          formula={words.accuracyHow(number(kept), number(texts))}
        />
        <Stat title={words.coverage} value={percent(coverageAt90)} formula={words.coverageHow} />
        <Stat title={words.ece} value={percent(ece, 1)} formula={words.eceHow} />
      </Grid>
      <Grid cols={2}>
        <Chart title={words.chart} note={words.note}>
          <CalibrationPlot
            bins={bins}
            label={words.label(number(texts), percent(ece, 1))}
            axes={{ sure: words.sure, right: words.right }}
            percent={percent}
          />
          <FigureTable>
            <Table
              caption={words.chart}
              captionHidden
              scroll
              dense
              rows={bins.filter((bin) => bin.texts > 0)}
              columns={[
                {
                  head: words.sure,
                  cell: ({ from, to }) => words.range(percent(from), percent(to)),
                },
                { head: words.texts, number: true, cell: (bin) => number(bin.texts) },
                { head: words.mean, number: true, cell: ({ confidence }) => percent(confidence) },
                { head: words.right, number: true, cell: ({ right }) => percent(right) },
              ]}
            />
          </FigureTable>
        </Chart>
        <ThresholdTable view={view} />
      </Grid>
    </Section>
  );
}

/** What reaches each threshold, and how much of that is right. */
function ThresholdTable({ view: { t, lang, thresholds } }: { view: TrainingView }) {
  const words = t.thresholds;
  const share = (part: number, whole: number) =>
    whole === 0 ? "—" : formatPercent(part / whole, { lang });
  return (
    <Section title={words.title} level={3} lead={words.lead}>
      <Table
        caption={words.caption}
        captionHidden
        dense
        scroll
        rows={thresholds}
        columns={[
          { head: words.what, cell: ({ name }) => words.names[name] },
          { head: words.at, number: true, cell: ({ at }) => formatPercent(at, { lang }) },
          { head: words.above, number: true, cell: ({ above, texts }) => share(above, texts) },
          {
            head: words.right,
            number: true,
            cell: ({ right, above }) => (above < minDecisions ? "—" : share(right, above)),
          },
        ]}
      />
    </Section>
  );
}

const PLOT = { left: 48, right: 500, top: 14, bottom: 266 };
const x = (share: number) => Math.round(PLOT.left + share * (PLOT.right - PLOT.left));
const y = (share: number) => Math.round(PLOT.bottom - share * (PLOT.bottom - PLOT.top));
const ticks = [0, 0.25, 0.5, 0.75, 1] as const;

/** A circle per bin, its area the texts; on the dashed line sureness and truth are one. */
function CalibrationPlot({
  bins,
  label,
  axes,
  percent,
}: {
  bins: readonly CalibrationBin[];
  label: string;
  axes: { sure: string; right: string };
  percent: (share: number) => string;
}) {
  const most = Math.max(1, ...bins.map(({ texts }) => texts));
  const radius = (texts: number) => Math.round((3 + 13 * Math.sqrt(texts / most)) * 10) / 10;
  return (
    <svg viewBox="0 0 520 310" role="img" aria-label={label}>
      {ticks.map((tick) => (
        <>
          <line
            class={tick === 0 ? "v-axis" : "v-grid"}
            x1={PLOT.left}
            x2={PLOT.right}
            y1={y(tick)}
            y2={y(tick)}
          />
          <text x={PLOT.left - 6} y={y(tick) + 5} text-anchor="end">
            {percent(tick)}
          </text>
          <text x={x(tick)} y={PLOT.bottom + 20} text-anchor="middle">
            {percent(tick)}
          </text>
        </>
      ))}
      <line class="v-today" x1={x(0)} y1={y(0)} x2={x(1)} y2={y(1)} />
      {bins
        .filter(({ texts }) => texts > 0)
        .map(({ confidence, right, texts }) => (
          <circle class="v-ring" cx={x(confidence)} cy={y(right)} r={radius(texts)} />
        ))}
      <text x={PLOT.right} y={PLOT.bottom + 40} text-anchor="end">
        {axes.sure}
      </text>
      <text x={PLOT.left + 6} y={PLOT.top + 12}>
        {axes.right}
      </text>
    </svg>
  );
}
