import { z } from "zod";
import { blankForm, submit, type FormState } from "#base/http/form.ts";
import type { Exchange, Route } from "#base/http/route.ts";
import { demand } from "#base/policy.ts";
import { found, invalid } from "#base/refusal.ts";
import { organisationPolicy } from "../policy.ts";
import { viewOf } from "../view.ts";
import { wholly } from "../card/edit-web.tsx";
import {
  mostImportBytes,
  recheckOrganisations,
  sendOrganisations,
  takeOrganisations,
  undoOrganisations,
} from "./actions.ts";
import { importFields, likelyChoices, takes, type LikelyChoice } from "./fields.ts";
import { ImportPage } from "./import-page.tsx";
import { ImportsPage } from "./page.tsx";
import {
  listImports,
  outcomes,
  readImport,
  rowsOf,
  type ImportRow,
  type Outcome,
} from "./store.ts";

const asks = "organisations.organisations.change";
const path = "/admin/organisations/import";

/** Files of organisations: sent, looked through, taken, taken back. `?file=` shows one of them. */
export const importRoutes: Route[] = [
  { method: "get", path, asks, handle: (x) => show(x) },
  {
    method: "post",
    path,
    asks,
    maxBody: mostImportBytes,
    limit: { name: "organisations-import", requests: 30, seconds: 600 },
    handle: postFile,
  },
  { method: "post", path: `${path}/check`, asks, handle: postCheck },
  { method: "post", path: `${path}/take`, asks, handle: postTake },
  { method: "post", path: `${path}/undo`, asks, handle: postUndo },
];

const demandKeeper = (x: Exchange) =>
  demand({ policy: organisationPolicy, actor: x.ctx.actor, action: "change" });

type Again = { form: FormState; status: number };

async function show(x: Exchange, again?: Again): Promise<Response> {
  demandKeeper(x);
  const { file } = x.query(z.object({ file: z.uuid().optional() }));
  const id = file ?? again?.form.values.id;
  return id === undefined ? showList(x, again) : showFile(x, id, again);
}

async function showList(x: Exchange, again?: Again): Promise<Response> {
  const view = viewOf(x);
  const imports = await listImports(x.ctx);
  return x.page({
    title: view.t.imports.title,
    section: "admin",
    ...(again !== undefined && { status: again.status }),
    crumbs: [{ label: view.t.admin.title, href: x.href("/admin/organisations") }],
    body: <ImportsPage view={view} imports={imports} form={again?.form ?? blankForm} />,
  });
}

const shown = 100;

async function showFile(x: Exchange, id: string, again?: Again): Promise<Response> {
  const work = found(await readImport(x.ctx, id));
  const view = viewOf(x);
  const lists = await Promise.all(
    outcomes.map(async (outcome): Promise<[Outcome, ImportRow[]]> => [
      outcome,
      await rowsOf(x.ctx, id, { outcome, limit: shown }),
    ]),
  );
  const response = x.page({
    title: work.file_name,
    section: "admin",
    ...(again !== undefined && { status: again.status }),
    crumbs: [
      { label: view.t.admin.title, href: x.href("/admin/organisations") },
      { label: view.t.imports.title, href: x.href(path) },
    ],
    body: (
      <ImportPage
        view={view}
        work={work}
        rows={new Map(lists)}
        sentence={(row) => x.say(row.reason ?? "", { detail: row.detail })}
        trouble={work.reason === null ? undefined : x.say(work.reason, { columns: "" })}
        form={again?.form ?? blankForm}
      />
    ),
  });
  const isBusy = ["checking", "importing", "undoing"].includes(work.state);
  if (isBusy) response.headers.set("refresh", "2");
  return response;
}

const fileForm = z.object({ file: z.instanceof(File, { message: "organisations.no-file" }) });

function postFile(x: Exchange): Promise<Response> {
  demandKeeper(x);
  return submit(x, {
    schema: fileForm,
    async act({ file }) {
      const id = await sendOrganisations(x.ctx, file);
      return x.go(`${path}?file=${id}`);
    },
    again: (form, status) => show(x, { form, status }),
  });
}

const checkForm = z.looseObject({
  id: z.uuid(),
  take: z.enum(takes),
  likely: z.enum(likelyChoices),
  headerless: z.literal("yes").optional(),
});

const fieldChoice = z.enum(importFields);

function postCheck(x: Exchange): Promise<Response> {
  demandKeeper(x);
  return submit(x, {
    schema: checkForm,
    async act({ id, take, likely, headerless, ...rest }) {
      const work = found(await readImport(x.ctx, id));
      const mapping = (work.report?.columns ?? []).map((_, index) => {
        const chosen = fieldChoice.safeParse(rest[`column-${index}`]);
        return chosen.success ? chosen.data : null;
      });
      if (mapping.length === 0) throw invalid("organisations.no-name-chosen");
      await recheckOrganisations(x.ctx, id, {
        mapping,
        take,
        likely,
        headerless: headerless === "yes",
      });
      return x.go(`${path}?file=${id}`);
    },
    again: (form, status) => show(x, { form: { ...wholly(form), values: form.values }, status }),
  });
}

const oneFile = z.looseObject({ id: z.uuid() });

function postTake(x: Exchange): Promise<Response> {
  demandKeeper(x);
  return submit(x, {
    schema: oneFile,
    async act({ id, ...rest }) {
      await takeOrganisations(x.ctx, id, decisionsIn(rest));
      return x.go(`${path}?file=${id}`);
    },
    again: (form, status) => show(x, { form: { ...wholly(form), values: form.values }, status }),
  });
}

/** `row-17=new`: what a person decided of the likely twins. */
function decisionsIn(values: Record<string, unknown>): Map<number, LikelyChoice> {
  const decisions = new Map<number, LikelyChoice>();
  for (const [name, value] of Object.entries(values)) {
    const line = /^row-(\d{1,9})$/.exec(name)?.[1];
    const choice = likelyChoices.find((one) => one === value);
    if (line !== undefined && choice !== undefined) decisions.set(Number(line), choice);
  }
  return decisions;
}

function postUndo(x: Exchange): Promise<Response> {
  demandKeeper(x);
  return submit(x, {
    schema: oneFile,
    async act({ id }) {
      await undoOrganisations(x.ctx, id);
      return x.go(`${path}?file=${id}`);
    },
    again: (form, status) => show(x, { form: { ...wholly(form), values: form.values }, status }),
  });
}
