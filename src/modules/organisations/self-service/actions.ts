import { z } from "zod";
import type { Ctx } from "#base/context.ts";
import { attachPictures, keepPicture, publishPictures, readPicture } from "#base/files/pictures.ts";
import { Refusal, invalid } from "#base/refusal.ts";
import { changeRegistry, demandOver, demandVersion, saveChanges } from "../actions.ts";
import { contactFields, tellingFields } from "../card/fields.ts";
import { loadForChange, loadOrganisation, saveOrganisation, type Organisation } from "../store.ts";
import { words } from "../messages.ts";

export const pageInput = z.object({
  ...tellingFields,
  ...contactFields,
  version: z.coerce.number().int().optional(),
});
export type PageInput = z.input<typeof pageInput>;

/** What the organisation tells of itself and how to reach it; with a logo where one is given. */
export async function keepPage(
  ctx: Ctx,
  id: string,
  { logo, noLogo, ...given }: PageInput & { logo?: Buffer | undefined; noLogo?: boolean },
): Promise<Organisation> {
  const { version, directions, links, ...columns } = pageInput.parse(given);
  await demandOver(ctx, "keep", await loadOrganisation(ctx, id));
  const picture = logo === undefined ? undefined : await keepLogo(ctx, logo);
  return changeRegistry(ctx, async (tx) => {
    const organisation = await loadForChange(tx, id);
    await demandOver(tx, "keep", organisation);
    demandVersion(organisation, version);
    const saved = await saveChanges(tx, organisation, { columns, directions, links });
    if (picture === undefined)
      return noLogo === true ? saveOrganisation(tx, saved, { logo: null }) : saved;
    await attachPictures(tx, [picture]);
    await publishPictures(tx, [picture], words.ru.own.logoOf(organisation.short_name));
    return saveOrganisation(tx, saved, { logo: picture });
  });
}

async function keepLogo(ctx: Ctx, bytes: Buffer): Promise<string> {
  try {
    return await keepPicture(ctx, await readPicture(bytes));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw invalid(error.reason, { fields: { logo: error.reason } });
  }
}
