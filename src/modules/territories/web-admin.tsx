import { z } from "zod";
import { blankForm, filledForm, submit, type FormState } from "#base/http/form.ts";
import type { Exchange, Page, Route } from "#base/http/route.ts";
import { demand } from "#base/policy.ts";
import { found } from "#base/refusal.ts";
import * as actions from "./actions.ts";
import { territoryBook, type TerritoryBook } from "./book.ts";
import { foldName } from "./names.ts";
import { CardPage, type CardModel } from "./pages/card.tsx";
import { ImportsPage, ReportPage } from "./pages/imports.tsx";
import { ListPage } from "./pages/list.tsx";
import { readAliases, readLandmarks } from "./places.store.ts";
import { territoryPolicy } from "./policy.ts";
import { readTerritory, type TerritoryBrief } from "./store.ts";
import {
  listUploads,
  mostUploadBytes,
  readUpload,
  sendGazetteer,
  takeGazetteer,
} from "./uploads.ts";
import { words } from "./words.ts";

const asks = "territories.territories.edit";

function viewOf(x: Exchange) {
  demand({ policy: territoryPolicy, actor: x.ctx.actor, action: "edit" });
  return { t: words[x.lang], lang: x.lang, href: x.href };
}

function adminPage(x: Exchange, page: Omit<Page, "section" | "crumbs">): Response {
  const crumbs = [{ label: words[x.lang].admin.title, href: x.href("/admin/territories") }];
  return x.page({ section: "admin", crumbs, ...page });
}

const listQuery = z.object({ q: z.string().trim().max(100).default("") });

async function list(x: Exchange): Promise<Response> {
  const view = viewOf(x);
  const { q } = x.query(listQuery);
  const book = await territoryBook(x.ctx);
  const rows = (q === "" ? book.municipalities : search(book, q)).map((row) => ({
    ...row,
    settlements: book.settlementsOf(row.id).length,
    parent: book.nameOf(row.parentId),
  }));
  return x.page({
    title: view.t.admin.title,
    section: "admin",
    body: <ListPage {...view} q={q} rows={rows} />,
  });
}

function search(book: TerritoryBook, q: string): TerritoryBrief[] {
  const wanted = foldName(q);
  const found = [...book.byId.values()].filter(
    ({ officialName, name, oktmo }) =>
      foldName(officialName).includes(wanted) || foldName(name).includes(wanted) || oktmo === q,
  );
  return found.slice(0, 100);
}

type Forms = Partial<Pick<CardModel, "rename" | "alias" | "landmark">>;

async function card(x: Exchange, forms: Forms = {}, status = 200): Promise<Response> {
  const view = viewOf(x);
  const territory = found(await readTerritory(x.ctx, x.param("id")));
  const [book, aliases, landmarks] = await Promise.all([
    territoryBook(x.ctx),
    readAliases(x.ctx, territory.id),
    readLandmarks(x.ctx, territory.id),
  ]);
  const { name, officialName, oktmo, population } = territory;
  const model: CardModel = {
    ...view,
    territory,
    settlements: book.settlementsOf(territory.id),
    aliases: aliases.map((row) => row.name),
    landmarks,
    rename: filledForm({ name, officialName, oktmo, population: population?.toString() }),
    alias: blankForm,
    landmark: blankForm,
    ...forms,
  };
  return adminPage(x, { title: officialName, status, body: <CardPage {...model} /> });
}

/** A form of the card: acts, comes back to the card, or shows the card with what is wrong. */
function cardForm<T>(
  schema: z.ZodType<T>,
  options: {
    form: keyof Forms | undefined;
    act: (x: Exchange, input: T, id: string) => Promise<unknown>;
  },
): Route["handle"] {
  return (x) => {
    viewOf(x);
    const id = x.param("id");
    return submit(x, {
      schema,
      act: async (input) => {
        await options.act(x, input, id);
        return x.go(`/admin/territories/${id}`, words[x.lang].admin.saved);
      },
      again: (form: FormState, status) => card(x, options.form && { [options.form]: form }, status),
    });
  };
}

const nameForm = actions.aliasInput.omit({ territoryId: true });
const landmarkForm = actions.landmarkInput.omit({ territoryId: true });

async function imports(x: Exchange, form: FormState = blankForm, status = 200): Promise<Response> {
  const view = viewOf(x);
  const body = <ImportsPage {...view} form={form} uploads={await listUploads(x.ctx)} />;
  return adminPage(x, { title: view.t.imports.title, status, body });
}

const uploadForm = z.object({
  file: z.instanceof(File, { message: "territories.no-file" }),
  addNew: z.literal("yes").optional(),
});

function postImport(x: Exchange): Promise<Response> {
  viewOf(x);
  return submit(x, {
    schema: uploadForm,
    act: async ({ file, addNew }) => {
      const id = await sendGazetteer(x.ctx, { file, addNew: addNew === "yes" });
      return x.go(`/admin/territories/imports/${id}`);
    },
    again: (form, status) => imports(x, form, status),
  });
}

async function report(x: Exchange): Promise<Response> {
  const view = viewOf(x);
  const upload = found(await readUpload(x.ctx, x.param("id")));
  const sentence = (reason: string, detail: string) => x.say(reason, { detail });
  const response = adminPage(x, {
    title: upload.file_name,
    body: <ReportPage {...view} upload={upload} sentence={sentence} />,
  });
  if (upload.state === "checking" || upload.state === "importing")
    response.headers.set("refresh", "3");
  return response;
}

/** Where administrators and operators keep the gazetteer. */
export const adminRoutes: readonly Route[] = [
  { method: "get", path: "/admin/territories", asks, handle: list },
  { method: "get", path: "/admin/territories/import", asks, handle: (x) => imports(x) },
  {
    method: "post",
    path: "/admin/territories/import",
    asks,
    maxBody: mostUploadBytes,
    limit: { name: "territories-import", requests: 20, seconds: 600 },
    handle: postImport,
  },
  { method: "get", path: "/admin/territories/imports/:id", asks, handle: report },
  {
    method: "post",
    path: "/admin/territories/imports/:id",
    asks,
    handle: async (x) => {
      await takeGazetteer(x.ctx, x.param("id"));
      return x.go(`/admin/territories/imports/${x.param("id")}`);
    },
  },
  { method: "get", path: "/admin/territories/:id", asks, handle: (x) => card(x) },
  {
    method: "post",
    path: "/admin/territories/:id/rename",
    asks,
    handle: cardForm(actions.renameInput, {
      form: "rename",
      // The schema reads what was typed; the action reads it once more for every caller.
      act: (x, input, id) => actions.renameTerritory(x.ctx, id, input),
    }),
  },
  {
    method: "post",
    path: "/admin/territories/:id/aliases",
    asks,
    handle: cardForm(nameForm, {
      form: "alias",
      act: (x, input, territoryId) => actions.addAlias(x.ctx, { territoryId, ...input }),
    }),
  },
  {
    method: "post",
    path: "/admin/territories/:id/aliases/remove",
    asks,
    handle: cardForm(nameForm, {
      form: undefined,
      act: (x, input, territoryId) => actions.removeAlias(x.ctx, { territoryId, ...input }),
    }),
  },
  {
    method: "post",
    path: "/admin/territories/:id/landmarks",
    asks,
    handle: cardForm(landmarkForm, {
      form: "landmark",
      act: (x, input, territoryId) => actions.addLandmark(x.ctx, { territoryId, ...input }),
    }),
  },
  {
    method: "post",
    path: "/admin/territories/:id/landmarks/remove",
    asks,
    handle: cardForm(z.object({ id: z.uuid() }), {
      form: undefined,
      act: (x, { id: landmarkId }, territoryId) =>
        actions.removeLandmark(x.ctx, { territoryId, landmarkId }),
    }),
  },
];
