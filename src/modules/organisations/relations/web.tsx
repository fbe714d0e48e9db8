import { z } from "zod";
import type { Ctx } from "#base/context.ts";
import { blankForm, submit, type FormState } from "#base/http/form.ts";
import type { Exchange, Route } from "#base/http/route.ts";
import { invalid } from "#base/refusal.ts";
import { loadOwn, ownPage } from "../self-service/layout.tsx";
import { organisationChoices } from "../store.ts";
import { viewOf } from "../view.ts";
import { wholly } from "../card/edit-web.tsx";
import { endRelation, relateOrganisations, relationInput } from "./actions.ts";
import { OwnRelations } from "./page.tsx";
import { relationsOf } from "./store.ts";

const path = "/organisations/:id{[0-9a-f-]+}/ties";
const asks = "organisations.organisations.keep";

/** Ties with other organisations, kept by the organisation's own people. */
export const relationRoutes: Route[] = [
  { method: "get", path, asks, handle: (x) => showOwn(x) },
  { method: "post", path, asks, handle: postRelation },
  { method: "post", path: `${path}/end`, asks, handle: postEnd },
];

type Again = { form: FormState; status: number };

async function showOwn(x: Exchange, again?: Again): Promise<Response> {
  const organisation = await loadOwn(x);
  const view = viewOf(x);
  const relations = await relationsOf(x.ctx, organisation.id);
  const form = again?.form ?? blankForm;
  return ownPage(x, {
    organisation,
    tab: "ties",
    lead: view.t.relationsPage.keepLead,
    form,
    status: again?.status,
    body: (
      <OwnRelations
        view={view}
        organisationId={organisation.id}
        relations={relations}
        form={form}
      />
    ),
  });
}

const relationForm = relationInput.omit({ otherId: true }).extend({
  other: z
    .string("organisations.other-missing")
    .trim()
    .min(1, "organisations.other-missing")
    .max(300),
});

async function postRelation(x: Exchange): Promise<Response> {
  const { id } = await loadOwn(x);
  return submit(x, {
    schema: relationForm,
    async act({ other, ...input }) {
      await relateOrganisations(x.ctx, id, { ...input, otherId: await named(x.ctx, other) });
      return x.go(`/organisations/${id}/ties`, viewOf(x).t.relationsPage.added);
    },
    again: (form, status) => showOwn(x, { form, status }),
  });
}

/** The one organisation whose name or number was written; refuses none and many. */
export async function named(ctx: Ctx, text: string): Promise<string> {
  const found = await organisationChoices(ctx, { query: text, limit: 6 });
  const fold = (name: string) => name.trim().toLocaleLowerCase("ru");
  const same = found.filter((one) => [one.name, one.short_name].map(fold).includes(fold(text)));
  const fitting = same.length > 0 ? same : found;
  const [only, another] = fitting;
  if (only !== undefined && another === undefined) return only.id;
  const reason = `organisations.${only === undefined ? "unknown-organisation" : "other-many"}`;
  const names = fitting.map(({ short_name }) => short_name).join(", ");
  throw invalid(reason, { values: { names }, fields: { other: reason } });
}

const endForm = z.object({
  relation: z.uuid(),
  until: z.iso.date("organisations.date-missing"),
});

async function postEnd(x: Exchange): Promise<Response> {
  const { id } = await loadOwn(x);
  return submit(x, {
    schema: endForm,
    async act({ relation, until }) {
      await endRelation(x.ctx, { relationId: relation, until });
      return x.go(`/organisations/${id}/ties`, viewOf(x).t.relationsPage.ended);
    },
    again: (form, status) => showOwn(x, { form: wholly(form), status }),
  });
}
