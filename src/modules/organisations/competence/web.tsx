import { listUrl } from "#base/http/list-url.ts";
import { actionRoute } from "#base/http/action-route.ts";
import { z } from "zod";
import { filledForm, type FormState, refusalOnly } from "#base/http/form.ts";
import type { RequestContext, Route } from "#base/http/route.ts";
import { cursorKeys, readCursor } from "#base/db/paging.ts";
import { authorize, may } from "#base/policy.ts";
import { invalid, invalidField } from "#base/refusal.ts";
import { indexRules, resolveResponsibleBody } from "./rules.ts";
import {
  listAllRules,
  listEndedRules,
  listRulesFor,
  listRulesOfCell,
  listActiveRules,
} from "./store.ts";
import { csvResponse } from "#base/http/exports.ts";
import { countGaps, buildGrid } from "./grid.ts";
import { competenceInput, endCompetence, endCompetenceInput, setCompetence } from "./actions.ts";
import { responsibleKinds } from "../organisation.ts";
import { CompetenceCellPage } from "./cell-page.tsx";
import { CompetenceHistoryPage } from "./history-page.tsx";
import { MatrixPage } from "./matrix-page.tsx";
import { competencePolicy } from "../policy.ts";
import { listOrganisationOptions } from "../store.ts";
import { findTopicGroup, topicName, type OrganisationsDeps } from "../topics.ts";
import { loadMunicipalityOptions, createView } from "../view.ts";

const readPermission = "organisations.competence.read";
const setPermission = "organisations.competence.set";
const municipalitiesPerPage = 8;
const endedRulesPerPage = 40;

/** Creates the routes of the matrix: the table, one cell, the history and the file. */
export function competenceRoutes(deps: OrganisationsDeps): Route[] {
  return [
    {
      method: "get",
      path: "/admin/competence",
      permission: readPermission,
      handle: (c) => showMatrix(c, deps),
    },
    {
      method: "get",
      path: "/admin/competence.csv",
      permission: readPermission,
      handle: (c) => matrixCsv(c, deps),
    },
    {
      method: "get",
      path: "/admin/competence/history",
      permission: readPermission,
      handle: (c) => showHistory(c, deps),
    },
    {
      method: "get",
      path: "/admin/competence/cell",
      permission: setPermission,
      handle: (c) => showCell(c, deps),
    },
    actionRoute({
      path: "/admin/competence/cell",
      permission: setPermission,
      schema: ruleForm,
      load: (c) => authorizeCompetence(c, "set"),
      async act(c, input) {
        if (findTopicGroup(deps.topics(), input.topic) === undefined) {
          throw invalidField("topic", "organisations.unknown-topic");
        }
        await setCompetence(c.ctx, input);
        return { path: cellUrl(input), flash: createView(c).t.cell.saved };
      },
      onInvalid: (c, form, status) => renderCell(c, deps, { cell: parseCell(form), form, status }),
    }),
    actionRoute({
      path: "/admin/competence/:id{[0-9a-f-]{36}}/end",
      permission: setPermission,
      schema: endCompetenceInput.omit({ competenceId: true }).extend({
        topic: competenceInput.shape.topic,
        territoryId: ruleForm.shape.territoryId,
      }),
      load: (c) => authorizeCompetence(c, "set"),
      async act(c, { validTo, ...cell }) {
        await endCompetence(c.ctx, { competenceId: c.param("id"), validTo });
        return { path: cellUrl(cell), flash: createView(c).t.cell.ended };
      },
      onInvalid: (c, form, status) =>
        renderCell(c, deps, { cell: parseCell(form), form: refusalOnly(form), status }),
    }),
  ];
}

function authorizeCompetence(c: RequestContext, action: "read" | "set"): void {
  authorize({ policy: competencePolicy, actor: c.ctx.actor, action });
}

const matrixQuery = z.object({
  group: z.string().max(80).optional(),
  territory: z.uuid().optional(),
  day: z.iso.date("organisations.date-missing").optional(),
  rows: z.enum(["all", "gaps"]).default("all"),
  page: z.coerce.number().int().min(1).max(1000).default(1),
});

async function showMatrix(c: RequestContext, deps: OrganisationsDeps): Promise<Response> {
  authorizeCompetence(c, "read");
  const filter = c.query(matrixQuery);
  const view = createView(c);
  const catalogue = deps.topics();
  if (filter.group !== undefined && !catalogue.groups.some(({ code }) => code === filter.group)) {
    throw invalid("base.bad-address");
  }
  const [rules, places] = await Promise.all([
    listActiveRules(c.ctx),
    loadMunicipalityOptions(c.ctx, view.t),
  ]);
  const filteredMunicipalities = places.all.filter(
    ({ id }) => filter.territory === undefined || id === filter.territory,
  );
  const first = Math.min(
    (filter.page - 1) * municipalitiesPerPage,
    Math.max(0, filteredMunicipalities.length - 1),
  );
  const shown = filteredMunicipalities.slice(first, first + municipalitiesPerPage);
  const columns = [null, ...shown.map(({ id }) => id)];
  const grid = (wanted: readonly (string | null)[]) =>
    buildGrid({
      rules,
      catalogue,
      group: filter.group,
      columns: wanted,
      day: filter.day ?? view.today,
    });
  const rows = grid(columns);
  return c.page({
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
          filter.rows === "gaps" ? rows.filter((row) => row.cells.some((cell) => cell.isGap)) : rows
        }
        columns={columns}
        gaps={countGaps(grid(filteredMunicipalities.map(({ id }) => id)))}
        range={{ from: first + 1, to: first + shown.length, of: filteredMunicipalities.length }}
        canSet={may(competencePolicy, c.ctx.actor, "set")}
      />
    ),
  });
}

async function matrixCsv(c: RequestContext, deps: OrganisationsDeps): Promise<Response> {
  authorizeCompetence(c, "read");
  const { t } = createView(c);
  const catalogue = deps.topics();
  const [rules, places] = await Promise.all([
    listAllRules(c.ctx),
    loadMunicipalityOptions(c.ctx, t),
  ]);
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
    topicName(catalogue, rule.topic, c.lang),
    places.nameOf(rule.territoryId),
    rule.organisationName,
    rule.organisationInn,
    rule.validFrom,
    rule.validTo,
    rule.reason,
  ]);
  const batches = async function* () {
    yield cells;
  };
  return csvResponse("competence", head, batches(), { zone: c.ctx.region.timeZone });
}

async function showHistory(c: RequestContext, deps: OrganisationsDeps): Promise<Response> {
  authorizeCompetence(c, "read");
  const query = c.query(z.object({ after: z.string().optional(), before: z.string().optional() }));
  const view = createView(c);
  const cursor = readCursor(query, cursorKeys.day);
  const [{ rows, before, after }, places] = await Promise.all([
    listEndedRules(c.ctx, view.today, { cursor, limit: endedRulesPerPage }),
    loadMunicipalityOptions(c.ctx, view.t),
  ]);
  const catalogue = deps.topics();
  return c.page({
    title: view.t.history.title,
    section: "admin",
    breadcrumbs: [{ label: view.t.matrix.title, href: c.href("/admin/competence") }],
    body: (
      <CompetenceHistoryPage
        view={view}
        places={places}
        rules={rows}
        topicName={(code) => topicName(catalogue, code, c.lang)}
        before={before}
        after={after}
      />
    ),
  });
}

type MatrixCellKey = { topic: string; territoryId: string | null };

async function showCell(c: RequestContext, deps: OrganisationsDeps): Promise<Response> {
  authorizeCompetence(c, "set");
  const { topic, territory } = c.query(
    z.object({ topic: z.string().max(80).optional(), territory: z.uuid().optional() }),
  );
  const cell = topic === undefined ? undefined : { topic, territoryId: territory ?? null };
  return renderCell(c, deps, { cell, form: filledForm({ topic, territoryId: territory }) });
}

async function renderCell(
  c: RequestContext,
  deps: OrganisationsDeps,
  {
    cell,
    form,
    status = 200,
  }: { cell: MatrixCellKey | undefined; form: FormState; status?: number },
): Promise<Response> {
  const view = createView(c);
  const catalogue = deps.topics();
  const [places, bodies, shown] = await Promise.all([
    loadMunicipalityOptions(c.ctx, view.t),
    listOrganisationOptions(c.ctx, {
      kinds: responsibleKinds,
      limit: 1000,
      ...(cell !== undefined && cell.territoryId !== null && { territoryId: cell.territoryId }),
    }),
    cell && loadCell(c, deps, { cell, day: view.today }),
  ]);
  const title =
    shown === undefined
      ? view.t.cell.newTitle
      : view.t.cell.title(shown.topicName, places.nameOf(shown.territoryId));
  return c.page({
    title,
    section: "admin",
    status,
    breadcrumbs: [{ label: view.t.matrix.title, href: c.href("/admin/competence") }],
    body: (
      <CompetenceCellPage
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

async function loadCell(
  c: RequestContext,
  deps: OrganisationsDeps,
  { cell, day }: { cell: MatrixCellKey; day: string },
) {
  const catalogue = deps.topics();
  const { topic, territoryId } = cell;
  const group = findTopicGroup(catalogue, topic) ?? topic;
  const topics = [...new Set([topic, group])];
  const [candidateRules, rules] = await Promise.all([
    listRulesFor(c.ctx, { topics, municipalityId: territoryId }),
    listRulesOfCell(c.ctx, cell),
  ]);
  const body = resolveResponsibleBody(
    { topic, group, municipalityId: territoryId, day },
    indexRules(candidateRules),
  );
  return { ...cell, topicName: topicName(catalogue, topic, c.lang), body, rules };
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

/** Parses the cell of a posted form; undefined when it is malformed. */
function parseCell({ values }: FormState): MatrixCellKey | undefined {
  const cell = competenceInput.pick({ topic: true, territoryId: true }).safeParse({
    topic: values.topic,
    territoryId: values.territoryId ?? null,
  });
  return cell.success ? cell.data : undefined;
}

function cellUrl({ topic, territoryId }: MatrixCellKey): string {
  return listUrl("/admin/competence/cell", { topic, territory: territoryId ?? undefined });
}
