import { z } from "zod";
import { submit } from "#base/http/form.ts";
import type { RequestContext, Route } from "#base/http/route.ts";
import { authorize } from "#base/policy.ts";
import { organisationPolicy } from "../policy.ts";
import {
  loadOrganisation,
  loadCurrentOrganisation,
  listOrganisationOptions,
  findPossibleDuplicates,
  type Organisation,
} from "../store.ts";
import { loadMunicipalityOptions, createView } from "../view.ts";
import { mergeOrganisations, unmergeOrganisation } from "./actions.ts";
import { MergePage } from "./page.tsx";

const path = "/admin/organisations/:id{[0-9a-f-]{36}}/merge";
const permission = "organisations.organisations.change";

/** Two cards of one organisation, side by side. */
export const mergeRoutes: Route[] = [
  { method: "get", path, permission, handle: (c) => showMerge(c) },
  { method: "post", path, permission, handle: postMerge },
  { method: "post", path: "/admin/organisations/unmerge", permission, handle: postUnmerge },
];

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

const mergeQuery = z.object({
  q: z.string().trim().max(120).optional(),
  with: z.uuid().optional(),
});

async function showMerge(c: RequestContext, refusal?: { text: string; status: number }) {
  const merged = await loadForChange(c);
  const query = c.query(mergeQuery);
  const view = createView(c);
  const names = { name: merged.name, shortName: merged.short_name, inn: merged.inn };
  const [target, found, places] = await Promise.all([
    query.with === undefined ? undefined : loadOrganisation(c.ctx, query.with),
    query.q === undefined
      ? findPossibleDuplicates(c.ctx, names)
      : listOrganisationOptions(c.ctx, { query: query.q, limit: 20 }),
    loadMunicipalityOptions(c.ctx, view.t),
  ]);
  return c.page({
    title: view.t.merges.title,
    section: "admin",
    ...(refusal !== undefined && { status: refusal.status }),
    breadcrumbs: [
      { label: view.t.admin.title, href: c.href("/admin/organisations") },
      { label: merged.short_name, href: c.href(`/admin/organisations/${merged.id}`) },
    ],
    body: (
      <MergePage
        view={view}
        merged={merged}
        target={target}
        found={found.filter(({ id }) => id !== merged.id)}
        query={query.q}
        placeName={places.nameOf}
        refusal={refusal?.text}
      />
    ),
  });
}

async function postMerge(c: RequestContext): Promise<Response> {
  const merged = await loadForChange(c);
  return submit(c, {
    schema: z.object({ into: z.uuid("organisations.unknown-organisation") }),
    async onValid({ into }) {
      await mergeOrganisations(c.ctx, { id: merged.id, into });
      return c.redirect(`/organisations/${into}`, createView(c).t.merges.merged);
    },
    onInvalid: (form, status) =>
      showMerge(c, { text: form.refusal ?? Object.values(form.errors)[0] ?? "", status }),
  });
}

async function postUnmerge(c: RequestContext): Promise<Response> {
  authorize({ policy: organisationPolicy, actor: c.ctx.actor, action: "change" });
  return submit(c, {
    schema: z.object({ card: z.uuid() }),
    async onValid({ card }) {
      await unmergeOrganisation(c.ctx, card);
      return c.redirect(`/organisations/${card}`, createView(c).t.merges.undone);
    },
    // What stands in the way is said on the card that holds it.
    onInvalid: async (form) => {
      const card = form.values.card ?? "";
      const standing = await loadCurrentOrganisation(c.ctx, card);
      return c.redirect(`/organisations/${standing.id}`, form.refusal);
    },
  });
}
