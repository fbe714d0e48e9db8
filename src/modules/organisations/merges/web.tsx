import { actionRoute } from "#base/http/action-route.ts";
import { z } from "zod";
import { refusalOnly } from "#base/http/form.ts";
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
  actionRoute({
    path,
    permission,
    schema: z.object({ into: z.uuid("organisations.unknown-organisation") }),
    load: loadForChange,
    async act(c, { into }, merged) {
      await mergeOrganisations(c.ctx, { id: merged.id, into });
      return { path: `/organisations/${into}`, flash: createView(c).t.merges.merged };
    },
    onInvalid: (c, form, status) => showMerge(c, { text: refusalOnly(form).refusal ?? "", status }),
  }),
  actionRoute({
    path: "/admin/organisations/unmerge",
    permission,
    schema: z.object({ card: z.uuid() }),
    load: (c) => authorize({ policy: organisationPolicy, actor: c.ctx.actor, action: "change" }),
    async act(c, { card }) {
      await unmergeOrganisation(c.ctx, card);
      return { path: `/organisations/${card}`, flash: createView(c).t.merges.undone };
    },
    async onInvalid(c, form) {
      const card = form.values.card ?? "";
      const standing = await loadCurrentOrganisation(c.ctx, card);
      return c.redirect(`/organisations/${standing.id}`, form.refusal);
    },
  }),
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
