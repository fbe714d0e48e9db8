import {
  EmptyState,
  PageHeader,
  Section,
  Stack,
  Status,
  Table,
  type StatusKind,
} from "#base/ui/index.ts";
import type { IndicatorProgress, ProjectProgress } from "./progress.ts";
import type { TrafficLight } from "../indicator.ts";
import { progressStatus, type IndicatorViewContext } from "../view.ts";
import { BoardLegend } from "./page.tsx";
import { IndicatorGauge } from "./gauge.tsx";

const lights = ["red", "amber", "green", "none"] as const;
const lightKinds: Record<TrafficLight, StatusKind> = {
  red: "overdue",
  amber: "escalated",
  green: "working",
  none: "new",
};

const worstLight = (figures: readonly IndicatorProgress[]): TrafficLight =>
  lights.find((light) => figures.some(({ progress }) => progress.light === light)) ?? "none";

type OverviewPageProps = {
  viewContext: IndicatorViewContext;
  boards: readonly ProjectProgress[];
  entries: { href: string; count: number } | undefined;
};

/** All projects under way, the worst first, for the head and the funder. */
export function OverviewPage({ viewContext: view, boards, entries }: OverviewPageProps) {
  const { t, href } = view;
  const order = (one: ProjectProgress) => lights.indexOf(worstLight(one.indicators));
  const sorted = boards.toSorted((a, b) => order(a) - order(b));
  const count = (figures: readonly IndicatorProgress[], light: TrafficLight) =>
    figures.filter(({ progress }) => progress.light === light).length;
  return (
    <Stack gap="l">
      <PageHeader title={t.overview.title} lead={t.overview.lead}>
        {entries !== undefined && (
          <a href={entries.href}>
            {t.entries.waiting}: {entries.count}
          </a>
        )}
      </PageHeader>
      {sorted.length === 0 ? (
        <EmptyState
          title={t.overview.none}
          text={t.overview.noneText}
          level={2}
          action={{ href: href("/projects"), label: t.overview.project }}
        />
      ) : (
        <Table
          caption={t.overview.title}
          captionHidden
          cards
          rows={sorted}
          columns={[
            {
              head: t.overview.project,
              cell: ({ project }) => (
                <a href={href(`/projects/${project.number}/indicators`)}>{project.title}</a>
              ),
            },
            {
              head: t.board.state,
              cell: ({ indicators }) => {
                const light = worstLight(indicators);
                return (
                  <Status
                    kind={lightKinds[light]}
                    icon={
                      light === "red" || light === "amber"
                        ? "alarm"
                        : light === "green"
                          ? "right"
                          : "square"
                    }
                  >
                    {t.overview.lights[light]}
                  </Status>
                );
              },
            },
            ...lights.map((light) => ({
              head: t.overview.lights[light],
              number: true,
              cell: ({ indicators }: ProjectProgress) => count(indicators, light),
            })),
            {
              head: t.overview.worst,
              cell: ({ indicators }) => {
                const worst = indicators.find(
                  ({ progress }) => progress.light === worstLight(indicators),
                );
                return worst === undefined
                  ? ""
                  : `${worst.indicator.title}: ${progressStatus(view, worst.progress).text}`;
              },
            },
          ]}
        />
      )}
    </Stack>
  );
}

/** Indicators of one municipality. */
export function PlacePage({
  viewContext: view,
  name,
  boards,
}: {
  viewContext: IndicatorViewContext;
  name: string;
  boards: readonly ProjectProgress[];
}) {
  const { t, href } = view;
  return (
    <Stack gap="l">
      <PageHeader title={t.overview.place(name)} lead={t.overview.placeLead}>
        <BoardLegend viewContext={view} />
      </PageHeader>
      {boards.length === 0 && (
        <EmptyState title={t.overview.placeNone} text={t.overview.placeNoneText} level={2} />
      )}
      {boards.map(({ project, indicators }) => (
        <Section
          title={project.title}
          link={{ href: href(`/projects/${project.number}/indicators`), label: project.number }}
        >
          <ol class="rows" role="list" data-one>
            {indicators.map((figure) => (
              <li>
                <IndicatorGauge
                  viewContext={view}
                  figure={figure}
                  href={`${href(`/indicators/${figure.indicator.id}`)}?place=${figure.indicator.places[0] ?? ""}`}
                />
              </li>
            ))}
          </ol>
        </Section>
      ))}
    </Stack>
  );
}
