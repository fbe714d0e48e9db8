import { labelOf } from "#base/messages.ts";
import type { DocumentBlock, DocumentTable, TextRun, TextDocument } from "#base/documents/index.ts";
import type { CountedRow } from "#base/ports/count-source.ts";
import { formatNumber } from "#base/ui/index.ts";
import { abbreviatedName } from "#modules/people/index.ts";
import type { ProjectCard } from "#modules/projects/index.ts";
import { isOfficePhone, maskPersonalData } from "#modules/triage/index.ts";
import type { IndicatorProgress } from "../board/progress.ts";
import {
  formatFullDay,
  describeMeasure,
  formatAmount,
  progressStatus,
  type IndicatorViewContext,
} from "../view.ts";

export const textParts = ["summary", "qualitative", "deviations", "further"] as const;
export type TextPart = (typeof textParts)[number];
export type ReportTexts = Partial<Record<TextPart, string>>;

/** The rows behind one indicator in the annex. */
export type ReportAnnex = {
  indicator: IndicatorProgress;
  rows: readonly CountedRow[];
  hasMore: boolean;
};

export type ReportData = {
  viewContext: IndicatorViewContext;
  card: ProjectCard;
  indicators: readonly IndicatorProgress[];
  annex: readonly ReportAnnex[];
  texts: ReportTexts;
  events: ReadonlyMap<string, string>;
  /** The installation's URL, for links in a file. */
  url: string;
};

const heading = (level: 1 | 2 | 3, text: string): DocumentBlock => ({
  kind: "heading",
  level,
  text,
});

/** Returns the blocks of a section with its heading; nothing when it is empty. */
const section = (title: string, blocks: readonly DocumentBlock[]): DocumentBlock[] =>
  blocks.length === 0 ? [] : [heading(2, title), ...blocks];

/** Splits a text at empty lines into paragraph blocks. */
export const paragraphs = (text: string | undefined): DocumentBlock[] =>
  (text ?? "")
    .split(/\n\s*\n/)
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .map((part) => ({ kind: "paragraph", text: part }));

/** Masks personal data in the charter's texts; the report's own texts were masked when saved. */
const maskText = (text: string): string => maskPersonalData(text, isOfficePhone);

/**
 * Builds the analytic report of a grant contract: everything but its texts is computed from facts.
 */
export function reportDocument(data: ReportData): TextDocument {
  const { viewContext: view, card, texts } = data;
  const { report } = view.t;
  const { project } = card;
  const qualitative = texts.qualitative ?? maskText(project.qualitative_results);
  const further = texts.further ?? maskText(project.further_life);
  const lead = card.contacts.get(project.lead_id ?? "");
  return {
    title: report.pageTitle(project.title),
    lang: view.lang,
    createdAt: view.now,
    footer: report.footer(project.number),
    blocks: [
      heading(1, report.title),
      { kind: "paragraph", text: [{ text: project.title, bold: true }] },
      { kind: "note", text: report.counted(formatFullDay(view, view.today)) },
      ...section(report.passport, [renderPassport(data)]),
      ...section(report.texts.summary, paragraphs(texts.summary)),
      ...section(report.control, renderControlPoints(data)),
      ...section(report.activities, renderActivities(data)),
      ...section(report.results, renderResults(data)),
      ...section(report.texts.qualitative, paragraphs(qualitative)),
      ...section(report.texts.deviations, paragraphs(texts.deviations)),
      ...section(report.publications, renderPublications(data)),
      ...section(report.budget, renderBudget(data)),
      ...section(report.texts.further, paragraphs(further)),
      {
        kind: "signatures",
        lines: [
          { role: report.signatures.head },
          {
            role: report.signatures.lead,
            ...(lead !== undefined && { name: abbreviatedName(lead) }),
          },
        ],
      },
      ...renderAnnex(data),
    ],
  };
}

function renderPassport({ viewContext: view, card }: ReportData): DocumentBlock {
  const { facts, roubles } = view.t.report;
  const { project, organisation } = card;
  const application = card.applications.find(({ stage }) => stage === "supported");
  const span = [project.starts_on, project.ends_on].flatMap((day) =>
    day === null ? [] : [formatFullDay(view, day)],
  );
  const details: [string, string | null | undefined][] = [
    [facts.number, project.number],
    [facts.contest, application?.contest],
    [facts.direction, application?.direction],
    [facts.application, application?.number],
    [facts.submitted, application?.submitted_on && formatFullDay(view, application.submitted_on)],
    [facts.term, span.join(" – ")],
    [facts.organisation, organisation?.name],
    [facts.inn, organisation?.inn],
    [facts.ogrn, organisation?.ogrn],
    [facts.geography, card.places.map((id) => view.place(id)).join(", ")],
    [facts.goal, maskText(project.goal)],
    [facts.awarded, project.awarded === null ? null : roubles(formatMoney(view, project.awarded))],
  ];
  return {
    kind: "facts",
    facts: details.flatMap(([name, value]) => (value ? [{ name, value }] : [])),
  };
}

const formatMoney = (view: IndicatorViewContext, kopecks: number) =>
  formatNumber(kopecks / 100, { lang: view.lang });

function renderControlPoints({ viewContext: view, indicators }: ReportData): DocumentBlock[] {
  const { report } = view.t;
  const points = indicators.filter(({ indicator }) => indicator.control_point);
  return renderTable(
    [
      { head: report.point, width: 3 },
      { head: report.dueOn, width: 1.3 },
      { head: report.planned, align: "right" },
      { head: report.actual, align: "right" },
      { head: report.state, width: 1.6 },
    ],
    points.map(({ indicator, progress }) => [
      `${indicator.title}, ${indicator.unit}`,
      formatFullDay(view, indicator.due_on),
      formatAmount(view, progress.target),
      formatAmount(view, progress.counted),
      progressStatus(view, progress).text,
    ]),
  );
}

function renderActivities({ viewContext: view, card }: ReportData): DocumentBlock[] {
  const { report } = view.t;
  const by = Map.groupBy(card.occurrences, (occurrence) => occurrence.activity_id);
  return renderTable(
    [
      { head: report.activity, width: 3 },
      { head: report.plannedDates, width: 1.6 },
      { head: report.actualDates, width: 1.6 },
      { head: report.expected, width: 2 },
    ],
    card.activities.map((activity) => {
      const done = (by.get(activity.id) ?? []).flatMap(({ actual_on, heldEvents }) =>
        heldEvents !== undefined
          ? [`${formatFullDay(view, heldEvents.from)} – ${formatFullDay(view, heldEvents.to)}`]
          : actual_on === null
            ? []
            : [formatFullDay(view, actual_on)],
      );
      const days = [...new Set([activity.starts_on, activity.ends_on])].map((day) =>
        formatFullDay(view, day),
      );
      return [
        activity.title,
        days.join(" – "),
        done.length > 0
          ? done.join(", ")
          : activity.ends_on < view.today
            ? report.notHeld
            : report.ahead,
        activity.expected,
      ];
    }),
  );
}

/** Renders targets, results, differences and measures; then place by place. */
function renderResults({
  viewContext: view,
  card,
  indicators,
  events,
}: ReportData): DocumentBlock[] {
  const { report } = view.t;
  const n = (value: number) => formatAmount(view, value);
  const signed = (value: number) => (value > 0 ? `+${n(value)}` : n(value));
  const whole = renderTable(
    [
      { head: report.result, width: 2.2 },
      { head: report.planned, align: "right" },
      { head: report.actual, align: "right" },
      { head: report.difference, align: "right" },
      { head: report.measured, width: 3 },
    ],
    indicators.map(({ indicator, progress }) => [
      `${indicator.title}, ${indicator.unit}`,
      n(progress.target),
      n(progress.counted),
      signed(progress.confirmed - progress.target),
      describeMeasure(view, {
        measure: indicator,
        scope: indicator.scope,
        places: indicator.places,
        project: card.project,
        events,
      }),
    ]),
  );
  const local = indicators.filter(({ indicator }) => indicator.scope === "per-place");
  const places = [...new Set(local.flatMap(({ indicator }) => indicator.places))];
  const parts = new Map(
    local.map(({ indicator, progress }) => [
      indicator.id,
      new Map(progress.places.map((part) => [part.key, part])),
    ]),
  );
  const byPlace = renderTable(
    [
      { head: report.place, width: 2 },
      ...local.map(({ indicator }) => ({ head: indicator.title, align: "right" as const })),
    ],
    places.map((id) => [
      view.place(id),
      ...local.map(({ indicator }) => {
        const part = parts.get(indicator.id)?.get(id);
        return part === undefined ? "—" : view.t.board.amountOf(n(part.confirmed), n(part.target));
      }),
    ]),
  );
  return [...whole, ...(byPlace.length === 0 ? [] : [heading(3, report.byPlace), ...byPlace])];
}

function renderPublications({ viewContext: view, card }: ReportData): DocumentBlock[] {
  if (card.publications.length === 0) return [];
  return [
    {
      kind: "list",
      ordered: true,
      items: card.publications.map((one) => [
        { text: one.title, href: one.url },
        {
          text: `. ${[one.media, formatFullDay(view, one.published_on)].filter(Boolean).join(", ")}`,
        },
      ]),
    },
  ];
}

function renderBudget({ viewContext: view, card }: ReportData): DocumentBlock[] {
  const { report } = view.t;
  const by = Map.groupBy(card.costs, (cost) => cost.article);
  const sumOf = (costs: typeof card.costs) => {
    const sum = (payer: "from_grant" | "from_own" | "from_partners") =>
      costs.reduce((all, cost) => all + cost[payer], 0);
    const [grant, own, partners] = [sum("from_grant"), sum("from_own"), sum("from_partners")];
    return [grant, own, partners, grant + own + partners].map((amount) =>
      formatMoney(view, amount),
    );
  };
  const right = (head: string) => ({ head, align: "right" as const });
  return renderTable(
    [
      { head: report.article, width: 2 },
      right(report.grant),
      right(report.own),
      right(report.partners),
      right(report.total),
    ],
    [...by].map(([article, costs]) => [
      labelOf(report.articles, article) ?? article,
      ...sumOf(costs),
    ]),
    card.costs.length === 0 ? undefined : [report.total, ...sumOf(card.costs)],
  );
}

/** Returns an absolute URL of a path within the region, or an external address unchanged. */
const absoluteUrl = ({ viewContext: view, url }: ReportData, href: string): string =>
  /^https?:\/\//.test(href) ? href : encodeURI(`${url}${view.href(href)}`);

/** Renders a row and its evidence with links: «Семинар, 5 марта, +1. список явки: 12». */
function annexCell(data: ReportData, row: CountedRow): TextRun[] {
  const { viewContext: view } = data;
  const linked = (text: string, href: string | undefined): TextRun =>
    href === undefined ? { text } : { text, href: absoluteUrl(data, href) };
  const details = [
    formatFullDay(view, row.day),
    view.place(row.place),
    row.of === undefined
      ? `+${formatAmount(view, row.amount)}`
      : view.t.board.amountOf(formatAmount(view, row.amount), formatAmount(view, row.of)),
  ].filter(Boolean);
  const papers = row.evidence.flatMap(({ kind, count, href }): TextRun[] => {
    const name = view.t.evidence[kind];
    return [
      { text: "; " },
      linked(count > 1 ? `${name}: ${formatAmount(view, count)}` : name, href),
    ];
  });
  return [linked(row.title, row.href), { text: `, ${details.join(", ")}` }, ...papers];
}

/** Renders the rows behind each figure, indicator by indicator, newest first. */
function renderAnnex(data: ReportData): DocumentBlock[] {
  const { viewContext: view, annex: parts } = data;
  const { report } = view.t;
  const withRows = parts.filter(({ rows }) => rows.length > 0);
  if (withRows.length === 0) return [];
  return [
    { kind: "page-break" },
    heading(2, report.annex),
    { kind: "note", text: report.annexLead },
    ...withRows.flatMap(({ indicator: { indicator }, rows, hasMore }): DocumentBlock[] => [
      heading(3, indicator.title),
      {
        kind: "list",
        ordered: true,
        items: rows.map((row) => annexCell(data, row)),
      },
      ...(hasMore ? [{ kind: "note" as const, text: report.more }] : []),
    ]),
  ];
}

/** Renders a table; nothing when it has no rows. */
export function renderTable(
  columns: DocumentTable["columns"],
  rows: DocumentTable["rows"],
  total?: readonly string[],
): DocumentBlock[] {
  return rows.length === 0
    ? []
    : [{ kind: "table", columns, rows, ...(total !== undefined && { total }) }];
}
