import type { Ctx } from "#base/context.ts";
import { demand } from "#base/policy.ts";
import { found, notFound } from "#base/refusal.ts";
import { applicationPolicy } from "./policy.ts";
import {
  findApplication,
  findApplicationById,
  lockApplication,
  selectTexts,
  type Application,
  type KeptText,
} from "./store.ts";
import { findProfile } from "../contests/directory.ts";
import type { Profile } from "../contests/profile.ts";
import type { Former } from "../prefill/prefill.ts";
import { reviewerOn } from "../reviews/store.ts";
import { findProject, loadForChange, type Project } from "../store.ts";

export type Action = keyof typeof applicationPolicy;
/** Which application: its project by id or number, and its place among the project's. */
export type ApplicationKey = { project: string; seq: number };
export type Opened = { project: Project; application: Application; profile: Profile };

/** What the policy reads: the project's columns, and the actor's own id where they review it. */
export async function policyRow(ctx: Ctx, project: Project, application: Application) {
  const { actor } = ctx;
  const reviews = actor.kind === "person" && (await reviewerOn(ctx, application.id, actor.id));
  return { ...project, reviewer_id: reviews && actor.kind === "person" ? actor.id : null };
}

/** The application's form as it was sent, else as it stands today. */
export async function profileOf(ctx: Ctx, application: Application): Promise<Profile> {
  if (application.snapshot !== null) return application.snapshot.profile;
  return found(await findProfile(ctx, application.profile));
}

async function demandOn(ctx: Ctx, opened: Omit<Opened, "profile">, action: Action): Promise<void> {
  const row = await policyRow(ctx, opened.project, opened.application);
  demand({ policy: applicationPolicy, actor: ctx.actor, action, row, read: "read" });
}

/** The application for a page that the actor may see, or act on; absent for everybody else. */
export async function showApplication(
  ctx: Ctx,
  key: ApplicationKey,
  action: Action = "read",
): Promise<Opened> {
  const project = found(await findProject(ctx, key.project));
  const application = found(await findApplication(ctx, project.id, key.seq));
  await demandOn(ctx, { project, application }, action);
  return { project, application, profile: await profileOf(ctx, application) };
}

/** The first two beats of an action: project and application locked in this order, and may the actor? */
export async function openApplication(
  ctx: Ctx,
  key: ApplicationKey,
  action: Action,
): Promise<Opened> {
  const project = await loadForChange(ctx, key.project);
  const application = await lockApplication(ctx, project.id, key.seq);
  await demandOn(ctx, { project, application }, action);
  return { project, application, profile: await profileOf(ctx, application) };
}

/** The former application with its texts, for what may be carried over; undefined where there is none. */
export async function formerOf(
  ctx: Ctx,
  application: Pick<Application, "former_id">,
): Promise<(Former & { application: Application }) | undefined> {
  if (application.former_id === null) return undefined;
  return asFormer(ctx, found(await findApplicationById(ctx, application.former_id)));
}

export async function asFormer(
  ctx: Ctx,
  application: Application,
): Promise<Former & { application: Application }> {
  const texts: ReadonlyMap<string, KeptText> = await selectTexts(ctx, application.id);
  return { id: application.id, profile: await profileOf(ctx, application), texts, application };
}

/** `/projects/П-1/applications/2` */
export function keyFrom(param: (name: string) => string): ApplicationKey {
  const seq = param("seq");
  if (!/^\d{1,4}$/.test(seq)) throw notFound("base.not-found");
  return { project: param("number"), seq: Number(seq) };
}
