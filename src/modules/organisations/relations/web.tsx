import { z } from "zod";
import type { Ctx } from "#base/context.ts";
import { emptyForm, submit, type FormState } from "#base/http/form.ts";
import type { RequestContext, Route } from "#base/http/route.ts";
import { invalid } from "#base/refusal.ts";
import { loadManagedOrganisation, renderSelfService } from "../self-service/layout.tsx";
import { listOrganisationOptions } from "../store.ts";
import { createView } from "../view.ts";
import { toFormRefusal } from "../card/edit-web.tsx";
import { endRelation, addRelation, relationInput } from "./actions.ts";
import { RelationsEditor } from "./page.tsx";
import { listRelations } from "./store.ts";

const path = "/organisations/:id{[0-9a-f-]+}/ties";
const permission = "organisations.organisations.keep";

/** Ties with other organisations, kept by the organisation's own people. */
export const relationRoutes: Route[] = [
  { method: "get", path, permission, handle: (c) => showRelations(c) },
  { method: "post", path, permission, handle: postRelation },
  { method: "post", path: `${path}/end`, permission, handle: postEnd },
];

type RejectedForm = { form: FormState; status: number };

async function showRelations(c: RequestContext, rejected?: RejectedForm): Promise<Response> {
  const organisation = await loadManagedOrganisation(c);
  const view = createView(c);
  const relations = await listRelations(c.ctx, organisation.id);
  const form = rejected?.form ?? emptyForm;
  return renderSelfService(c, {
    organisation,
    tab: "ties",
    lead: view.t.relationsPage.keepLead,
    form,
    status: rejected?.status,
    body: (
      <RelationsEditor
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

async function postRelation(c: RequestContext): Promise<Response> {
  const { id } = await loadManagedOrganisation(c);
  return submit(c, {
    schema: relationForm,
    async onValid({ other, ...input }) {
      await addRelation(c.ctx, id, {
        ...input,
        otherId: await resolveOrganisationByName(c.ctx, other),
      });
      return c.redirect(`/organisations/${id}/ties`, createView(c).t.relationsPage.added);
    },
    onInvalid: (form, status) => showRelations(c, { form, status }),
  });
}

/** The one organisation whose name or number was written; refuses none and many. */
export async function resolveOrganisationByName(ctx: Ctx, text: string): Promise<string> {
  const found = await listOrganisationOptions(ctx, { query: text, limit: 6 });
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

async function postEnd(c: RequestContext): Promise<Response> {
  const { id } = await loadManagedOrganisation(c);
  return submit(c, {
    schema: endForm,
    async onValid({ relation, until }) {
      await endRelation(c.ctx, { relationId: relation, until });
      return c.redirect(`/organisations/${id}/ties`, createView(c).t.relationsPage.ended);
    },
    onInvalid: (form, status) => showRelations(c, { form: toFormRefusal(form), status }),
  });
}
