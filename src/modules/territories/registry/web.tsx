import { z } from "zod";
import { blankForm, filledForm, submit, type FormState } from "#base/http/form.ts";
import type { Exchange, Page, Route } from "#base/http/route.ts";
import { demand, may } from "#base/policy.ts";
import { found } from "#base/refusal.ts";
import * as actions from "./actions.ts";
import { territoryBook, type TerritoryBook } from "../directory.ts";
import { foldName } from "../address/place-names.ts";
import * as naming from "./aliases.ts";
import { CardPage, type CardModel } from "./card-page.tsx";
import { ImportsPage, ReportPage } from "../imports/page.tsx";
import { ListPage } from "./list-page.tsx";
import { readAliases, readLandmarks, readStreetAliases } from "./store.ts";
import { asRow, territoryPolicy } from "../policy.ts";
import { readTerritory, type TerritoryBrief } from "../store.ts";
import {
  listUploads,
  mostUploadBytes,
  readUpload,
  sendGazetteer,
  takeGazetteer,
} from "../imports/uploads.ts";
import { words } from "../messages.ts";

const asks = "territories.territories.edit";
const asksName = "territories.territories.name";

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

type Forms = Partial<Pick<CardModel, "rename" | "alias" | "streetAlias" | "landmark">>;

async function card(x: Exchange, forms: Forms = {}, status = 200): Promise<Response> {
  const territory = found(await readTerritory(x.ctx, x.param("id")));
  const { actor } = x.ctx;
  demand({ policy: territoryPolicy, actor, action: "name", row: asRow(territory) });
  const [book, aliases, streetAliases, landmarks] = await Promise.all([
    territoryBook(x.ctx),
    readAliases(x.ctx, territory.id),
    readStreetAliases(x.ctx, territory.id),
    readLandmarks(x.ctx, territory.id),
  ]);
  const { name, officialName, oktmo, population } = territory;
  const model: CardModel = {
    t: words[x.lang],
    href: x.href,
    mayEdit: may(territoryPolicy, actor, "edit"),
    territory,
    settlements: book.settlementsOf(territory.id),
    aliases: aliases.map((row) => row.name),
    streetAliases: streetAliases.map(({ street_id: streetId, name: called, street, kind }) => {
      return { streetId, name: called, street: [kind, street].filter(Boolean).join(" ") };
    }),
    landmarks,
    rename: filledForm({ name, officialName, oktmo, population: population?.toString() }),
    alias: blankForm,
    streetAlias: blankForm,
    landmark: blankForm,
    ...forms,
  };
  const page = { title: officialName, status, body: <CardPage {...model} /> };
  if (model.mayEdit) return adminPage(x, page);
  return x.page({ section: "territories", crumbs: wayBack(x, book, territory), ...page });
}

/** A coordinator came from the municipality's own page, and to a settlement from its card. */
function wayBack(x: Exchange, book: TerritoryBook, { parentId, slug, name }: TerritoryBrief) {
  const parent = parentId === null ? undefined : book.byId.get(parentId);
  const own = { label: name, href: x.href(`/territories/${slug}`) };
  if (parent?.kind !== "municipality") return [own];
  return [{ label: parent.name, href: x.href(`/admin/territories/${parent.id}`) }];
}

/** A form of the card: acts, comes back to the card, or shows the card with what is wrong. */
function cardForm<T>(
  schema: z.ZodType<T>,
  options: {
    form: keyof Forms | undefined;
    act: (x: Exchange, input: T, id: string) => Promise<unknown>;
  },
): Route["handle"] {
  return async (x) => {
    const id = x.param("id");
    const row = asRow(found(await readTerritory(x.ctx, id)));
    const action = options.form === "rename" ? "edit" : "name";
    demand({ policy: territoryPolicy, actor: x.ctx.actor, action, row });
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

const nameForm = naming.aliasInput.omit({ territoryId: true });
const streetAliasForm = naming.streetAliasInput.omit({ territoryId: true });
const landmarkForm = naming.landmarkInput.omit({ territoryId: true });

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

/** Where administrators and operators keep the gazetteer, and coordinators the names people use. */
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
  { method: "get", path: "/admin/territories/:id", asks: asksName, handle: (x) => card(x) },
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
    asks: asksName,
    handle: cardForm(nameForm, {
      form: "alias",
      act: (x, input, territoryId) => naming.addAlias(x.ctx, { territoryId, ...input }),
    }),
  },
  {
    method: "post",
    path: "/admin/territories/:id/aliases/remove",
    asks: asksName,
    handle: cardForm(nameForm, {
      form: undefined,
      act: (x, input, territoryId) => naming.removeAlias(x.ctx, { territoryId, ...input }),
    }),
  },
  {
    method: "post",
    path: "/admin/territories/:id/streets",
    asks: asksName,
    handle: cardForm(streetAliasForm, {
      form: "streetAlias",
      act: (x, input, territoryId) => naming.addStreetAlias(x.ctx, { territoryId, ...input }),
    }),
  },
  {
    method: "post",
    path: "/admin/territories/:id/streets/remove",
    asks: asksName,
    handle: cardForm(z.object({ streetId: z.uuid(), name: z.string() }), {
      form: undefined,
      act: (x, input, territoryId) => naming.removeStreetAlias(x.ctx, { territoryId, ...input }),
    }),
  },
  {
    method: "post",
    path: "/admin/territories/:id/landmarks",
    asks: asksName,
    handle: cardForm(landmarkForm, {
      form: "landmark",
      act: (x, input, territoryId) => naming.addLandmark(x.ctx, { territoryId, ...input }),
    }),
  },
  {
    method: "post",
    path: "/admin/territories/:id/landmarks/remove",
    asks: asksName,
    handle: cardForm(z.object({ id: z.uuid() }), {
      form: undefined,
      act: (x, { id: landmarkId }, territoryId) =>
        naming.removeLandmark(x.ctx, { territoryId, landmarkId }),
    }),
  },
];
