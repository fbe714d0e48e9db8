import { actionRoute } from "#base/http/action-route.ts";
import { z } from "zod";
import { emptyForm, type FormState, refusalOnly } from "#base/http/form.ts";
import type { RequestContext, Route } from "#base/http/route.ts";
import { authorize } from "#base/policy.ts";
import { orNotFound, invalid } from "#base/refusal.ts";
import { organisationPolicy } from "../policy.ts";
import { createView } from "../view.ts";
import {
  maxImportBytes,
  recheckImport,
  uploadImport,
  applyImport,
  startImportUndo,
} from "./actions.ts";
import { importFields, duplicateDecisions, mergeModes, type DuplicateDecision } from "./fields.ts";
import { ImportPage } from "./import-page.tsx";
import { ImportsPage } from "./page.tsx";
import {
  listImports,
  rowOutcomes,
  findImport,
  listImportRows,
  type ImportRow,
  type RowOutcome,
} from "./store.ts";

const permission = "organisations.organisations.change";
const path = "/admin/organisations/import";

const authorizeImport = (c: RequestContext) =>
  authorize({ policy: organisationPolicy, actor: c.ctx.actor, action: "change" });

type RejectedForm = { form: FormState; status: number };

async function showImports(c: RequestContext, again?: RejectedForm): Promise<Response> {
  authorizeImport(c);
  const { file } = c.query(z.object({ file: z.uuid().optional() }));
  const id = file ?? again?.form.values.id;
  return id === undefined ? showList(c, again) : showFile(c, id, again);
}

async function showList(c: RequestContext, again?: RejectedForm): Promise<Response> {
  const view = createView(c);
  const imports = await listImports(c.ctx);
  return c.page({
    title: view.t.imports.title,
    section: "admin",
    ...(again !== undefined && { status: again.status }),
    breadcrumbs: [{ label: view.t.admin.title, href: c.href("/admin/organisations") }],
    body: <ImportsPage view={view} imports={imports} form={again?.form ?? emptyForm} />,
  });
}

const rowsShown = 100;

async function showFile(c: RequestContext, id: string, again?: RejectedForm): Promise<Response> {
  const work = orNotFound(await findImport(c.ctx, id));
  const view = createView(c);
  const lists = await Promise.all(
    rowOutcomes.map(async (outcome): Promise<[RowOutcome, ImportRow[]]> => [
      outcome,
      await listImportRows(c.ctx, id, { outcome, limit: rowsShown }),
    ]),
  );
  const response = c.page({
    title: work.file_name,
    section: "admin",
    ...(again !== undefined && { status: again.status }),
    breadcrumbs: [
      { label: view.t.admin.title, href: c.href("/admin/organisations") },
      { label: view.t.imports.title, href: c.href(path) },
    ],
    body: (
      <ImportPage
        view={view}
        importRecord={work}
        rows={new Map(lists)}
        formatReason={(row) => c.t(row.reason ?? "", { detail: row.detail })}
        fileError={work.reason === null ? undefined : c.t(work.reason, { columns: "" })}
        form={again?.form ?? emptyForm}
      />
    ),
  });
  const isBusy = ["checking", "importing", "undoing"].includes(work.state);
  if (isBusy) response.headers.set("refresh", "2");
  return response;
}

const fileForm = z.object({ file: z.instanceof(File, { message: "organisations.no-file" }) });

const checkForm = z.looseObject({
  id: z.uuid(),
  mergeMode: z.enum(mergeModes),
  duplicateDecision: z.enum(duplicateDecisions),
  headerless: z.literal("yes").optional(),
});

const fieldValue = z.enum(importFields);

const importIdForm = z.looseObject({ id: z.uuid() });

/** Parses the decisions on possible duplicates: `row-17=new`. */
function parseDecisions(values: Record<string, unknown>): Map<number, DuplicateDecision> {
  const decisions = new Map<number, DuplicateDecision>();
  for (const [name, value] of Object.entries(values)) {
    const line = /^row-(\d{1,9})$/.exec(name)?.[1];
    const choice = duplicateDecisions.find((one) => one === value);
    if (line !== undefined && choice !== undefined) decisions.set(Number(line), choice);
  }
  return decisions;
}

/** Files of organisations: sent, looked through, taken, taken back. `?file=` shows one of them. */
export const importRoutes: Route[] = [
  { method: "get", path, permission, handle: (c) => showImports(c) },
  actionRoute({
    path,
    permission,
    limit: { name: "organisations-import", requests: 30, seconds: 600 },
    maxBody: maxImportBytes,
    schema: fileForm,
    load: (c) => authorizeImport(c),
    async act(c, { file }) {
      const id = await uploadImport(c.ctx, file);
      return { path: `${path}?file=${id}` };
    },
    onInvalid: (c, form, status) => showImports(c, { form, status }),
  }),
  actionRoute({
    path: `${path}/check`,
    permission,
    schema: checkForm,
    load: (c) => authorizeImport(c),
    async act(c, { id, mergeMode, duplicateDecision, headerless, ...rest }) {
      const work = orNotFound(await findImport(c.ctx, id));
      const mapping = (work.report?.columns ?? []).map((_, index) => {
        const chosen = fieldValue.safeParse(rest[`column-${index}`]);
        return chosen.success ? chosen.data : null;
      });
      if (mapping.length === 0) throw invalid("organisations.no-name-chosen");
      await recheckImport(c.ctx, id, {
        mapping,
        mergeMode,
        duplicateDecision,
        headerless: headerless === "yes",
      });
      return { path: `${path}?file=${id}` };
    },
    onInvalid: (c, form, status) =>
      showImports(c, { form: { ...refusalOnly(form), values: form.values }, status }),
  }),
  actionRoute({
    path: `${path}/take`,
    permission,
    schema: importIdForm,
    load: (c) => authorizeImport(c),
    async act(c, { id, ...rest }) {
      await applyImport(c.ctx, id, parseDecisions(rest));
      return { path: `${path}?file=${id}` };
    },
    onInvalid: (c, form, status) =>
      showImports(c, { form: { ...refusalOnly(form), values: form.values }, status }),
  }),
  actionRoute({
    path: `${path}/undo`,
    permission,
    schema: importIdForm,
    load: (c) => authorizeImport(c),
    async act(c, { id }) {
      await startImportUndo(c.ctx, id);
      return { path: `${path}?file=${id}` };
    },
    onInvalid: (c, form, status) =>
      showImports(c, { form: { ...refusalOnly(form), values: form.values }, status }),
  }),
];
