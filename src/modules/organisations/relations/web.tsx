import { z } from "zod";
import type { Ctx } from "#base/context.ts";
import { emptyForm } from "#base/http/form.ts";
import type { RequestContext, Route } from "#base/http/route.ts";
import { invalidField } from "#base/refusal.ts";
import {
  loadManagedOrganisation,
  renderSelfService,
  selfServiceAction,
  selfServicePath,
  selfServicePermission,
  type RejectedForm,
} from "../self-service/layout.tsx";
import { listOrganisationOptions } from "../store.ts";
import { createView } from "../view.ts";
import { endRelation, addRelation, relationInput } from "./actions.ts";
import { RelationsEditor } from "./page.tsx";
import { listRelations } from "./store.ts";

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

const page = { tab: "ties", show: showRelations } as const;

/** Routes of relations with other organisations, for the organisation's own people. */
export const relationRoutes: Route[] = [
  {
    method: "get",
    path: selfServicePath("ties"),
    permission: selfServicePermission,
    handle: (c) => showRelations(c),
  },
  selfServiceAction(page, {
    schema: relationForm,
    async act(c, { other, ...input }, id) {
      const otherId = await resolveOrganisationByName(c.ctx, other);
      await addRelation(c.ctx, id, { ...input, otherId });
      return createView(c).t.relationsPage.added;
    },
  }),
  selfServiceAction(page, {
    name: "end",
    schema: endForm,
    async act(c, { relation, until }) {
      await endRelation(c.ctx, { relationId: relation, until });
      return createView(c).t.relationsPage.ended;
    },
  }),
];
