import { z } from "zod";
import { transact, type Ctx, type UnitOfWork } from "#base/context.ts";
import { recordFact } from "#base/journal.ts";
import { conflict, invalid, invalidField } from "#base/refusal.ts";
import { optionalText, seenVersion } from "#base/http/fields.ts";
import { transitionProject } from "../transition.ts";
import {
  loadApplicationForUpdate,
  type ApplicationKey,
  type LoadedApplication,
} from "../applications/load.ts";
import { parseRemarkLines } from "../remarks/remark-lines.ts";
import { snapshotHash, createSnapshot } from "./snapshot.ts";
import {
  isNumberTaken,
  updateApplication,
  selectApplications,
  selectTexts,
  type Application,
} from "../applications/store.ts";
import { requiredDate, roublesAmount } from "../zod-fields.ts";
import { notifyRemarks } from "../letters.ts";
import { projectLifecycle, type ProjectTransition } from "../project.ts";
import { checkApplication, checkApplicationNumber } from "../prefill/check-application.ts";
import type { Project, ProjectPatch } from "../store.ts";

export const submitInput = z.object({
  /** As the funder's system assigned it. */
  number: optionalText(60),
  submittedOn: requiredDate.optional(),
  version: seenVersion,
});
export type SubmitInput = z.input<typeof submitInput>;

/**
 * Submits the application: freezes its profile and texts with their SHA-256 and moves the project
 * on. Throws a conflict while there are issues that the funder would reject.
 */
export async function submitApplication(
  ctx: Ctx,
  key: ApplicationKey,
  given: SubmitInput,
): Promise<Application> {
  const input = submitInput.parse(given);
  return transact(ctx, async (tx) => {
    const loaded = await loadApplicationForUpdate(tx, key, "send");
    requireApplicationVersion(loaded.application, input.version);
    if (loaded.application.stage !== "draft") throw conflict("projects.already-submitted");
    const texts = await selectTexts(tx, loaded.application.id);
    const blockingIssues = checkApplication({ profile: loaded.profile, texts }).filter(
      ({ weight }) => weight === "stop",
    );
    if (blockingIssues.length > 0)
      throw invalid("projects.not-complete", { values: { count: blockingIssues.length } });
    await requireValidNumber(tx, loaded, input.number);
    const submittedOn = input.submittedOn ?? tx.today();
    requireNotFuture(tx, submittedOn, "submittedOn");
    const { contest } = loaded.application;
    const snapshot = createSnapshot(
      { number: input.number, contest, submittedOn },
      { profile: loaded.profile, texts },
    );
    const submitted = await updateApplication(tx, loaded.application, {
      stage: "submitted",
      number: input.number,
      submitted_on: submittedOn,
      snapshot: JSON.stringify(snapshot),
      snapshot_sha256: snapshotHash(snapshot),
    });
    await transitionWithApplication(tx, loaded.project, { move: "submit", application: submitted });
    return submitted;
  });
}

async function requireValidNumber(
  ctx: Ctx,
  { profile, application }: LoadedApplication,
  number: string,
) {
  const [issue] = checkApplicationNumber(profile, number);
  if (issue !== undefined) {
    const reason = `projects.${issue.code}`;
    throw invalidField("number", reason, issue.values);
  }
  if (number !== "" && (await isNumberTaken(ctx, number, application.id)))
    throw invalidField("number", "projects.number-taken");
}

function requireNotFuture(ctx: Ctx, date: string, field: string): void {
  if (date > ctx.today()) throw invalidField(field, "projects.day-ahead");
}

function requireApplicationVersion(application: Application, seen: number | undefined): void {
  if (seen !== undefined && seen !== application.version)
    throw conflict("projects.changed-meanwhile");
}

export const decideInput = z.object({
  outcome: z.enum(["supported", "not-supported"], "projects.choose"),
  decidedOn: requiredDate,
  /** Roubles. */
  granted: roublesAmount.optional(),
  agreement: optionalText(100),
  score: z
    .string()
    .transform((text) => text.trim().replace(",", "."))
    .pipe(z.string().regex(/^\d{1,4}(\.\d{1,2})?$/, "projects.score-wrong"))
    .transform(Number)
    .optional(),
  /** A line for each remark. */
  remarks: optionalText(8000),
  version: seenVersion,
});
export type DecideInput = z.input<typeof decideInput>;

/** Records the funder's decision; throws a conflict when there is one already. */
export async function decideApplication(
  ctx: Ctx,
  key: ApplicationKey,
  given: DecideInput,
): Promise<Application> {
  const input = decideInput.parse(given);
  return transact(ctx, async (tx) => {
    const { project, application, profile } = await loadApplicationForUpdate(tx, key, "send");
    if (application.stage === "supported" || application.stage === "not-supported")
      throw conflict("projects.already-decided");
    if (application.stage !== "submitted") throw conflict("projects.not-submitted");
    requireApplicationVersion(application, input.version);
    requireValidDecision(tx, application, input);
    const supported = input.outcome === "supported";
    const decided = await updateApplication(tx, application, {
      stage: input.outcome,
      decided_on: input.decidedOn,
      granted: supported ? (input.granted ?? null) : null,
      agreement: supported ? input.agreement : "",
      score: input.score ?? null,
      remarks: input.remarks.replaceAll("\r\n", "\n"),
    });
    const awarded = {
      awarded: input.granted ?? null,
      awarded_on: input.decidedOn,
      funder_name: profile.funder,
    };
    await transitionWithApplication(tx, project, {
      move: supported ? "support" : "decline",
      application: decided,
      ...(supported && { set: awarded }),
    });
    const count = parseRemarkLines(input.remarks).length;
    if (count > 0) await notifyRemarks(tx, { project, application }, { by: "decision", count });
    return decided;
  });
}

function requireValidDecision(
  ctx: Ctx,
  application: Application,
  input: z.output<typeof decideInput>,
) {
  requireNotFuture(ctx, input.decidedOn, "decidedOn");
  if (application.submitted_on !== null && input.decidedOn < application.submitted_on)
    throw invalidField("decidedOn", "projects.decided-before-sent");
  if (input.outcome !== "supported") return;
  if (input.granted === undefined || input.granted === 0)
    throw invalidField("granted", "projects.granted-missing");
  if (application.asked !== null && application.asked > 0 && input.granted > application.asked)
    throw invalidField("granted", "projects.granted-above");
}

/** Sets whether guests of a public project see the funder's remarks. */
export async function setRemarksVisibility(
  ctx: Ctx,
  key: ApplicationKey,
  { shown }: { shown: boolean },
): Promise<Application> {
  return transact(ctx, async (tx) => {
    const { project, application } = await loadApplicationForUpdate(tx, key, "send");
    if (application.remarks_public === shown) return application;
    const saved = await updateApplication(tx, application, { remarks_public: shown });
    const type = shown ? "application.remarks-shown" : "application.remarks-hidden";
    recordFact(tx, { subject: project.id, type, data: { application: application.id } });
    return saved;
  });
}

/** Withdraws a draft, or a submitted application before its decision. */
export async function withdrawApplication(
  ctx: Ctx,
  key: ApplicationKey,
  { version }: { version?: number | undefined } = {},
): Promise<Application> {
  return transact(ctx, async (tx) => {
    const { project, application } = await loadApplicationForUpdate(tx, key, "send");
    requireApplicationVersion(application, version);
    if (application.stage !== "draft" && application.stage !== "submitted")
      throw conflict("projects.already-decided");
    const withdrawn = await updateApplication(tx, application, { stage: "withdrawn" });
    const recalled = await transitionWithApplication(tx, project, {
      move: "recall",
      application: withdrawn,
    });
    await transitionWithApplication(tx, recalled, { move: "shelve", application: withdrawn });
    return withdrawn;
  });
}

/**
 * Moves the project after its application, unless another application determines the stage: a
 * submitted one leaves it submitted, a draft leaves it in application.
 */
async function transitionWithApplication(
  ctx: Ctx & { unit: UnitOfWork },
  project: Project,
  {
    move,
    application,
    set = {},
  }: { move: ProjectTransition; application: Application; set?: ProjectPatch },
): Promise<Project> {
  const data = { application: application.id, profile: application.profile };
  if (
    projectLifecycle.canTransition(project.stage, move) &&
    !(await isHeldByOtherApplication(ctx, project, { move, application }))
  ) {
    return transitionProject(ctx, project, move, { set, data });
  }
  const type = applicationFacts[move];
  if (type !== undefined) recordFact(ctx, { subject: project.id, type, data });
  return project;
}

const applicationFacts: Partial<Record<ProjectTransition, string>> = {
  submit: "application.submitted",
  support: "application.supported",
  decline: "application.declined",
  recall: "application.withdrawn",
};

async function isHeldByOtherApplication(
  ctx: Ctx,
  project: Project,
  { move, application }: { move: ProjectTransition; application: Application },
): Promise<boolean> {
  const blockingStages = { decline: "submitted", recall: "submitted", shelve: "draft" } as const;
  if (move !== "decline" && move !== "recall" && move !== "shelve") return false;
  const others = await selectApplications(ctx, project.id);
  return others.some((one) => one.id !== application.id && one.stage === blockingStages[move]);
}
