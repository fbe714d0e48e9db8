import type { Ctx } from "#base/context.ts";
import { authorize } from "#base/policy.ts";
import { orNotFound, notFound } from "#base/refusal.ts";
import { applicationPolicy } from "./policy.ts";
import {
  findApplication,
  findApplicationById,
  lockApplication,
  selectTexts,
  type Application,
  type StoredText,
} from "./store.ts";
import { findProfile } from "../contests/directory.ts";
import type { ContestProfile } from "../contests/profile.ts";
import type { FormerApplication } from "../prefill/prefill.ts";
import { isReviewer } from "../reviews/store.ts";
import { findProject, lockProject, type Project } from "../store.ts";

export type ApplicationAction = keyof typeof applicationPolicy;
/** Which application: its project by id or number, and its place among the project's. */
export type ApplicationKey = { project: string; seq: number };
export type LoadedApplication = {
  project: Project;
  application: Application;
  profile: ContestProfile;
};

/**
 * Returns the row the policy checks: the project's columns with `reviewer_id` set when the actor
 * reviews the application.
 */
export async function applicationPolicyRow(ctx: Ctx, project: Project, application: Application) {
  const { actor } = ctx;
  const reviews = actor.kind === "person" && (await isReviewer(ctx, application.id, actor.id));
  return { ...project, reviewer_id: reviews && actor.kind === "person" ? actor.id : null };
}

/**
 * Returns the contest profile of the snapshot of a submitted application, else today's; throws
 * not-found when the profile is gone.
 */
export async function loadApplicationProfile(
  ctx: Ctx,
  application: Application,
): Promise<ContestProfile> {
  if (application.snapshot !== null) return application.snapshot.profile;
  return orNotFound(await findProfile(ctx, application.profile));
}

async function authorizeApplication(
  ctx: Ctx,
  opened: Omit<LoadedApplication, "profile">,
  action: ApplicationAction,
): Promise<void> {
  const row = await applicationPolicyRow(ctx, opened.project, opened.application);
  authorize({ policy: applicationPolicy, actor: ctx.actor, action, row, read: "read" });
}

/**
 * Loads an application with its project and profile for a page; throws not-found when absent or
 * unreadable, forbidden when the action is not allowed.
 */
export async function loadApplication(
  ctx: Ctx,
  key: ApplicationKey,
  action: ApplicationAction = "read",
): Promise<LoadedApplication> {
  const project = orNotFound(await findProject(ctx, key.project));
  const application = orNotFound(await findApplication(ctx, project.id, key.seq));
  await authorizeApplication(ctx, { project, application }, action);
  return { project, application, profile: await loadApplicationProfile(ctx, application) };
}

/**
 * Locks the project, then the application, and authorizes the action; throws like
 * `loadApplication`.
 */
export async function loadApplicationForUpdate(
  ctx: Ctx,
  key: ApplicationKey,
  action: ApplicationAction,
): Promise<LoadedApplication> {
  const project = await lockProject(ctx, key.project);
  const application = await lockApplication(ctx, project.id, key.seq);
  await authorizeApplication(ctx, { project, application }, action);
  return { project, application, profile: await loadApplicationProfile(ctx, application) };
}

/** Loads the former application with its texts; undefined when there is none. */
export async function loadFormerApplication(
  ctx: Ctx,
  application: Pick<Application, "former_id">,
): Promise<(FormerApplication & { application: Application }) | undefined> {
  if (application.former_id === null) return undefined;
  return toFormerApplication(
    ctx,
    orNotFound(await findApplicationById(ctx, application.former_id)),
  );
}

/** Loads the texts and the profile of an application to copy from. */
export async function toFormerApplication(
  ctx: Ctx,
  application: Application,
): Promise<FormerApplication & { application: Application }> {
  const texts: ReadonlyMap<string, StoredText> = await selectTexts(ctx, application.id);
  return {
    id: application.id,
    profile: await loadApplicationProfile(ctx, application),
    texts,
    application,
  };
}

/**
 * Parses the parameters `number` and `seq` of a path; throws not-found when `seq` is not a number
 * of 1 to 4 digits.
 */
export function parseApplicationKey(param: (name: string) => string): ApplicationKey {
  const seq = param("seq");
  if (!/^\d{1,4}$/.test(seq)) throw notFound("base.not-found");
  return { project: param("number"), seq: Number(seq) };
}
