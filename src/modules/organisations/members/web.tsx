import { z } from "zod";
import { emptyForm } from "#base/http/form.ts";
import type { RequestContext, Route } from "#base/http/route.ts";
import { loadContacts, fullName } from "#modules/people/index.ts";
import {
  loadManagedOrganisation,
  renderSelfService,
  selfServiceAction,
  selfServicePath,
  selfServicePermission,
  type RejectedForm,
} from "../self-service/layout.tsx";
import { createView } from "../view.ts";
import { addMember, endMember, memberInput, setMemberPublic } from "./actions.ts";
import { MembersEditor } from "./page.tsx";
import { listMembers } from "./store.ts";

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

const page = { tab: "members", show: showMembers } as const;

/** Routes of members and their terms, for the organisation's own people. */
export const memberRoutes: Route[] = [
  {
    method: "get",
    path: selfServicePath("members"),
    permission: selfServicePermission,
    handle: (c) => showMembers(c),
  },
  selfServiceAction(page, {
    schema: memberForm,
    async act(c, input, id) {
      await addMember(c.ctx, id, input);
      return createView(c).t.members.added;
    },
  }),
  selfServiceAction(page, {
    name: "end",
    schema: endForm,
    async act(c, { member, until }) {
      await endMember(c.ctx, { memberId: member, until });
      return createView(c).t.members.ended;
    },
  }),
  selfServiceAction(page, {
    name: "show",
    schema: publicForm,
    async act(c, { member, show }) {
      await setMemberPublic(c.ctx, { memberId: member, public: show === "yes" });
      return createView(c).t.members.changed;
    },
  }),
];
