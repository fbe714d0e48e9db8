import type { Ctx } from "#base/context.ts";
import { may } from "#base/policy.ts";
import { loadContacts, fullName } from "#modules/people/index.ts";
import { findTerritory } from "#modules/territories/index.ts";
import type { ActivityArea, MemberRole } from "../catalogues/codes.ts";
import { listActivityAreas, listLinks } from "../directions-links-store.ts";
import { listMembers } from "../members/store.ts";
import { listMerged } from "../merges/store.ts";
import { canActOnOrganisation } from "../self-service/permissions.ts";
import { organisationPolicy } from "../policy.ts";
import { listRelations, type DirectedRelation } from "../relations/store.ts";
import { listServicesOfOrganisation, type Service } from "../services/store.ts";
import type { Organisation } from "../store.ts";
import type { OrganisationsDeps } from "../topics.ts";
import { findLatestAnsweredCheck, type AnnualCheck } from "../annual-check/store.ts";

/** A member with what this reader may see. */
export type VisibleMember = { role: MemberRole; name: string; since: string; until: string | null };

/** What a card shows besides its own row. */
export type CardParts = {
  directions: readonly ActivityArea[];
  links: readonly string[];
  services: readonly Service[];
  members: readonly VisibleMember[];
  /** How many members this reader may not see by name. */
  hiddenMembers: number;
  relations: readonly DirectedRelation[];
  settlement: string | undefined;
  project: { name: string; href: string } | undefined;
  mergedCards: readonly { id: string; name: string; inn: string | null; direct: boolean }[];
  /** The latest answer to the yearly question, for administrators. */
  lastAnnualCheck: AnnualCheck | undefined;
};

/**
 * Loads everything that a card shows besides its own row. Merged cards and the last yearly answer are
 * loaded only for readers who may change the card.
 */
export async function loadCardParts(
  ctx: Ctx,
  organisation: Organisation,
  deps: OrganisationsDeps,
): Promise<CardParts> {
  const { id, settlement_id: settlementId, opened_under: openedUnder } = organisation;
  const isRegistryKeeper = may(organisationPolicy, ctx.actor, "change", organisation);
  const [directions, links, services, members, relations, settlement, project, merged, answer] =
    await Promise.all([
      listActivityAreas(ctx, id),
      listLinks(ctx, id),
      listServicesOfOrganisation(ctx, id),
      loadVisibleMembers(ctx, organisation),
      listRelations(ctx, id),
      settlementId === null ? undefined : findTerritory(ctx, settlementId),
      openedUnder === null ? undefined : deps.projects.findNames(ctx, [openedUnder]),
      isRegistryKeeper ? listMerged(ctx, id) : [],
      isRegistryKeeper ? findLatestAnsweredCheck(ctx, id) : undefined,
    ]);
  return {
    directions,
    links,
    services: services.filter(({ active }) => active),
    ...members,
    relations,
    settlement: settlement?.name,
    project: project?.get(openedUnder ?? ""),
    mergedCards: merged.map(({ merged_into, ...one }) => ({ ...one, direct: merged_into === id })),
    lastAnnualCheck: answer,
  };
}

/** Loads the members: for everybody those who agreed to be named, for permitted readers all of them. */
async function loadVisibleMembers(ctx: Ctx, organisation: Organisation) {
  const today = ctx.today();
  const present = (await listMembers(ctx, organisation.id)).filter(
    ({ since, until }) => since <= today && (until === null || until >= today),
  );
  const all =
    may(organisationPolicy, ctx.actor, "read-members", organisation) ||
    (await canActOnOrganisation(ctx, "keep", organisation));
  const seen = present.filter((member) => all || member.public);
  const contacts = await loadContacts(
    ctx,
    seen.map(({ contact_id }) => contact_id),
  );
  const members = seen.flatMap(({ contact_id, role, since, until }): VisibleMember[] => {
    const contact = contacts.get(contact_id);
    if (contact === undefined || contact.erased_at !== null) return [];
    return [{ role, name: fullName(contact), since, until }];
  });
  return { members, hiddenMembers: present.length - members.length };
}
