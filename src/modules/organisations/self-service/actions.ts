import { z } from "zod";
import type { Ctx } from "#base/context.ts";
import {
  claimPictures,
  savePicture,
  publishPictures,
  processPicture,
} from "#base/files/pictures.ts";
import { Refusal, invalidField } from "#base/refusal.ts";
import { seenVersion } from "#base/http/fields.ts";
import {
  changeRegistry,
  authorizeOnOrganisation,
  requireVersion,
  saveChanges,
} from "../actions.ts";
import { contactFields, profileFields } from "../card/fields.ts";
import {
  lockCurrentOrganisation,
  loadOrganisation,
  updateOrganisation,
  type Organisation,
} from "../store.ts";
import { messages } from "../messages.ts";

export const profileInput = z.object({
  ...profileFields,
  ...contactFields,
  version: seenVersion,
});
export type ProfileInput = z.input<typeof profileInput>;

/** Saves the organisation's profile and contacts, with a logo where one is given. */
export async function saveOrganisationProfile(
  ctx: Ctx,
  id: string,
  { logo, noLogo, ...rawInput }: ProfileInput & { logo?: Buffer | undefined; noLogo?: boolean },
): Promise<Organisation> {
  const { version, directions, links, ...columns } = profileInput.parse(rawInput);
  await authorizeOnOrganisation(ctx, "keep", await loadOrganisation(ctx, id));
  const picture = logo === undefined ? undefined : await saveLogo(ctx, logo);
  return changeRegistry(ctx, async (tx) => {
    const organisation = await lockCurrentOrganisation(tx, id);
    await authorizeOnOrganisation(tx, "keep", organisation);
    requireVersion(organisation, version);
    const saved = await saveChanges(tx, organisation, { columns, directions, links });
    if (picture === undefined)
      return noLogo === true ? updateOrganisation(tx, saved, { logo: null }) : saved;
    await claimPictures(tx, [picture]);
    await publishPictures(tx, [picture], messages.ru.own.logoOf(organisation.short_name));
    return updateOrganisation(tx, saved, { logo: picture });
  });
}

async function saveLogo(ctx: Ctx, bytes: Buffer): Promise<string> {
  try {
    return await savePicture(ctx, await processPicture(bytes));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw invalidField("logo", error.reason);
  }
}
