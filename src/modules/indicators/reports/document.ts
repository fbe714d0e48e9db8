import type { DocumentBlock, DocumentTable, Run, TextDocument } from "#base/documents/index.ts";
import type { CountedRow } from "#base/ports/count-source.ts";
import { formatNumber } from "#base/ui/index.ts";
import { publicName } from "#modules/people/index.ts";
import type { ProjectCard } from "#modules/projects/index.ts";
import { isOfficeTelephone, maskPersonal } from "#modules/triage/index.ts";
import type { Figure } from "../board/progress.ts";
import { sayFullDay, sayMeasure, sayNumber, statusOf, type Reader } from "../view.ts";

export const textParts = ["summary", "qualitative", "deviations", "further"] as const;
export type TextPart = (typeof textParts)[number];
export type Texts = Partial<Record<TextPart, string>>;

/** The rows that stand behind one promise in the annex. */
export type Annexed = { figure: Figure; rows: readonly CountedRow[]; more: boolean };

export type ReportGround = {
  reader: Reader;
  card: ProjectCard;
  figures: readonly Figure[];
  annex: readonly Annexed[];
  texts: Texts;
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
const open = (text: string): string => maskPersonal(text, isOfficeTelephone);

/** The analytic report of a grant contract: everything but its typed texts comes from facts. */
export function reportDocument(ground: ReportGround): TextDocument {
  const { reader, card, texts } = ground;
  const { report } = reader.t;
  const { project } = card;
  const qualitative = texts.qualitative ?? open(project.qualitative_results);
  const further = texts.further ?? open(project.further_life);
  const lead = card.contacts.get(project.lead_id ?? "");
  return {
    title: report.pageTitle(project.title),
    lang: reader.lang,
    createdAt: reader.now,
    footer: report.footer(project.number),
    blocks: [
      heading(1, report.title),
      { kind: "paragraph", text: [{ text: project.title, bold: true }] },
      { kind: "note", text: report.counted(sayFullDay(reader, reader.today)) },
      ...section(report.passport, [passport(ground)]),
      ...section(report.texts.summary, paragraphs(texts.summary)),
      ...section(report.control, controlPoints(ground)),
      ...section(report.activities, activities(ground)),
      ...section(report.results, results(ground)),
      ...section(report.texts.qualitative, paragraphs(qualitative)),
      ...section(report.texts.deviations, paragraphs(texts.deviations)),
      ...section(report.publications, publications(ground)),
      ...section(report.budget, budget(ground)),
      ...section(report.texts.further, paragraphs(further)),
      {
        kind: "signatures",
        lines: [
          { role: report.signatures.head },
          { role: report.signatures.lead, ...(lead !== undefined && { name: publicName(lead) }) },
        ],
      },
      ...annex(ground),
    ],
  };
}

function passport({ reader, card }: ReportGround): DocumentBlock {
  const { facts, roubles } = reader.t.report;
  const { project, organisation } = card;
  const application = card.applications.find(({ stage }) => stage === "supported");
  const span = [project.starts_on, project.ends_on].flatMap((day) =>
    day === null ? [] : [sayFullDay(reader, day)],
  );
  const told: [string, string | null | undefined][] = [
    [facts.number, project.number],
    [facts.contest, application?.contest],
    [facts.direction, application?.direction],
    [facts.application, application?.number],
    [facts.submitted, application?.submitted_on && sayFullDay(reader, application.submitted_on)],
    [facts.term, span.join(" – ")],
    [facts.organisation, organisation?.name],
    [facts.inn, organisation?.inn],
    [facts.ogrn, organisation?.ogrn],
    [facts.geography, card.places.map((id) => reader.place(id)).join(", ")],
    [facts.goal, open(project.goal)],
    [facts.awarded, project.awarded === null ? null : roubles(money(reader, project.awarded))],
  ];
  return {
    kind: "facts",
    facts: told.flatMap(([name, value]) => (value ? [{ name, value }] : [])),
  };
}

const money = (reader: Reader, kopecks: number) =>
  formatNumber(kopecks / 100, { lang: reader.lang });

function controlPoints({ reader, figures }: ReportGround): DocumentBlock[] {
  const { report } = reader.t;
  const points = figures.filter(({ promise }) => promise.control_point);
  return tableOf(
    [
      { head: report.point, width: 3 },
      { head: report.dueOn, width: 1.3 },
      { head: report.planned, align: "right" },
      { head: report.actual, align: "right" },
      { head: report.state, width: 1.6 },
    ],
    points.map(({ promise, standing }) => [
      `${promise.title}, ${promise.unit}`,
      sayFullDay(reader, promise.due_on),
      sayNumber(reader, standing.target),
      sayNumber(reader, standing.counted),
      statusOf(reader, standing).text,
    ]),
  );
}

function activities({ reader, card }: ReportGround): DocumentBlock[] {
  const { report } = reader.t;
  const by = Map.groupBy(card.occasions, (occasion) => occasion.activity_id);
  return tableOf(
    [
      { head: report.activity, width: 3 },
      { head: report.plannedDates, width: 1.6 },
      { head: report.actualDates, width: 1.6 },
      { head: report.expected, width: 2 },
    ],
    card.activities.map((activity) => {
      const done = (by.get(activity.id) ?? []).flatMap(({ actual_on, held }) =>
        held !== undefined
          ? [`${sayFullDay(reader, held.from)} – ${sayFullDay(reader, held.to)}`]
          : actual_on === null
            ? []
            : [sayFullDay(reader, actual_on)],
      );
      const days = [...new Set([activity.starts_on, activity.ends_on])].map((day) =>
        sayFullDay(reader, day),
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
function results({ reader, card, figures, events }: ReportGround): DocumentBlock[] {
  const { report } = reader.t;
  const n = (value: number) => sayNumber(reader, value);
  const signed = (value: number) => (value > 0 ? `+${n(value)}` : n(value));
  const whole = tableOf(
    [
      { head: report.result, width: 2.2 },
      { head: report.planned, align: "right" },
      { head: report.actual, align: "right" },
      { head: report.difference, align: "right" },
      { head: report.measured, width: 3 },
    ],
    figures.map(({ promise, standing }) => [
      `${promise.title}, ${promise.unit}`,
      n(standing.target),
      n(standing.counted),
      signed(standing.proven - standing.target),
      sayMeasure(reader, {
        measure: promise,
        scope: promise.scope,
        places: promise.places,
        project: card.project,
        events,
      }),
    ]),
  );
  const local = figures.filter(({ promise }) => promise.scope === "per-place");
  const places = [...new Set(local.flatMap(({ promise }) => promise.places))];
  const parts = new Map(
    local.map(({ promise, standing }) => [
      promise.id,
      new Map(standing.places.map((part) => [part.key, part])),
    ]),
  );
  const byPlace = tableOf(
    [
      { head: report.place, width: 2 },
      ...local.map(({ promise }) => ({ head: promise.title, align: "right" as const })),
    ],
    places.map((id) => [
      reader.place(id),
      ...local.map(({ promise }) => {
        const part = parts.get(promise.id)?.get(id);
        return part === undefined ? "—" : reader.t.board.amountOf(n(part.proven), n(part.target));
      }),
    ]),
  );
  return [...whole, ...(byPlace.length === 0 ? [] : [heading(3, report.byPlace), ...byPlace])];
}

function publications({ reader, card }: ReportGround): DocumentBlock[] {
  if (card.publications.length === 0) return [];
  return [
    {
      kind: "list",
      ordered: true,
      items: card.publications.map((one) => [
        { text: one.title, href: one.url },
        {
          text: `. ${[one.media, sayFullDay(reader, one.published_on)].filter(Boolean).join(", ")}`,
        },
      ]),
    },
  ];
}

function budget({ reader, card }: ReportGround): DocumentBlock[] {
  const { report } = reader.t;
  const by = Map.groupBy(card.costs, (cost) => cost.article);
  const sumOf = (costs: typeof card.costs) => {
    const sum = (payer: "from_grant" | "from_own" | "from_partners") =>
      costs.reduce((all, cost) => all + cost[payer], 0);
    const [grant, own, partners] = [sum("from_grant"), sum("from_own"), sum("from_partners")];
    return [grant, own, partners, grant + own + partners].map((amount) => money(reader, amount));
  };
  const right = (head: string) => ({ head, align: "right" as const });
  return tableOf(
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
const addressOf = ({ reader, url }: ReportGround, href: string): string =>
  /^https?:\/\//.test(href) ? href : encodeURI(`${url}${reader.href(href)}`);

/** A row and its papers, each a link where it opens: «Семинар, 5 марта, +1. список явки: 12». */
function annexed(ground: ReportGround, row: CountedRow): Run[] {
  const { reader } = ground;
  const linked = (text: string, href: string | undefined): Run =>
    href === undefined ? { text } : { text, href: addressOf(ground, href) };
  const told = [
    sayFullDay(reader, row.day),
    reader.place(row.place),
    row.of === undefined
      ? `+${sayNumber(reader, row.amount)}`
      : reader.t.board.amountOf(sayNumber(reader, row.amount), sayNumber(reader, row.of)),
  ].filter(Boolean);
  const papers = row.evidence.flatMap(({ kind, count, href }): Run[] => {
    const name = reader.t.evidence[kind];
    return [
      { text: "; " },
      linked(count > 1 ? `${name}: ${sayNumber(reader, count)}` : name, href),
    ];
  });
  return [linked(row.title, row.href), { text: `, ${told.join(", ")}` }, ...papers];
}

/** The rows behind each figure, promise by promise, newest first. */
function annex(ground: ReportGround): DocumentBlock[] {
  const { reader, annex: parts } = ground;
  const { report } = reader.t;
  const told = parts.filter(({ rows }) => rows.length > 0);
  if (told.length === 0) return [];
  return [
    { kind: "page-break" },
    heading(2, report.annex),
    { kind: "note", text: report.annexLead },
    ...told.flatMap(({ figure: { promise }, rows, more }): DocumentBlock[] => [
      heading(3, promise.title),
      {
        kind: "list",
        ordered: true,
        items: rows.map((row) => annexed(ground, row)),
      },
      ...(more ? [{ kind: "note" as const, text: report.more }] : []),
    ]),
  ];
}

/** A table, or nothing where it would have no rows. */
export function tableOf(
  columns: DocumentTable["columns"],
  rows: DocumentTable["rows"],
  total?: readonly string[],
): DocumentBlock[] {
  return rows.length === 0
    ? []
    : [{ kind: "table", columns, rows, ...(total !== undefined && { total }) }];
}
