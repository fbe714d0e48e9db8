import { actionRoute } from "#base/http/action-route.ts";
import { z } from "zod";
import { emptyForm, type FormState, refusalOnly } from "#base/http/form.ts";
import type { RequestContext, Route } from "#base/http/route.ts";
import { loadContacts, fullName } from "#modules/people/index.ts";
import { loadManagedOrganisation, renderSelfService } from "../self-service/layout.tsx";
import { createView } from "../view.ts";
import { addMember, endMember, memberInput, setMemberPublic } from "./actions.ts";
import { MembersEditor } from "./page.tsx";
import { listMembers } from "./store.ts";

const path = "/organisations/:id{[0-9a-f-]+}/members";
const permission = "organisations.organisations.keep";

type RejectedForm = { form: FormState; status: number };

async function showMembers(c: RequestContext, rejected?: RejectedForm): Promise<Response> {
  const organisation = await loadManagedOrganisation(c);
  const view = createView(c);
  const members = await listMembers(c.ctx, organisation.id);
  const contacts = await loadContacts(
    c.ctx,
    members.map(({ contact_id }) => contact_id),
  );
  const form = rejected?.form ?? emptyForm;
  return renderSelfService(c, {
    organisation,
    tab: "members",
    lead: view.t.members.keepLead,
    form,
    status: rejected?.status,
    body: (
      <MembersEditor
        view={view}
        organisationId={organisation.id}
        members={members.map((member) => {
          const contact = contacts.get(member.contact_id);
          const erased = contact === undefined || contact.erased_at !== null;
          return { ...member, name: erased ? view.t.members.erased : fullName(contact) };
        })}
        form={form}
      />
    ),
  });
}

const memberForm = memberInput.extend({
  public: z
    .literal("yes")
    .optional()
    .transform((ticked) => ticked === "yes"),
});

const endForm = z.object({
  member: z.uuid(),
  until: z.iso.date("organisations.date-missing"),
});

const publicForm = z.object({ member: z.uuid(), show: z.enum(["yes", "no"]) });

/** Routes of members and their terms, for the organisation's own people. */
export const memberRoutes: Route[] = [
  { method: "get", path, permission, handle: (c) => showMembers(c) },
  actionRoute({
    path,
    permission,
    schema: memberForm,
    async load(c) {
      const { id } = await loadManagedOrganisation(c);
      return { id };
    },
    async act(c, input, { id }) {
      await addMember(c.ctx, id, input);
      return { path: `/organisations/${id}/members`, flash: createView(c).t.members.added };
    },
    onInvalid: (c, form, status) => showMembers(c, { form, status }),
  }),
  actionRoute({
    path: `${path}/end`,
    permission,
    schema: endForm,
    async load(c) {
      const { id } = await loadManagedOrganisation(c);
      return { id };
    },
    async act(c, { member, until }, { id }) {
      await endMember(c.ctx, { memberId: member, until });
      return { path: `/organisations/${id}/members`, flash: createView(c).t.members.ended };
    },
    onInvalid: (c, form, status) => showMembers(c, { form: refusalOnly(form), status }),
  }),
  actionRoute({
    path: `${path}/show`,
    permission,
    schema: publicForm,
    async load(c) {
      const { id } = await loadManagedOrganisation(c);
      return { id };
    },
    async act(c, { member, show }, { id }) {
      await setMemberPublic(c.ctx, { memberId: member, public: show === "yes" });
      return { path: `/organisations/${id}/members`, flash: createView(c).t.members.changed };
    },
    onInvalid: (c, form, status) => showMembers(c, { form: refusalOnly(form), status }),
  }),
];
