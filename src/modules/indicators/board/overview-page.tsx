import { Empty, Place, Section, Stack, Status, Table, type StatusKind } from "#base/ui/index.ts";
import type { Figure, ProjectFigures } from "./progress.ts";
import type { Light } from "../indicator.ts";
import { statusOf, type Reader } from "../view.ts";
import { BoardLegend } from "./page.tsx";
import { PromiseGauge } from "./gauge.tsx";

const lights = ["red", "amber", "green", "none"] as const;
const looks: Record<Light, StatusKind> = {
  red: "overdue",
  amber: "escalated",
  green: "working",
  none: "new",
};

const lightOf = (figures: readonly Figure[]): Light =>
  lights.find((light) => figures.some(({ standing }) => standing.light === light)) ?? "none";

type View = {
  reader: Reader;
  boards: readonly ProjectFigures[];
  entries: { href: string; count: number } | undefined;
};

/** All projects under way, the worst first, for the head and the funder. */
export function OverviewPage({ reader, boards, entries }: View) {
  const { t, href } = reader;
  const order = (one: ProjectFigures) => lights.indexOf(lightOf(one.figures));
  const sorted = boards.toSorted((a, b) => order(a) - order(b));
  const count = (figures: readonly Figure[], light: Light) =>
    figures.filter(({ standing }) => standing.light === light).length;
  return (
    <Stack gap="l">
      <Place title={t.overview.title} lead={t.overview.lead}>
        {entries !== undefined && (
          <a href={entries.href}>
            {t.entries.waiting}: {entries.count}
          </a>
        )}
      </Place>
      {sorted.length === 0 ? (
        <Empty
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
                <a href={href(`/projects/${project.number}/promises`)}>{project.title}</a>
              ),
            },
            {
              head: t.board.state,
              cell: ({ figures }) => {
                const light = lightOf(figures);
                return (
                  <Status
                    kind={looks[light]}
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
              cell: ({ figures }: ProjectFigures) => count(figures, light),
            })),
            {
              head: t.overview.worst,
              cell: ({ figures }) => {
                const worst = figures.find(({ standing }) => standing.light === lightOf(figures));
                return worst === undefined
                  ? ""
                  : `${worst.promise.title}: ${statusOf(reader, worst.standing).text}`;
              },
            },
          ]}
        />
      )}
    </Stack>
  );
}

/** What was promised to one municipality. */
export function PlacePage({
  reader,
  name,
  boards,
}: {
  reader: Reader;
  name: string;
  boards: readonly ProjectFigures[];
}) {
  const { t, href } = reader;
  return (
    <Stack gap="l">
      <Place title={t.overview.place(name)} lead={t.overview.placeLead}>
        <BoardLegend reader={reader} />
      </Place>
      {boards.length === 0 && (
        <Empty title={t.overview.placeNone} text={t.overview.placeNoneText} level={2} />
      )}
      {boards.map(({ project, figures }) => (
        <Section
          title={project.title}
          link={{ href: href(`/projects/${project.number}/promises`), label: project.number }}
        >
          <ol class="rows" role="list" data-one>
            {figures.map((figure) => (
              <li>
                <PromiseGauge
                  reader={reader}
                  figure={figure}
                  href={`${href(`/promises/${figure.promise.id}`)}?place=${figure.promise.places[0] ?? ""}`}
                />
              </li>
            ))}
          </ol>
        </Section>
      ))}
    </Stack>
  );
}
