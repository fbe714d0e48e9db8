import { toZoned } from "#base/time/calendar.ts";
import type { Ctx } from "#base/context.ts";
import { may } from "#base/policy.ts";
import { contactsById, fullName } from "#modules/people/index.ts";
import { findTerritory } from "#modules/territories/index.ts";
import type { Direction, MemberRole } from "../catalogues/codes.ts";
import { readDirections, readLinks } from "../directions-links.store.ts";
import { membersOf } from "../members/store.ts";
import { listMerged } from "../merges/store.ts";
import { mayOver } from "../self-service/permissions.ts";
import { organisationPolicy } from "../policy.ts";
import { relationsOf, type RelationLine } from "../relations/store.ts";
import { servicesOf, type Service } from "../services/store.ts";
import type { Organisation } from "../store.ts";
import type { Ground } from "../topics.ts";
import { newestAnswer, type Ask } from "../annual-check/store.ts";

/** A member as this reader may see them. */
export type SeenMember = { role: MemberRole; name: string; since: string; until: string | null };

/** What a card shows besides its own row. */
export type CardParts = {
  directions: readonly Direction[];
  links: readonly string[];
  services: readonly Service[];
  members: readonly SeenMember[];
  /** How many sit here whose names this reader does not see. */
  hiddenMembers: number;
  relations: readonly RelationLine[];
  settlement: string | undefined;
  project: { name: string; href: string } | undefined;
  merged: readonly { id: string; name: string; inn: string | null; direct: boolean }[];
  /** What it last answered to the yearly question, for its keepers. */
  answer: Ask | undefined;
};

export async function loadCardParts(
  ctx: Ctx,
  organisation: Organisation,
  ground: Ground,
): Promise<CardParts> {
  const { id, settlement_id: settlementId, opened_under: openedUnder } = organisation;
  const keeper = may(organisationPolicy, ctx.actor, "change", organisation);
  const [directions, links, services, members, relations, settlement, project, merged, answer] =
    await Promise.all([
      readDirections(ctx, id),
      readLinks(ctx, id),
      servicesOf(ctx, id),
      seenMembers(ctx, organisation),
      relationsOf(ctx, id),
      settlementId === null ? undefined : findTerritory(ctx, settlementId),
      openedUnder === null ? undefined : ground.projects.names(ctx, [openedUnder]),
      keeper ? listMerged(ctx, id) : [],
      keeper ? newestAnswer(ctx, id) : undefined,
    ]);
  return {
    directions,
    links,
    services: services.filter(({ active }) => active),
    ...members,
    relations,
    settlement: settlement?.name,
    project: project?.get(openedUnder ?? ""),
    merged: merged.map(({ merged_into, ...one }) => ({ ...one, direct: merged_into === id })),
    answer,
  };
}

/** Those who agreed to be named, for everybody; all of them for those who may read them. */
async function seenMembers(ctx: Ctx, organisation: Organisation) {
  const today = toZoned(ctx.now(), ctx.region.timeZone).date;
  const present = (await membersOf(ctx, organisation.id)).filter(
    ({ since, until }) => since <= today && (until === null || until >= today),
  );
  const all =
    may(organisationPolicy, ctx.actor, "read-members", organisation) ||
    (await mayOver(ctx, "keep", organisation));
  const seen = present.filter((member) => all || member.public);
  const contacts = await contactsById(
    ctx,
    seen.map(({ contact_id }) => contact_id),
  );
  const members = seen.flatMap(({ contact_id, role, since, until }): SeenMember[] => {
    const contact = contacts.get(contact_id);
    if (contact === undefined || contact.erased_at !== null) return [];
    return [{ role, name: fullName(contact), since, until }];
  });
  return { members, hiddenMembers: present.length - members.length };
}
