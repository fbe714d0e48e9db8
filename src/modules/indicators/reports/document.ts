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

/** The rows that stand behind one promise in the annex. */
export type ReportAnnex = {
  indicator: IndicatorProgress;
  rows: readonly CountedRow[];
  hasMore: boolean;
};

export type ReportData = {
  reader: IndicatorViewContext;
  card: ProjectCard;
  indicators: readonly IndicatorProgress[];
  annex: readonly ReportAnnex[];
  texts: ReportTexts;
  events: ReadonlyMap<string, string>;
  /** The installation's own address, for links out of a file. */
  url: string;
};

const heading = (level: 1 | 2 | 3, text: string): DocumentBlock => ({
  kind: "heading",
  level,
  text,
});

/** The blocks of a section, with its heading; nothing where there is nothing to say. */
const section = (title: string, blocks: readonly DocumentBlock[]): DocumentBlock[] =>
  blocks.length === 0 ? [] : [heading(2, title), ...blocks];

export const paragraphs = (text: string | undefined): DocumentBlock[] =>
  (text ?? "")
    .split(/\n\s*\n/)
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .map((part) => ({ kind: "paragraph", text: part }));

/** Texts of the passport as the public may read them; typed parts were masked when they were kept. */
const maskText = (text: string): string => maskPersonalData(text, isOfficePhone);

/** The analytic report of a grant contract: everything but its typed texts comes from facts. */
export function reportDocument(data: ReportData): TextDocument {
  const { reader, card, texts } = data;
  const { report } = reader.t;
  const { project } = card;
  const qualitative = texts.qualitative ?? maskText(project.qualitative_results);
  const further = texts.further ?? maskText(project.further_life);
  const lead = card.contacts.get(project.lead_id ?? "");
  return {
    title: report.pageTitle(project.title),
    lang: reader.lang,
    createdAt: reader.now,
    footer: report.footer(project.number),
    blocks: [
      heading(1, report.title),
      { kind: "paragraph", text: [{ text: project.title, bold: true }] },
      { kind: "note", text: report.counted(formatFullDay(reader, reader.today)) },
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

function renderPassport({ reader, card }: ReportData): DocumentBlock {
  const { facts, roubles } = reader.t.report;
  const { project, organisation } = card;
  const application = card.applications.find(({ stage }) => stage === "supported");
  const span = [project.starts_on, project.ends_on].flatMap((day) =>
    day === null ? [] : [formatFullDay(reader, day)],
  );
  const told: [string, string | null | undefined][] = [
    [facts.number, project.number],
    [facts.contest, application?.contest],
    [facts.direction, application?.direction],
    [facts.application, application?.number],
    [facts.submitted, application?.submitted_on && formatFullDay(reader, application.submitted_on)],
    [facts.term, span.join(" – ")],
    [facts.organisation, organisation?.name],
    [facts.inn, organisation?.inn],
    [facts.ogrn, organisation?.ogrn],
    [facts.geography, card.places.map((id) => reader.place(id)).join(", ")],
    [facts.goal, maskText(project.goal)],
    [
      facts.awarded,
      project.awarded === null ? null : roubles(formatMoney(reader, project.awarded)),
    ],
  ];
  return {
    kind: "facts",
    facts: told.flatMap(([name, value]) => (value ? [{ name, value }] : [])),
  };
}

const formatMoney = (reader: IndicatorViewContext, kopecks: number) =>
  formatNumber(kopecks / 100, { lang: reader.lang });

function renderControlPoints({ reader, indicators: figures }: ReportData): DocumentBlock[] {
  const { report } = reader.t;
  const points = figures.filter(({ indicator: promise }) => promise.control_point);
  return renderTable(
    [
      { head: report.point, width: 3 },
      { head: report.dueOn, width: 1.3 },
      { head: report.planned, align: "right" },
      { head: report.actual, align: "right" },
      { head: report.state, width: 1.6 },
    ],
    points.map(({ indicator: promise, progress: standing }) => [
      `${promise.title}, ${promise.unit}`,
      formatFullDay(reader, promise.due_on),
      formatAmount(reader, standing.target),
      formatAmount(reader, standing.counted),
      progressStatus(reader, standing).text,
    ]),
  );
}

function renderActivities({ reader, card }: ReportData): DocumentBlock[] {
  const { report } = reader.t;
  const by = Map.groupBy(card.occurrences, (occasion) => occasion.activity_id);
  return renderTable(
    [
      { head: report.activity, width: 3 },
      { head: report.plannedDates, width: 1.6 },
      { head: report.actualDates, width: 1.6 },
      { head: report.expected, width: 2 },
    ],
    card.activities.map((activity) => {
      const done = (by.get(activity.id) ?? []).flatMap(({ actual_on, heldEvents: held }) =>
        held !== undefined
          ? [`${formatFullDay(reader, held.from)} – ${formatFullDay(reader, held.to)}`]
          : actual_on === null
            ? []
            : [formatFullDay(reader, actual_on)],
      );
      const days = [...new Set([activity.starts_on, activity.ends_on])].map((day) =>
        formatFullDay(reader, day),
      );
      return [
        activity.title,
        days.join(" – "),
        done.length > 0
          ? done.join(", ")
          : activity.ends_on < reader.today
            ? report.notHeld
            : report.ahead,
        activity.expected,
      ];
    }),
  );
}

/** Promised, done, the difference, and how each was measured; then place by place. */
function renderResults({ reader, card, indicators: figures, events }: ReportData): DocumentBlock[] {
  const { report } = reader.t;
  const n = (value: number) => formatAmount(reader, value);
  const signed = (value: number) => (value > 0 ? `+${n(value)}` : n(value));
  const whole = renderTable(
    [
      { head: report.result, width: 2.2 },
      { head: report.planned, align: "right" },
      { head: report.actual, align: "right" },
      { head: report.difference, align: "right" },
      { head: report.measured, width: 3 },
    ],
    figures.map(({ indicator: promise, progress: standing }) => [
      `${promise.title}, ${promise.unit}`,
      n(standing.target),
      n(standing.counted),
      signed(standing.confirmed - standing.target),
      describeMeasure(reader, {
        measure: promise,
        scope: promise.scope,
        places: promise.places,
        project: card.project,
        events,
      }),
    ]),
  );
  const local = figures.filter(({ indicator: promise }) => promise.scope === "per-place");
  const places = [...new Set(local.flatMap(({ indicator: promise }) => promise.places))];
  const parts = new Map(
    local.map(({ indicator: promise, progress: standing }) => [
      promise.id,
      new Map(standing.places.map((part) => [part.key, part])),
    ]),
  );
  const byPlace = renderTable(
    [
      { head: report.place, width: 2 },
      ...local.map(({ indicator: promise }) => ({ head: promise.title, align: "right" as const })),
    ],
    places.map((id) => [
      reader.place(id),
      ...local.map(({ indicator: promise }) => {
        const part = parts.get(promise.id)?.get(id);
        return part === undefined
          ? "—"
          : reader.t.board.amountOf(n(part.confirmed), n(part.target));
      }),
    ]),
  );
  return [...whole, ...(byPlace.length === 0 ? [] : [heading(3, report.byPlace), ...byPlace])];
}

function renderPublications({ reader, card }: ReportData): DocumentBlock[] {
  if (card.publications.length === 0) return [];
  return [
    {
      kind: "list",
      ordered: true,
      items: card.publications.map((one) => [
        { text: one.title, href: one.url },
        {
          text: `. ${[one.media, formatFullDay(reader, one.published_on)].filter(Boolean).join(", ")}`,
        },
      ]),
    },
  ];
}

function renderBudget({ reader, card }: ReportData): DocumentBlock[] {
  const { report } = reader.t;
  const by = Map.groupBy(card.costs, (cost) => cost.article);
  const sumOf = (costs: typeof card.costs) => {
    const sum = (payer: "from_grant" | "from_own" | "from_partners") =>
      costs.reduce((all, cost) => all + cost[payer], 0);
    const [grant, own, partners] = [sum("from_grant"), sum("from_own"), sum("from_partners")];
    return [grant, own, partners, grant + own + partners].map((amount) =>
      formatMoney(reader, amount),
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
    [...by].map(([article, costs]) => [report.articles[article] ?? article, ...sumOf(costs)]),
    card.costs.length === 0 ? undefined : [report.total, ...sumOf(card.costs)],
  );
}

/** Within the region, or an address of the world outside. */
const absoluteUrl = ({ reader, url }: ReportData, href: string): string =>
  /^https?:\/\//.test(href) ? href : encodeURI(`${url}${reader.href(href)}`);

/** A row and its papers, each a link where it opens: «Семинар, 5 марта, +1. список явки: 12». */
function annexCell(data: ReportData, row: CountedRow): TextRun[] {
  const { reader } = data;
  const linked = (text: string, href: string | undefined): TextRun =>
    href === undefined ? { text } : { text, href: absoluteUrl(data, href) };
  const told = [
    formatFullDay(reader, row.day),
    reader.place(row.place),
    row.of === undefined
      ? `+${formatAmount(reader, row.amount)}`
      : reader.t.board.amountOf(formatAmount(reader, row.amount), formatAmount(reader, row.of)),
  ].filter(Boolean);
  const papers = row.evidence.flatMap(({ kind, count, href }): TextRun[] => {
    const name = reader.t.evidence[kind];
    return [
      { text: "; " },
      linked(count > 1 ? `${name}: ${formatAmount(reader, count)}` : name, href),
    ];
  });
  return [linked(row.title, row.href), { text: `, ${told.join(", ")}` }, ...papers];
}

/** The rows behind each figure, promise by promise, newest first. */
function renderAnnex(data: ReportData): DocumentBlock[] {
  const { reader, annex: parts } = data;
  const { report } = reader.t;
  const told = parts.filter(({ rows }) => rows.length > 0);
  if (told.length === 0) return [];
  return [
    { kind: "page-break" },
    heading(2, report.annex),
    { kind: "note", text: report.annexLead },
    ...told.flatMap(
      ({ indicator: { indicator: promise }, rows, hasMore: more }): DocumentBlock[] => [
        heading(3, promise.title),
        {
          kind: "list",
          ordered: true,
          items: rows.map((row) => annexCell(data, row)),
        },
        ...(more ? [{ kind: "note" as const, text: report.more }] : []),
      ],
    ),
  ];
}

/** A table, or nothing where it would have no rows. */
export function renderTable(
  columns: DocumentTable["columns"],
  rows: DocumentTable["rows"],
  total?: readonly string[],
): DocumentBlock[] {
  return rows.length === 0
    ? []
    : [{ kind: "table", columns, rows, ...(total !== undefined && { total }) }];
}
