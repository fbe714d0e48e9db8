import {
  ButtonLink,
  EmptyState,
  formatNumber,
  Grid,
  Pane,
  Panes,
  PlainRows,
  Section,
  Stack,
  Stat,
  Table,
  FramedPanes,
} from "#base/ui/index.ts";
import type { ConsultationFigures } from "../reads.ts";
import type { ConsultationSlot } from "../slots/store.ts";
import type { ConsultationViewContext } from "../view.ts";

export type HomePageProps = {
  view: ConsultationViewContext;
  figures: ConsultationFigures;
  since: string;
  slots: readonly ConsultationSlot[];
  staff: boolean;
};

/** Shows what the centre advises on, free slots, and outcomes. */
export function HomePage({ view, figures, since, slots, staff }: HomePageProps) {
  const { t, href } = view;
  return (
    <Stack gap="xl">
      <FramedPanes>
        <Pane title={t.home.title} level={1}>
          <p>{t.home.lead}</p>
        </Pane>
        <Pane
          lit
          title={t.home.asked}
          level={2}
          foot={<RequestButtons view={view} staff={staff} />}
        >
          <p>{t.home.askText}</p>
          <p>{t.home.mine}</p>
        </Pane>
      </FramedPanes>
      <Section title={t.home.slots}>
        {slots.length === 0 ? (
          <EmptyState title={t.home.noSlots} text={t.home.noSlotsText} level={3} />
        ) : (
          <PlainRows>
            {slots.map((slot) => (
              <a href={href(`/consultations/ask?slot=${slot.id}`)}>
                {view.formatMoment(slot.starts_at)}, {t.formats[slot.format].toLowerCase()}
              </a>
            ))}
          </PlainRows>
        )}
      </Section>
      <FiguresSection view={view} figures={figures} since={since} />
    </Stack>
  );
}

function RequestButtons({
  view: { t, href },
  staff,
}: {
  view: ConsultationViewContext;
  staff: boolean;
}) {
  return (
    <>
      <ButtonLink kind="primary" href={href("/consultations/ask")}>
        {t.home.ask}
      </ButtonLink>
      {staff && <ButtonLink href={href("/consultations/queue")}>{t.queue.title}</ButtonLink>}
    </>
  );
}

function FiguresSection({
  view,
  figures,
  since,
}: Pick<HomePageProps, "view" | "figures" | "since">) {
  const { t, lang } = view;
  const { medianWait, p90Wait } = figures;
  const number = (n: number) => formatNumber(n, { lang });
  return (
    <Section title={t.home.figures(since)}>
      <Panes cols={3}>
        <Stat title={t.home.given} value={number(figures.given)} level={3} />
        <Stat title={t.home.people} value={number(figures.people)} level={3} />
        <Stat
          title={t.home.wait}
          value={medianWait === null ? t.home.few : t.home.waitDays(Math.round(medianWait))}
          {...(p90Wait !== null && { formula: t.home.waitHow(Math.round(p90Wait)) })}
          level={3}
        />
      </Panes>
      {figures.given > 0 && (
        <Grid cols={2}>
          <Table
            caption={t.home.topics}
            rows={figures.byTopic}
            columns={[
              { head: t.home.topic, cell: (row) => t.topics[row.topic], rowHead: true },
              { head: t.home.share, cell: (row) => number(row.count), number: true },
            ]}
          />
          {figures.byOutcome.length > 0 && (
            <Table
              caption={t.home.outcomes}
              rows={figures.byOutcome}
              columns={[
                { head: t.home.outcome, cell: (row) => t.outcomes[row.outcome], rowHead: true },
                { head: t.home.share, cell: (row) => number(row.count), number: true },
              ]}
            />
          )}
        </Grid>
      )}
    </Section>
  );
}
