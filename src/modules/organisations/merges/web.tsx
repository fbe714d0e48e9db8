import { z } from "zod";
import { submit } from "#base/http/form.ts";
import type { Exchange, Route } from "#base/http/route.ts";
import { demand } from "#base/policy.ts";
import { organisationPolicy } from "../policy.ts";
import {
  loadOrganisation,
  loadStanding,
  organisationChoices,
  similarOrganisations,
  type Organisation,
} from "../store.ts";
import { loadPlaces, viewOf } from "../view.ts";
import { mergeOrganisations, unmergeOrganisation } from "./actions.ts";
import { MergePage } from "./page.tsx";

const path = "/admin/organisations/:id{[0-9a-f-]{36}}/merge";
const asks = "organisations.organisations.change";

/** Two cards of one organisation, side by side. */
export const mergeRoutes: Route[] = [
  { method: "get", path, asks, handle: (x) => showMerge(x) },
  { method: "post", path, asks, handle: postMerge },
  { method: "post", path: "/admin/organisations/unmerge", asks, handle: postUnmerge },
];

async function loadForKeeper(x: Exchange): Promise<Organisation> {
  const organisation = await loadOrganisation(x.ctx, x.param("id"));
  demand({ policy: organisationPolicy, actor: x.ctx.actor, action: "change", row: organisation });
  return organisation;
}

const mergeQuery = z.object({
  q: z.string().trim().max(120).optional(),
  with: z.uuid().optional(),
});

async function showMerge(x: Exchange, refusal?: { text: string; status: number }) {
  const gone = await loadForKeeper(x);
  const asked = x.query(mergeQuery);
  const view = viewOf(x);
  const names = { name: gone.name, shortName: gone.short_name, inn: gone.inn };
  const [kept, found, places] = await Promise.all([
    asked.with === undefined ? undefined : loadOrganisation(x.ctx, asked.with),
    asked.q === undefined
      ? similarOrganisations(x.ctx, names)
      : organisationChoices(x.ctx, { query: asked.q, limit: 20 }),
    loadPlaces(x.ctx, view.t),
  ]);
  return x.page({
    title: view.t.merges.title,
    section: "admin",
    ...(refusal !== undefined && { status: refusal.status }),
    crumbs: [
      { label: view.t.admin.title, href: x.href("/admin/organisations") },
      { label: gone.short_name, href: x.href(`/admin/organisations/${gone.id}`) },
    ],
    body: (
      <MergePage
        view={view}
        gone={gone}
        kept={kept}
        found={found.filter(({ id }) => id !== gone.id)}
        query={asked.q}
        placeName={places.nameOf}
        refusal={refusal?.text}
      />
    ),
  });
}

async function postMerge(x: Exchange): Promise<Response> {
  const gone = await loadForKeeper(x);
  return submit(x, {
    schema: z.object({ into: z.uuid("organisations.unknown-organisation") }),
    async act({ into }) {
      await mergeOrganisations(x.ctx, { id: gone.id, into });
      return x.go(`/organisations/${into}`, viewOf(x).t.merges.merged);
    },
    again: (form, status) =>
      showMerge(x, { text: form.refusal ?? Object.values(form.errors)[0] ?? "", status }),
  });
}

async function postUnmerge(x: Exchange): Promise<Response> {
  demand({ policy: organisationPolicy, actor: x.ctx.actor, action: "change" });
  return submit(x, {
    schema: z.object({ card: z.uuid() }),
    async act({ card }) {
      await unmergeOrganisation(x.ctx, card);
      return x.go(`/organisations/${card}`, viewOf(x).t.merges.undone);
    },
    // What stands in the way is said on the card that holds it.
    again: async (form) => {
      const card = form.values.card ?? "";
      const standing = await loadStanding(x.ctx, card);
      return x.go(`/organisations/${standing.id}`, form.refusal);
    },
  });
}
