import { actionRoute } from "#base/http/action-route.ts";
import { z } from "zod";
import { emptyForm, filledForm, type FormState, refusalOnly } from "#base/http/form.ts";
import type { RequestContext, Route } from "#base/http/route.ts";
import { authorize } from "#base/policy.ts";
import { conflict } from "#base/refusal.ts";
import { findPersonOptions, loadPersonNames } from "#modules/people/index.ts";
import { territoryDirectory } from "#modules/territories/index.ts";
import {
  changeOrganisation,
  closeOrganisation,
  confirmOrganisation,
  registerOrganisation,
  reopenOrganisation,
} from "../actions.ts";
import { registerInput } from "./fields.ts";
import { listActivityAreas, listLinks } from "../directions-links-store.ts";
import { loadProjectName, resolveProject } from "../opening/project.ts";
import type { OrganisationsDeps } from "../topics.ts";
import { parseLookupText, possibleDuplicatesRoute } from "../duplicates/web.ts";
import { OrganisationFormPage } from "./edit-page.tsx";
import { TiesPage } from "../ties/page.tsx";
import { organisationPolicy, tiePolicy } from "../policy.ts";
import { loadOrganisation, findPossibleDuplicates, type Organisation } from "../store.ts";
import { endTie, endTieInput, tieInput, addTie } from "../ties/actions.ts";
import { listTies } from "../ties/store.ts";
import { loadMunicipalityOptions, createView } from "../view.ts";
import { showRegistry } from "../registry/web.tsx";

const changePermission = "organisations.organisations.change";
const tiePermission = "organisations.ties.change";
const cardPath = "/admin/organisations/:id{[0-9a-f-]{36}}";

/** Creates the administrators' routes of cards and ties. */
export const cardAdminRoutes = (deps: OrganisationsDeps): Route[] => [
  {
    method: "get",
    path: "/admin/organisations",
    permission: changePermission,
    handle(c) {
      authorizeRegistryChange(c);
      return showRegistry(c, true);
    },
  },
  {
    method: "get",
    path: "/admin/organisations/new",
    permission: changePermission,
    handle: showNew,
  },
  actionRoute({
    path: "/admin/organisations/new",
    permission: changePermission,
    schema: newForm,
    load: (c) => authorizeRegistryChange(c),
    async act(c, { different, project, ...input }) {
      const openedUnder = await resolveProject(c.ctx, deps, { text: project, now: null });
      const similar = await findPossibleDuplicates(c.ctx, { ...input, inn: undefined });
      if (different === undefined && similar.length > 0) {
        throw conflict("organisations.similar-exist", {
          fields: { different: "organisations.similar-exist" },
        });
      }
      const { id } = await registerOrganisation(c.ctx, { ...input, openedUnder });
      return { path: `/organisations/${id}`, flash: createView(c).t.form.added };
    },
    onInvalid: (c, form, status) => renderForm(c, { form, status }),
  }),
  possibleDuplicatesRoute,
  { method: "get", path: cardPath, permission: changePermission, handle: (c) => showEdit(c, deps) },
  actionRoute({
    path: cardPath,
    permission: changePermission,
    schema: cardForm.extend({ version: z.coerce.number().int().optional() }),
    load: loadForChange,
    async act(c, { project, ...input }, existing) {
      const currentProjectId = existing.opened_under;
      const openedUnder = await resolveProject(c.ctx, deps, {
        text: project,
        now: currentProjectId,
      });
      // A settlement belongs to one municipality: a change of municipality clears it.
      const territoryChanged = input.territoryId !== existing.territory_id;
      const settlementId = territoryChanged ? null : input.settlementId;
      await changeOrganisation(c.ctx, existing.id, { ...input, settlementId, openedUnder });
      return { path: `/organisations/${existing.id}`, flash: createView(c).t.form.saved };
    },
    onInvalid: (c, form, status, existing) => renderForm(c, { form, status, existing }),
  }),
  {
    method: "post",
    path: `${cardPath}/confirm`,
    permission: changePermission,
    handle: postConfirm,
  },
  { method: "post", path: `${cardPath}/close`, permission: changePermission, handle: postClose },
  { method: "post", path: `${cardPath}/reopen`, permission: changePermission, handle: postReopen },
  { method: "get", path: `${cardPath}/people`, permission: tiePermission, handle: showTies },
  actionRoute({
    path: `${cardPath}/people`,
    permission: tiePermission,
    schema: tieForm,
    load: loadOrganisationForTies,
    async act(c, input, organisation) {
      await addTie(c.ctx, { ...input, organisationId: organisation.id });
      return {
        path: `/admin/organisations/${organisation.id}/people`,
        flash: createView(c).t.ties.added,
      };
    },
    onInvalid: (c, form, status, organisation) =>
      renderTies(c, organisation, { form, query: form.values.person ?? "", status }),
  }),
  actionRoute({
    path: `${cardPath}/people/:tie{[0-9a-f-]{36}}/end`,
    permission: tiePermission,
    schema: endTieInput.omit({ tieId: true }),
    load: loadOrganisationForTies,
    async act(c, input, organisation) {
      await endTie(c.ctx, { ...input, tieId: c.param("tie") });
      return {
        path: `/admin/organisations/${organisation.id}/people`,
        flash: createView(c).t.ties.ended,
      };
    },
    onInvalid: (c, form, status, organisation) =>
      renderTies(c, organisation, { form: refusalOnly(form), query: undefined, status }),
  }),
];

function authorizeRegistryChange(c: RequestContext): void {
  authorize({ policy: organisationPolicy, actor: c.ctx.actor, action: "change" });
}

/** Shows a blank card; `?look=` first looks for the organisation in the registry. */
async function showNew(c: RequestContext): Promise<Response> {
  authorizeRegistryChange(c);
  const { look: lookupText } = c.query(z.object({ look: z.string().trim().max(500).optional() }));
  if (lookupText === undefined || lookupText === "") return renderForm(c, { form: emptyForm });
  return renderForm(c, { form: filledForm(parseLookupText(lookupText)), lookupText });
}

type FormOptions = {
  form: FormState;
  status?: number;
  existing?: Organisation;
  /** The text looked up before a new card is filled in. */
  lookupText?: string;
};

/** The form with, after a failed post, the cards that may be the same organisation. */
async function renderForm(
  c: RequestContext,
  { form, status = 200, existing, lookupText }: FormOptions,
): Promise<Response> {
  const view = createView(c);
  const { name = "", shortName = "", inn } = form.values;
  const searchDuplicates = status !== 200 || lookupText !== undefined;
  const [places, directory, similar] = await Promise.all([
    loadMunicipalityOptions(c.ctx, view.t),
    territoryDirectory(c.ctx),
    searchDuplicates ? findPossibleDuplicates(c.ctx, { name, shortName, inn }) : [],
  ]);
  const title = existing?.short_name ?? view.t.form.newTitle;
  const path = existing === undefined ? "new" : existing.id;
  return c.page({
    title,
    section: "admin",
    status,
    breadcrumbs: [{ label: view.t.admin.title, href: c.href("/admin/organisations") }],
    islands: existing === undefined ? ["okno-similar"] : [],
    body: (
      <OrganisationFormPage
        view={view}
        places={places}
        settlements={directory.settlementsOf(form.values.territoryId ?? "")}
        form={form}
        title={title}
        action={c.href(`/admin/organisations/${path}`)}
        similar={similar.filter((duplicate) => duplicate.id !== existing?.id)}
        existing={existing}
        lookupText={lookupText}
      />
    ),
  });
}

/** A project is written by number or name. */
const cardForm = registerInput.omit({ openedUnder: true }).extend({
  project: z.string().trim().max(200).optional(),
});
const newForm = cardForm.extend({ different: z.literal("yes").optional() });

async function loadForChange(c: RequestContext): Promise<Organisation> {
  const organisation = await loadOrganisation(c.ctx, c.param("id"));
  authorize({
    policy: organisationPolicy,
    actor: c.ctx.actor,
    action: "change",
    row: organisation,
  });
  return organisation;
}

type FormRejection = { refusal: string | undefined; status: number };

/** Shows the form of a card, with the error summary when a smaller form beside it was refused. */
export async function showEdit(
  c: RequestContext,
  deps: OrganisationsDeps,
  rejection?: FormRejection,
): Promise<Response> {
  const existing = await loadForChange(c);
  const [directions, links, project] = await Promise.all([
    listActivityAreas(c.ctx, existing.id),
    listLinks(c.ctx, existing.id),
    loadProjectName(c.ctx, deps, existing.opened_under),
  ]);
  const { kind, name, inn, ogrn, email, phone, site, address, description, lat, lon } = existing;
  const form = filledForm({
    kind,
    name,
    inn,
    ogrn,
    email,
    phone,
    site,
    address,
    description,
    project,
    links: links.join("\n"),
    lat: lat?.toString(),
    lon: lon?.toString(),
    legalForm: existing.legal_form,
    shortName: existing.short_name,
    territoryId: existing.territory_id,
    settlementId: existing.settlement_id,
    openedOn: existing.opened_on,
    openedLink: existing.opened_link,
    version: String(existing.version),
  });
  const { refusal, status } = rejection ?? {};
  return renderForm(c, {
    form: { ...form, lists: { directions }, ...(refusal !== undefined && { refusal }) },
    existing,
    ...(status !== undefined && { status }),
  });
}

async function postConfirm(c: RequestContext): Promise<Response> {
  const { id } = await confirmOrganisation(c.ctx, c.param("id"));
  return c.redirect(`/organisations/${id}`, createView(c).t.own.confirmed);
}

async function postClose(c: RequestContext): Promise<Response> {
  const { id } = await closeOrganisation(c.ctx, c.param("id"));
  return c.redirect(`/admin/organisations/${id}`, createView(c).t.form.closedNow);
}

async function postReopen(c: RequestContext): Promise<Response> {
  const { id } = await reopenOrganisation(c.ctx, c.param("id"));
  return c.redirect(`/admin/organisations/${id}`, createView(c).t.form.reopened);
}

async function loadOrganisationForTies(c: RequestContext): Promise<Organisation> {
  authorize({ policy: tiePolicy, actor: c.ctx.actor, action: "read" });
  return loadOrganisation(c.ctx, c.param("id"));
}

async function showTies(c: RequestContext): Promise<Response> {
  const organisation = await loadOrganisationForTies(c);
  const { person } = c.query(z.object({ person: z.string().trim().max(120).optional() }));
  return renderTies(c, organisation, { form: emptyForm, query: person });
}

type TiesPageOptions = { form: FormState; query: string | undefined; status?: number };

async function renderTies(
  c: RequestContext,
  organisation: Organisation,
  { form, query, status = 200 }: TiesPageOptions,
): Promise<Response> {
  const view = createView(c);
  const ties = await listTies(c.ctx, organisation.id);
  const names = await loadPersonNames(
    c.ctx,
    ties.map(({ person_id }) => person_id),
  );
  const found = query === undefined ? [] : await findPersonOptions(c.ctx, query);
  const title = view.t.ties.title(organisation.short_name);
  return c.page({
    title,
    section: "admin",
    status,
    breadcrumbs: [
      { label: view.t.admin.title, href: c.href("/admin/organisations") },
      { label: organisation.short_name, href: c.href(`/admin/organisations/${organisation.id}`) },
    ],
    body: (
      <TiesPage
        view={view}
        organisation={organisation}
        ties={ties}
        nameOf={(id) => names.get(id) ?? view.t.ties.unknown}
        form={form}
        query={query}
        found={found}
      />
    ),
  });
}

const tieForm = tieInput.omit({ organisationId: true });
