import { actionRoute } from "#base/http/action-route.ts";
import { z } from "zod";
import type { Ctx } from "#base/context.ts";
import { emptyForm, type FormState, refusalOnly } from "#base/http/form.ts";
import type { RequestContext, Route } from "#base/http/route.ts";
import { invalidField } from "#base/refusal.ts";
import { loadManagedOrganisation, renderSelfService } from "../self-service/layout.tsx";
import { listOrganisationOptions } from "../store.ts";
import { createView } from "../view.ts";
import { endRelation, addRelation, relationInput } from "./actions.ts";
import { RelationsEditor } from "./page.tsx";
import { listRelations } from "./store.ts";

const path = "/organisations/:id{[0-9a-f-]+}/ties";
const permission = "organisations.organisations.keep";

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

/**
 * Resolves the organisation by a written name or number; refuses no match and several matches at
 * `other`.
 */
export async function resolveOrganisationByName(ctx: Ctx, text: string): Promise<string> {
  const found = await listOrganisationOptions(ctx, { query: text, limit: 6 });
  const fold = (name: string) => name.trim().toLocaleLowerCase("ru");
  const same = found.filter((one) => [one.name, one.short_name].map(fold).includes(fold(text)));
  const fitting = same.length > 0 ? same : found;
  const [only, another] = fitting;
  if (only !== undefined && another === undefined) return only.id;
  const reason = `organisations.${only === undefined ? "unknown-organisation" : "other-many"}`;
  const names = fitting.map(({ short_name }) => short_name).join(", ");
  throw invalidField("other", reason, { names });
}

const endForm = z.object({
  relation: z.uuid(),
  until: z.iso.date("organisations.date-missing"),
});

/** Routes of relations with other organisations, for the organisation's own people. */
export const relationRoutes: Route[] = [
  { method: "get", path, permission, handle: (c) => showRelations(c) },
  actionRoute({
    path,
    permission,
    schema: relationForm,
    async load(c) {
      const { id } = await loadManagedOrganisation(c);
      return { id };
    },
    async act(c, { other, ...input }, { id }) {
      await addRelation(c.ctx, id, {
        ...input,
        otherId: await resolveOrganisationByName(c.ctx, other),
      });
      return { path: `/organisations/${id}/ties`, flash: createView(c).t.relationsPage.added };
    },
    onInvalid: (c, form, status) => showRelations(c, { form, status }),
  }),
  actionRoute({
    path: `${path}/end`,
    permission,
    schema: endForm,
    async load(c) {
      const { id } = await loadManagedOrganisation(c);
      return { id };
    },
    async act(c, { relation, until }, { id }) {
      await endRelation(c.ctx, { relationId: relation, until });
      return { path: `/organisations/${id}/ties`, flash: createView(c).t.relationsPage.ended };
    },
    onInvalid: (c, form, status) => showRelations(c, { form: refusalOnly(form), status }),
  }),
];
