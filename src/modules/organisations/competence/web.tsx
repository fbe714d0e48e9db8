import { z } from "zod";
import { filledForm, submit, type FormState } from "#base/http/form.ts";
import type { Exchange, Route } from "#base/http/route.ts";
import { cursorKeys, readCursor } from "#base/db/paging.ts";
import { demand, may } from "#base/policy.ts";
import { invalid } from "#base/refusal.ts";
import { indexRules, resolveBody } from "./rules.ts";
import { allRules, listEndedRules, rulesFor, rulesOfCell, workingRules } from "./store.ts";
import { csvFile } from "../registry/csv.ts";
import { countGaps, makeGrid } from "./grid.ts";
import { competenceInput, endCompetence, endCompetenceInput, setCompetence } from "./actions.ts";
import { bodyKinds } from "../organisation.ts";
import { CellPage } from "./cell-page.tsx";
import { HistoryPage } from "./history-page.tsx";
import { MatrixPage } from "./matrix-page.tsx";
import { competencePolicy } from "../policy.ts";
import { organisationChoices } from "../store.ts";
import { groupOf, topicName, type Ground } from "../topics.ts";
import { loadPlaces, viewOf, withQuery } from "../view.ts";
import { wholly } from "../card/edit-web.tsx";

const read = "organisations.competence.read";
const set = "organisations.competence.set";
const municipalitiesShown = 8;
const endedShown = 40;

/** The matrix of competence: the table, one cell, history and the file. */
export function matrixRoutes(ground: Ground): Route[] {
  return [
    { method: "get", path: "/admin/competence", asks: read, handle: (x) => showMatrix(x, ground) },
    {
      method: "get",
      path: "/admin/competence.csv",
      asks: read,
      handle: (x) => matrixCsv(x, ground),
    },
    {
      method: "get",
      path: "/admin/competence/history",
      asks: read,
      handle: (x) => showHistory(x, ground),
    },
    {
      method: "get",
      path: "/admin/competence/cell",
      asks: set,
      handle: (x) => showCell(x, ground),
    },
    {
      method: "post",
      path: "/admin/competence/cell",
      asks: set,
      handle: (x) => postRule(x, ground),
    },
    {
      method: "post",
      path: "/admin/competence/:id{[0-9a-f-]{36}}/end",
      asks: set,
      handle: (x) => postEnd(x, ground),
    },
  ];
}

function demandOf(x: Exchange, action: "read" | "set"): void {
  demand({ policy: competencePolicy, actor: x.ctx.actor, action });
}

const matrixQuery = z.object({
  group: z.string().max(80).optional(),
  territory: z.uuid().optional(),
  day: z.iso.date("organisations.date-missing").optional(),
  rows: z.enum(["all", "gaps"]).default("all"),
  page: z.coerce.number().int().min(1).max(1000).default(1),
});

async function showMatrix(x: Exchange, ground: Ground): Promise<Response> {
  demandOf(x, "read");
  const filter = x.query(matrixQuery);
  const view = viewOf(x);
  const catalogue = ground.topics();
  if (filter.group !== undefined && !catalogue.groups.some(({ code }) => code === filter.group)) {
    throw invalid("base.bad-address");
  }
  const [rules, places] = await Promise.all([workingRules(x.ctx), loadPlaces(x.ctx, view.t)]);
  const asked = places.all.filter(
    ({ id }) => filter.territory === undefined || id === filter.territory,
  );
  const first = Math.min((filter.page - 1) * municipalitiesShown, Math.max(0, asked.length - 1));
  const shown = asked.slice(first, first + municipalitiesShown);
  const columns = [null, ...shown.map(({ id }) => id)];
  const grid = (wanted: readonly (string | null)[]) =>
    makeGrid({
      rules,
      catalogue,
      group: filter.group,
      columns: wanted,
      day: filter.day ?? view.today,
    });
  const rows = grid(columns);
  return x.page({
    title: view.t.matrix.title,
    section: "admin",
    wide: true,
    body: (
      <MatrixPage
        view={view}
        catalogue={catalogue}
        places={places}
        filter={filter}
        grid={
          filter.rows === "gaps" ? rows.filter((row) => row.cells.some((cell) => cell.gap)) : rows
        }
        columns={columns}
        gaps={countGaps(grid(asked.map(({ id }) => id)))}
        range={{ from: first + 1, to: first + shown.length, of: asked.length }}
        maySet={may(competencePolicy, x.ctx.actor, "set")}
      />
    ),
  });
}

async function matrixCsv(x: Exchange, ground: Ground): Promise<Response> {
  demandOf(x, "read");
  const { t } = viewOf(x);
  const catalogue = ground.topics();
  const [rules, places] = await Promise.all([allRules(x.ctx), loadPlaces(x.ctx, t)]);
  const head = [
    t.csv.groupCode,
    t.cell.topic,
    t.cell.place,
    t.cell.body,
    t.fields.inn,
    t.cell.from,
    t.cell.to,
    t.cell.reason,
  ];
  const cells = rules.map((rule) => [
    rule.topic,
    topicName(catalogue, rule.topic, x.lang),
    places.nameOf(rule.territoryId),
    rule.organisationName,
    rule.organisationInn,
    rule.validFrom,
    rule.validTo,
    rule.reason,
  ]);
  return csvFile("competence", head, cells);
}

async function showHistory(x: Exchange, ground: Ground): Promise<Response> {
  demandOf(x, "read");
  const query = x.query(z.object({ after: z.string().optional(), before: z.string().optional() }));
  const view = viewOf(x);
  const cursor = readCursor(query, cursorKeys.day);
  const [{ rows, before, after }, places] = await Promise.all([
    listEndedRules(x.ctx, view.today, { cursor, limit: endedShown }),
    loadPlaces(x.ctx, view.t),
  ]);
  const catalogue = ground.topics();
  return x.page({
    title: view.t.history.title,
    section: "admin",
    crumbs: [{ label: view.t.matrix.title, href: x.href("/admin/competence") }],
    body: (
      <HistoryPage
        view={view}
        places={places}
        rules={rows}
        topicName={(code) => topicName(catalogue, code, x.lang)}
        before={before}
        after={after}
      />
    ),
  });
}

type Cell = { topic: string; territoryId: string | null };

async function showCell(x: Exchange, ground: Ground): Promise<Response> {
  demandOf(x, "set");
  const { topic, territory } = x.query(
    z.object({ topic: z.string().max(80).optional(), territory: z.uuid().optional() }),
  );
  const cell = topic === undefined ? undefined : { topic, territoryId: territory ?? null };
  return cellPage(x, ground, { cell, form: filledForm({ topic, territoryId: territory }) });
}

async function cellPage(
  x: Exchange,
  ground: Ground,
  { cell, form, status = 200 }: { cell: Cell | undefined; form: FormState; status?: number },
): Promise<Response> {
  const view = viewOf(x);
  const catalogue = ground.topics();
  const [places, bodies, shown] = await Promise.all([
    loadPlaces(x.ctx, view.t),
    organisationChoices(x.ctx, {
      kinds: bodyKinds,
      limit: 1000,
      ...(cell !== undefined && cell.territoryId !== null && { territoryId: cell.territoryId }),
    }),
    cell && loadCell(x, ground, { cell, day: view.today }),
  ]);
  const title =
    shown === undefined
      ? view.t.cell.newTitle
      : view.t.cell.title(shown.topicName, places.nameOf(shown.territoryId));
  return x.page({
    title,
    section: "admin",
    status,
    crumbs: [{ label: view.t.matrix.title, href: x.href("/admin/competence") }],
    body: (
      <CellPage
        view={view}
        catalogue={catalogue}
        places={places}
        cell={shown}
        bodies={bodies}
        form={form}
      />
    ),
  });
}

async function loadCell(x: Exchange, ground: Ground, { cell, day }: { cell: Cell; day: string }) {
  const catalogue = ground.topics();
  const { topic, territoryId } = cell;
  const group = groupOf(catalogue, topic) ?? topic;
  const topics = [...new Set([topic, group])];
  const [inPlay, rules] = await Promise.all([
    rulesFor(x.ctx, { topics, municipalityId: territoryId }),
    rulesOfCell(x.ctx, cell),
  ]);
  const body = resolveBody({ topic, group, municipalityId: territoryId, day }, indexRules(inPlay));
  return { ...cell, topicName: topicName(catalogue, topic, x.lang), body, rules };
}

const ruleForm = competenceInput.extend({
  territoryId: z
    .uuid("organisations.unknown-territory")
    .optional()
    .transform((id) => id ?? null),
  instead: z
    .string()
    .optional()
    .transform((ticked) => ticked !== undefined),
});

async function postRule(x: Exchange, ground: Ground): Promise<Response> {
  demandOf(x, "set");
  return submit(x, {
    schema: ruleForm,
    async act(input) {
      if (groupOf(ground.topics(), input.topic) === undefined) {
        throw invalid("organisations.unknown-topic", {
          fields: { topic: "organisations.unknown-topic" },
        });
      }
      await setCompetence(x.ctx, input);
      return x.go(cellPath(input), viewOf(x).t.cell.saved);
    },
    again: (form, status) => cellPage(x, ground, { cell: cellOf(form), form, status }),
  });
}

async function postEnd(x: Exchange, ground: Ground): Promise<Response> {
  demandOf(x, "set");
  return submit(x, {
    schema: endCompetenceInput.omit({ competenceId: true }).extend({
      topic: competenceInput.shape.topic,
      territoryId: ruleForm.shape.territoryId,
    }),
    async act({ validTo, ...cell }) {
      await endCompetence(x.ctx, { competenceId: x.param("id"), validTo });
      return x.go(cellPath(cell), viewOf(x).t.cell.ended);
    },
    again: (form, status) =>
      cellPage(x, ground, { cell: cellOf(form), form: wholly(form), status }),
  });
}

/** The cell that a posted form speaks of; only what is well formed is looked up. */
function cellOf({ values }: FormState): Cell | undefined {
  const cell = competenceInput.pick({ topic: true, territoryId: true }).safeParse({
    topic: values.topic,
    territoryId: values.territoryId ?? null,
  });
  return cell.success ? cell.data : undefined;
}

function cellPath({ topic, territoryId }: Cell): string {
  return withQuery("/admin/competence/cell", { topic, territory: territoryId ?? undefined });
}
