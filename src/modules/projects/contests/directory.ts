import { z } from "zod";
import { transact, type Ctx } from "#base/context.ts";
import { recordFact } from "#base/journal.ts";
import { authorize } from "#base/policy.ts";
import { conflict, orNotFound, invalidField } from "#base/refusal.ts";
import { optionalText, requiredText, seenVersion } from "#base/http/fields.ts";
import { contestPolicy } from "../applications/policy.ts";
import { requiredDate } from "../zod-fields.ts";
import { builtInProfiles } from "./built-in-profiles.ru.ts";
import {
  findCall,
  insertCall,
  saveProfile,
  selectOpenCalls,
  selectPastCalls,
  selectProfiles,
  updateCall,
  type ContestCall,
} from "./store.ts";
import { parseProfile, type ContestProfile, type ProfileIssue } from "./profile.ts";

/** A profile and when the region saved its own edition; null for a built-in one. */
export type ProfileEntry = { profile: ContestProfile; keptAt: Date | null };

/** Lists the region's profiles: built-in ones, replaced or extended by the region's own. */
export async function listProfiles(ctx: Ctx): Promise<ProfileEntry[]> {
  const saved = await selectProfiles(ctx);
  const own = new Map(saved.map((one) => [one.profile.code, one]));
  const built = builtInProfiles.map((profile) => {
    const replacement = own.get(profile.code);
    return { profile: replacement?.profile ?? profile, keptAt: replacement?.saved_at ?? null };
  });
  const codes = new Set(builtInProfiles.map((profile) => profile.code));
  const others = saved.filter(({ profile }) => !codes.has(profile.code));
  return [...built, ...others.map((one) => ({ profile: one.profile, keptAt: one.saved_at }))];
}

/** Finds a profile by code, the region's own before a built-in one. */
export async function findProfile(ctx: Ctx, code: string): Promise<ContestProfile | undefined> {
  return (await listProfiles(ctx)).find(({ profile }) => profile.code === code)?.profile;
}

/**
 * Imports a profile from a JSON file. Returns all faults of an invalid file and saves nothing
 * then. A known code is replaced; submitted applications have their own copy.
 */
export async function importProfile(
  ctx: Ctx,
  text: string,
): Promise<{ profile: ContestProfile } | { faults: ProfileIssue[] }> {
  authorize({ policy: contestPolicy, actor: ctx.actor, action: "keep" });
  const read = parseProfile(text);
  if ("faults" in read) return read;
  return transact(ctx, async (tx) => {
    await saveProfile(tx, read.profile);
    return read;
  });
}

/** Returns a profile as the JSON file that `importProfile` reads. */
export async function exportProfile(ctx: Ctx, code: string): Promise<string> {
  return `${JSON.stringify(orNotFound(await findProfile(ctx, code)), null, 2)}\n`;
}

export const callInput = z.object({
  profile: requiredText(40, "projects.choose"),
  title: requiredText(300),
  opensOn: requiredDate,
  closesOn: requiredDate,
  link: z
    .union([z.url({ protocol: /^https?$/, error: "projects.link-wrong" }), z.literal("")])
    .default(""),
  note: optionalText(1000),
  version: seenVersion,
});
export type CallInput = z.input<typeof callInput>;

/** Creates a call for applications, or updates one. */
export async function saveCall(ctx: Ctx, given: CallInput, id?: string): Promise<void> {
  const { version, ...input } = callInput.parse(given);
  authorize({ policy: contestPolicy, actor: ctx.actor, action: "keep" });
  if (input.closesOn < input.opensOn) {
    const reason = "projects.end-before-start";
    throw invalidField("closesOn", reason);
  }
  await transact(ctx, async (tx) => {
    if ((await findProfile(tx, input.profile)) === undefined)
      throw invalidField("profile", "projects.unknown-profile");
    const row = {
      profile: input.profile,
      title: input.title,
      opens_on: input.opensOn,
      closes_on: input.closesOn,
      link: input.link,
      note: input.note,
    };
    if (id === undefined) {
      const call = tx.newId();
      await insertCall(tx, { id: call, ...row, created_at: tx.now() });
      recordFact(tx, { subject: call, type: "call.opened", data: { profile: input.profile } });
      return;
    }
    const call = orNotFound(await findCall(tx, id));
    if (version !== undefined && version !== call.version)
      throw conflict("projects.changed-meanwhile");
    await updateCall(tx, call, row);
    recordFact(tx, { subject: call.id, type: "call.changed", data: { profile: input.profile } });
  });
}

export type CallsByStatus = { open: ContestCall[]; upcoming: ContestCall[]; past: ContestCall[] };

/** Lists the region's calls by status: open today, upcoming, and the last ones that are over. */
export async function listCallsByStatus(ctx: Ctx): Promise<CallsByStatus> {
  const day = ctx.today();
  const [coming, past] = await Promise.all([
    selectOpenCalls(ctx, day),
    selectPastCalls(ctx, day, 20),
  ]);
  return {
    open: coming.filter((call) => call.opens_on <= day),
    upcoming: coming.filter((call) => call.opens_on > day),
    past,
  };
}
