import { actionRoute } from "#base/http/action-route.ts";
import { z } from "zod";
import { emptyForm, filledForm, submit, type FormState } from "#base/http/form.ts";
import type { RequestContext, Page, Route } from "#base/http/route.ts";
import { authorize, may } from "#base/policy.ts";
import { orNotFound } from "#base/refusal.ts";
import * as actions from "./actions.ts";
import { territoryDirectory, type TerritoryDirectory } from "../directory.ts";
import { foldName } from "../address/place-names.ts";
import * as naming from "./aliases.ts";
import { TerritoryCardPage, type TerritoryCardProps } from "./card-page.tsx";
import { ImportsPage, ImportReportPage } from "../imports/page.tsx";
import { TerritoryListPage } from "./list-page.tsx";
import { listAliases, listLandmarks, listStreetAliases } from "./store.ts";
import { toPolicyRow, territoryPolicy } from "../policy.ts";
import { findTerritoryById, type TerritorySummary } from "../store.ts";
import {
  listUploads,
  maxUploadBytes,
  findUpload,
  uploadGazetteer,
  startGazetteerImport,
} from "../imports/uploads.ts";
import { messages } from "../messages.ts";

const editPermission = "territories.territories.edit";
const namePermission = "territories.territories.name";

function adminView(c: RequestContext) {
  authorize({ policy: territoryPolicy, actor: c.ctx.actor, action: "edit" });
  return { t: messages[c.lang], lang: c.lang, href: c.href };
}

function adminPage(c: RequestContext, page: Omit<Page, "section" | "breadcrumbs">): Response {
  const crumbs = [{ label: messages[c.lang].admin.title, href: c.href("/admin/territories") }];
  return c.page({ section: "admin", breadcrumbs: crumbs, ...page });
}

const adminListQuery = z.object({ q: z.string().trim().max(100).default("") });

async function showList(c: RequestContext): Promise<Response> {
  const view = adminView(c);
  const { q } = c.query(adminListQuery);
  const directory = await territoryDirectory(c.ctx);
  const rows = (q === "" ? directory.municipalities : searchTerritories(directory, q)).map(
    (row) => ({
      ...row,
      settlements: directory.settlementsOf(row.id).length,
      parent: directory.nameOf(row.parentId),
    }),
  );
  return c.page({
    title: view.t.admin.title,
    section: "admin",
    body: <TerritoryListPage {...view} q={q} rows={rows} />,
  });
}

function searchTerritories(directory: TerritoryDirectory, q: string): TerritorySummary[] {
  const wanted = foldName(q);
  const found = [...directory.byId.values()].filter(
    ({ officialName, name, oktmo }) =>
      foldName(officialName).includes(wanted) || foldName(name).includes(wanted) || oktmo === q,
  );
  return found.slice(0, 100);
}

type CardForms = Partial<Pick<TerritoryCardProps, "rename" | "alias" | "streetAlias" | "landmark">>;

async function showCard(c: RequestContext, forms: CardForms = {}, status = 200): Promise<Response> {
  const territory = orNotFound(await findTerritoryById(c.ctx, c.param("id")));
  const { actor } = c.ctx;
  authorize({ policy: territoryPolicy, actor, action: "name", row: toPolicyRow(territory) });
  const [directory, aliases, streetAliases, landmarks] = await Promise.all([
    territoryDirectory(c.ctx),
    listAliases(c.ctx, territory.id),
    listStreetAliases(c.ctx, territory.id),
    listLandmarks(c.ctx, territory.id),
  ]);
  const { name, officialName, oktmo, population } = territory;
  const model: TerritoryCardProps = {
    t: messages[c.lang],
    href: c.href,
    mayEdit: may(territoryPolicy, actor, "edit"),
    territory,
    settlements: directory.settlementsOf(territory.id),
    aliases: aliases.map((row) => row.name),
    streetAliases: streetAliases.map(({ street_id: streetId, name: called, street, kind }) => {
      return { streetId, name: called, street: [kind, street].filter(Boolean).join(" ") };
    }),
    landmarks,
    rename: filledForm({ name, officialName, oktmo, population: population?.toString() }),
    alias: emptyForm,
    streetAlias: emptyForm,
    landmark: emptyForm,
    ...forms,
  };
  const page = { title: officialName, status, body: <TerritoryCardPage {...model} /> };
  if (model.mayEdit) return adminPage(c, page);
  return c.page({
    section: "territories",
    breadcrumbs: cardCrumbs(c, directory, territory),
    ...page,
  });
}

/** Coordinators come from the municipality's public page, and to a settlement from its card. */
function cardCrumbs(
  c: RequestContext,
  directory: TerritoryDirectory,
  { parentId, slug, name }: TerritorySummary,
) {
  const parent = parentId === null ? undefined : directory.byId.get(parentId);
  const own = { label: name, href: c.href(`/territories/${slug}`) };
  if (parent?.kind !== "municipality") return [own];
  return [{ label: parent.name, href: c.href(`/admin/territories/${parent.id}`) }];
}

/**
 * Handles a form of the card: runs the action and redirects to the card, or redisplays it with
 * errors.
 */
function cardFormHandler<T>(
  schema: z.ZodType<T>,
  options: {
    form: keyof CardForms | undefined;
    act: (c: RequestContext, input: T, id: string) => Promise<unknown>;
  },
): Route["handle"] {
  return async (c) => {
    const id = c.param("id");
    const row = toPolicyRow(orNotFound(await findTerritoryById(c.ctx, id)));
    const action = options.form === "rename" ? "edit" : "name";
    authorize({ policy: territoryPolicy, actor: c.ctx.actor, action, row });
    return submit(c, {
      schema,
      onValid: async (input) => {
        await options.act(c, input, id);
        return c.redirect(`/admin/territories/${id}`, messages[c.lang].admin.saved);
      },
      onInvalid: (form: FormState, status) =>
        showCard(c, options.form && { [options.form]: form }, status),
    });
  };
}

const nameForm = naming.aliasInput.omit({ territoryId: true });
const streetAliasForm = naming.streetAliasInput.omit({ territoryId: true });
const landmarkForm = naming.landmarkInput.omit({ territoryId: true });

async function showImports(
  c: RequestContext,
  form: FormState = emptyForm,
  status = 200,
): Promise<Response> {
  const view = adminView(c);
  const body = <ImportsPage {...view} form={form} uploads={await listUploads(c.ctx)} />;
  return adminPage(c, { title: view.t.imports.title, status, body });
}

const uploadForm = z.object({
  file: z.instanceof(File, { message: "territories.no-file" }),
  addNew: z.literal("yes").optional(),
});

async function showImportReport(c: RequestContext): Promise<Response> {
  const view = adminView(c);
  const upload = orNotFound(await findUpload(c.ctx, c.param("id")));
  const sentence = (reason: string, detail: string) => c.t(reason, { detail });
  const response = adminPage(c, {
    title: upload.file_name,
    body: <ImportReportPage {...view} upload={upload} sentence={sentence} />,
  });
  if (upload.state === "checking" || upload.state === "importing")
    response.headers.set("refresh", "3");
  return response;
}

/** Pages where administrators and operators edit the gazetteer, and coordinators local names. */
export const adminRoutes: readonly Route[] = [
  { method: "get", path: "/admin/territories", permission: editPermission, handle: showList },
  {
    method: "get",
    path: "/admin/territories/import",
    permission: editPermission,
    handle: (c) => showImports(c),
  },
  actionRoute({
    path: "/admin/territories/import",
    permission: editPermission,
    limit: { name: "territories-import", requests: 20, seconds: 600 },
    maxBody: maxUploadBytes,
    schema: uploadForm,
    load: (c) => adminView(c),
    async act(c, { file, addNew }) {
      const id = await uploadGazetteer(c.ctx, { file, addNew: addNew === "yes" });
      return { path: `/admin/territories/imports/${id}` };
    },
    onInvalid: (c, form, status) => showImports(c, form, status),
  }),
  {
    method: "get",
    path: "/admin/territories/imports/:id",
    permission: editPermission,
    handle: showImportReport,
  },
  {
    method: "post",
    path: "/admin/territories/imports/:id",
    permission: editPermission,
    handle: async (c) => {
      await startGazetteerImport(c.ctx, c.param("id"));
      return c.redirect(`/admin/territories/imports/${c.param("id")}`);
    },
  },
  {
    method: "get",
    path: "/admin/territories/:id",
    permission: namePermission,
    handle: (c) => showCard(c),
  },
  {
    method: "post",
    path: "/admin/territories/:id/rename",
    permission: editPermission,
    handle: cardFormHandler(actions.renameInput, {
      form: "rename",
      // The schema parses the typed input; the action parses again for every caller.
      act: (c, input, id) => actions.renameTerritory(c.ctx, id, input),
    }),
  },
  {
    method: "post",
    path: "/admin/territories/:id/aliases",
    permission: namePermission,
    handle: cardFormHandler(nameForm, {
      form: "alias",
      act: (c, input, territoryId) => naming.addAlias(c.ctx, { territoryId, ...input }),
    }),
  },
  {
    method: "post",
    path: "/admin/territories/:id/aliases/remove",
    permission: namePermission,
    handle: cardFormHandler(nameForm, {
      form: undefined,
      act: (c, input, territoryId) => naming.removeAlias(c.ctx, { territoryId, ...input }),
    }),
  },
  {
    method: "post",
    path: "/admin/territories/:id/streets",
    permission: namePermission,
    handle: cardFormHandler(streetAliasForm, {
      form: "streetAlias",
      act: (c, input, territoryId) => naming.addStreetAlias(c.ctx, { territoryId, ...input }),
    }),
  },
  {
    method: "post",
    path: "/admin/territories/:id/streets/remove",
    permission: namePermission,
    handle: cardFormHandler(z.object({ streetId: z.uuid(), name: z.string() }), {
      form: undefined,
      act: (c, input, territoryId) => naming.removeStreetAlias(c.ctx, { territoryId, ...input }),
    }),
  },
  {
    method: "post",
    path: "/admin/territories/:id/landmarks",
    permission: namePermission,
    handle: cardFormHandler(landmarkForm, {
      form: "landmark",
      act: (c, input, territoryId) => naming.addLandmark(c.ctx, { territoryId, ...input }),
    }),
  },
  {
    method: "post",
    path: "/admin/territories/:id/landmarks/remove",
    permission: namePermission,
    handle: cardFormHandler(z.object({ id: z.uuid() }), {
      form: undefined,
      act: (c, { id: landmarkId }, territoryId) =>
        naming.removeLandmark(c.ctx, { territoryId, landmarkId }),
    }),
  },
];
