import { z } from "zod";
import { transact, type Ctx } from "#base/context.ts";
import { record } from "#base/journal.ts";
import { conflict, invalid } from "#base/refusal.ts";
import { contactInput, keepContact } from "#modules/people/index.ts";
import { demandOver } from "../actions.ts";
import { memberRoles } from "../catalogues/codes.ts";
import { loadForChange, loadStanding } from "../store.ts";
import { insertMember, loadMember, membersOf, saveMember } from "./store.ts";

const day = z.iso.date("organisations.bad-day");

export const memberInput = contactInput
  .pick({ surname: true, givenName: true, patronymic: true, email: true, phone: true })
  .extend({
    role: z.enum(memberRoles, "organisations.unknown-role"),
    since: z.iso.date("organisations.date-missing"),
    until: day.optional(),
    /** The person agreed to be named on the page. */
    public: z.boolean().default(false),
  });
export type MemberInput = z.input<typeof memberInput>;

/** Somebody sits in the organisation for a term; they become, or are found among, the contacts. */
export async function addMember(
  ctx: Ctx,
  organisationId: string,
  given: MemberInput,
): Promise<string> {
  const { role, since, until, public: shown, ...person } = memberInput.parse(given);
  if (until !== undefined && until < since) throw endsEarly();
  return transact(ctx, async (tx) => {
    const organisation = await loadForChange(tx, organisationId);
    await demandOver(tx, "keep", organisation);
    const contact = await keepContact(tx, {
      ...person,
      organisationId,
      organisation: organisation.short_name.slice(0, 200),
      ...(organisation.territory_id !== null && { municipalityId: organisation.territory_id }),
      ...(shown && { consent: "member" }),
    });
    const twice = (await membersOf(tx, organisationId)).some(
      (one) =>
        one.contact_id === contact.id &&
        one.role === role &&
        (one.until === null || one.until >= since) &&
        (until === undefined || until >= one.since),
    );
    if (twice) throw conflict("organisations.already-member");
    const id = tx.newId();
    await insertMember(tx, {
      id,
      organisation_id: organisationId,
      contact_id: contact.id,
      role,
      since,
      until: until ?? null,
      public: shown,
    });
    record(tx, {
      subject: organisationId,
      type: "member.joined",
      data: { member: id, contact: contact.id, role, since },
    });
    return id;
  });
}

const endsEarly = () =>
  invalid("organisations.ends-before-start", {
    fields: { until: "organisations.ends-before-start" },
  });

/** `until` is the last day of the term. */
export async function endMember(
  ctx: Ctx,
  given: { memberId: string; until: string },
): Promise<void> {
  const until = day.parse(given.until);
  await transact(ctx, async (tx) => {
    const member = await loadForOwner(tx, given.memberId);
    if (until < member.since) throw endsEarly();
    await saveMember(tx, member.id, { until });
    record(tx, {
      subject: member.organisation_id,
      type: "member.left",
      data: { member: member.id, until },
    });
  });
}

/** Named on the page, or no longer. */
export async function showMember(
  ctx: Ctx,
  given: { memberId: string; public: boolean },
): Promise<void> {
  await transact(ctx, async (tx) => {
    const member = await loadForOwner(tx, given.memberId);
    await saveMember(tx, member.id, { public: given.public });
    record(tx, {
      subject: member.organisation_id,
      type: given.public ? "member.shown" : "member.hidden",
      data: { member: member.id },
    });
  });
}

async function loadForOwner(ctx: Ctx, id: string) {
  const member = await loadMember(ctx, id);
  await demandOver(ctx, "keep", await loadStanding(ctx, member.organisation_id));
  return member;
}
