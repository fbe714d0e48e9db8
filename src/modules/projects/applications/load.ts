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

/** What the policy reads: the project's columns, and the actor's own id where they review it. */
export async function applicationPolicyRow(ctx: Ctx, project: Project, application: Application) {
  const { actor } = ctx;
  const reviews = actor.kind === "person" && (await isReviewer(ctx, application.id, actor.id));
  return { ...project, reviewer_id: reviews && actor.kind === "person" ? actor.id : null };
}

/** The application's form as it was sent, else as it stands today. */
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

/** The application for a page that the actor may see, or act on; absent for everybody else. */
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

/** The first two beats of an action: project and application locked in this order, and may the actor? */
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

/** The former application with its texts, for what may be carried over; undefined where there is none. */
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

/** `/projects/П-1/applications/2` */
export function parseApplicationKey(param: (name: string) => string): ApplicationKey {
  const seq = param("seq");
  if (!/^\d{1,4}$/.test(seq)) throw notFound("base.not-found");
  return { project: param("number"), seq: Number(seq) };
}
