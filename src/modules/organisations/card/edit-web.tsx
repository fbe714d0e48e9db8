import { z } from "zod";
import { blankForm, filledForm, submit, type FormState } from "#base/http/form.ts";
import type { Exchange, Route } from "#base/http/route.ts";
import { demand } from "#base/policy.ts";
import { conflict } from "#base/refusal.ts";
import { personChoices, personNames } from "#modules/people/index.ts";
import { territoryBook } from "#modules/territories/index.ts";
import {
  changeOrganisation,
  closeOrganisation,
  confirmOrganisation,
  registerOrganisation,
  reopenOrganisation,
} from "../actions.ts";
import { registerInput } from "./fields.ts";
import { readDirections, readLinks } from "../directions-links.store.ts";
import { projectText, resolveProject } from "../opening/project.ts";
import type { Ground } from "../topics.ts";
import { lookedFor, similarRoute } from "../duplicates/web.ts";
import { OrganisationFormPage } from "./edit-page.tsx";
import { PeoplePage } from "../ties/page.tsx";
import { organisationPolicy, tiePolicy } from "../policy.ts";
import { loadOrganisation, similarOrganisations, type Organisation } from "../store.ts";
import { endTie, endTieInput, tieInput, tiePerson } from "../ties/actions.ts";
import { listTies } from "../ties/store.ts";
import { loadPlaces, viewOf } from "../view.ts";
import { showRegistry } from "../registry/web.tsx";

const change = "organisations.organisations.change";
const tie = "organisations.ties.change";
const one = "/admin/organisations/:id{[0-9a-f-]{36}}";

/** The registry's keepers: cards and the people behind them. */
export const adminRoutes = (ground: Ground): Route[] => [
  {
    method: "get",
    path: "/admin/organisations",
    asks: change,
    handle(x) {
      demandKeeper(x);
      return showRegistry(x, true);
    },
  },
  {
    method: "get",
    path: "/admin/organisations/new",
    asks: change,
    handle: showNew,
  },
  {
    method: "post",
    path: "/admin/organisations/new",
    asks: change,
    handle: (x) => postNew(x, ground),
  },
  similarRoute,
  { method: "get", path: one, asks: change, handle: (x) => showEdit(x, ground) },
  { method: "post", path: one, asks: change, handle: (x) => postEdit(x, ground) },
  { method: "post", path: `${one}/confirm`, asks: change, handle: postConfirm },
  { method: "post", path: `${one}/close`, asks: change, handle: postClose },
  { method: "post", path: `${one}/reopen`, asks: change, handle: postReopen },
  { method: "get", path: `${one}/people`, asks: tie, handle: showPeople },
  { method: "post", path: `${one}/people`, asks: tie, handle: postTie },
  { method: "post", path: `${one}/people/:tie{[0-9a-f-]{36}}/end`, asks: tie, handle: postTieEnd },
];

function demandKeeper(x: Exchange): void {
  demand({ policy: organisationPolicy, actor: x.ctx.actor, action: "change" });
}

/** A blank card; `?look=` first shows whether the organisation is there already. */
async function showNew(x: Exchange): Promise<Response> {
  demandKeeper(x);
  const { look } = x.query(z.object({ look: z.string().trim().max(500).optional() }));
  if (look === undefined || look === "") return formPage(x, { form: blankForm });
  return formPage(x, { form: filledForm(lookedFor(look)), look });
}

type FormOptions = {
  form: FormState;
  status?: number;
  existing?: Organisation;
  /** What a keeper looked for before filling in a new card. */
  look?: string;
};

/** The form with, after a failed post, the cards that may be the same organisation. */
async function formPage(
  x: Exchange,
  { form, status = 200, existing, look }: FormOptions,
): Promise<Response> {
  const view = viewOf(x);
  const { name = "", shortName = "", inn } = form.values;
  const asked = status !== 200 || look !== undefined;
  const [places, book, similar] = await Promise.all([
    loadPlaces(x.ctx, view.t),
    territoryBook(x.ctx),
    asked ? similarOrganisations(x.ctx, { name, shortName, inn }) : [],
  ]);
  const title = existing?.short_name ?? view.t.form.newTitle;
  const path = existing === undefined ? "new" : existing.id;
  return x.page({
    title,
    section: "admin",
    status,
    crumbs: [{ label: view.t.admin.title, href: x.href("/admin/organisations") }],
    islands: existing === undefined ? ["okno-similar"] : [],
    body: (
      <OrganisationFormPage
        view={view}
        places={places}
        settlements={book.settlementsOf(form.values.territoryId ?? "")}
        form={form}
        title={title}
        action={x.href(`/admin/organisations/${path}`)}
        similar={similar.filter((twin) => twin.id !== existing?.id)}
        existing={existing}
        look={look}
      />
    ),
  });
}

/** A project is written by number or name. */
const cardForm = registerInput.omit({ openedUnder: true }).extend({
  project: z.string().trim().max(200).optional(),
});
const newForm = cardForm.extend({ different: z.literal("yes").optional() });

async function postNew(x: Exchange, ground: Ground): Promise<Response> {
  demandKeeper(x);
  return submit(x, {
    schema: newForm,
    async act({ different, project, ...input }) {
      const openedUnder = await resolveProject(x.ctx, ground, { text: project, now: null });
      const similar = await similarOrganisations(x.ctx, { ...input, inn: undefined });
      if (different === undefined && similar.length > 0) {
        throw conflict("organisations.similar-exist", {
          fields: { different: "organisations.similar-exist" },
        });
      }
      const { id } = await registerOrganisation(x.ctx, { ...input, openedUnder });
      return x.go(`/organisations/${id}`, viewOf(x).t.form.added);
    },
    again: (form, status) => formPage(x, { form, status }),
  });
}

async function loadForKeeper(x: Exchange): Promise<Organisation> {
  const organisation = await loadOrganisation(x.ctx, x.param("id"));
  demand({ policy: organisationPolicy, actor: x.ctx.actor, action: "change", row: organisation });
  return organisation;
}

type Trouble = { refusal: string | undefined; status: number };

/** The card's form; with `trouble` when a smaller form beside it was refused. */
export async function showEdit(x: Exchange, ground: Ground, trouble?: Trouble): Promise<Response> {
  const existing = await loadForKeeper(x);
  const [directions, links, project] = await Promise.all([
    readDirections(x.ctx, existing.id),
    readLinks(x.ctx, existing.id),
    projectText(x.ctx, ground, existing.opened_under),
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
  const { refusal, status } = trouble ?? {};
  return formPage(x, {
    form: { ...form, lists: { directions }, ...(refusal !== undefined && { refusal }) },
    existing,
    ...(status !== undefined && { status }),
  });
}

async function postEdit(x: Exchange, ground: Ground): Promise<Response> {
  const existing = await loadForKeeper(x);
  return submit(x, {
    schema: cardForm.extend({ version: z.coerce.number().int().optional() }),
    async act({ project, ...input }) {
      const now = existing.opened_under;
      const openedUnder = await resolveProject(x.ctx, ground, { text: project, now });
      // Another municipality leaves its settlement behind.
      const moved = input.territoryId !== existing.territory_id;
      const settlementId = moved ? null : input.settlementId;
      await changeOrganisation(x.ctx, existing.id, { ...input, settlementId, openedUnder });
      return x.go(`/organisations/${existing.id}`, viewOf(x).t.form.saved);
    },
    again: (form, status) => formPage(x, { form, status, existing }),
  });
}

async function postConfirm(x: Exchange): Promise<Response> {
  const { id } = await confirmOrganisation(x.ctx, x.param("id"));
  return x.go(`/organisations/${id}`, viewOf(x).t.own.confirmed);
}

async function postClose(x: Exchange): Promise<Response> {
  const { id } = await closeOrganisation(x.ctx, x.param("id"));
  return x.go(`/admin/organisations/${id}`, viewOf(x).t.form.closedNow);
}

async function postReopen(x: Exchange): Promise<Response> {
  const { id } = await reopenOrganisation(x.ctx, x.param("id"));
  return x.go(`/admin/organisations/${id}`, viewOf(x).t.form.reopened);
}

async function loadForTies(x: Exchange): Promise<Organisation> {
  demand({ policy: tiePolicy, actor: x.ctx.actor, action: "read" });
  return loadOrganisation(x.ctx, x.param("id"));
}

async function showPeople(x: Exchange): Promise<Response> {
  const organisation = await loadForTies(x);
  const { person } = x.query(z.object({ person: z.string().trim().max(120).optional() }));
  return peoplePage(x, organisation, { form: blankForm, query: person });
}

type PeopleOptions = { form: FormState; query: string | undefined; status?: number };

async function peoplePage(
  x: Exchange,
  organisation: Organisation,
  { form, query, status = 200 }: PeopleOptions,
): Promise<Response> {
  const view = viewOf(x);
  const ties = await listTies(x.ctx, organisation.id);
  const names = await personNames(
    x.ctx,
    ties.map(({ person_id }) => person_id),
  );
  const found = query === undefined ? [] : await personChoices(x.ctx, query);
  const title = view.t.ties.title(organisation.short_name);
  return x.page({
    title,
    section: "admin",
    status,
    crumbs: [
      { label: view.t.admin.title, href: x.href("/admin/organisations") },
      { label: organisation.short_name, href: x.href(`/admin/organisations/${organisation.id}`) },
    ],
    body: (
      <PeoplePage
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

async function postTie(x: Exchange): Promise<Response> {
  const organisation = await loadForTies(x);
  return submit(x, {
    schema: tieForm,
    async act(input) {
      await tiePerson(x.ctx, { ...input, organisationId: organisation.id });
      return x.go(`/admin/organisations/${organisation.id}/people`, viewOf(x).t.ties.added);
    },
    again: (form, status) =>
      peoplePage(x, organisation, { form, query: form.values.person ?? "", status }),
  });
}

async function postTieEnd(x: Exchange): Promise<Response> {
  const organisation = await loadForTies(x);
  return submit(x, {
    schema: endTieInput.omit({ tieId: true }),
    async act(input) {
      await endTie(x.ctx, { ...input, tieId: x.param("tie") });
      return x.go(`/admin/organisations/${organisation.id}/people`, viewOf(x).t.ties.ended);
    },
    again: (form, status) =>
      peoplePage(x, organisation, { form: wholly(form), query: undefined, status }),
  });
}

/** A row's own small form has no place for its error but over the page. */
export function wholly(form: FormState): FormState {
  const refusal = form.refusal ?? Object.values(form.errors)[0];
  return { values: {}, lists: {}, errors: {}, ...(refusal !== undefined && { refusal }) };
}
