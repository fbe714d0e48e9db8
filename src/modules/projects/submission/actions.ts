import { z } from "zod";
import { transact, type Ctx, type Unit } from "#base/context.ts";
import { record } from "#base/journal.ts";
import { conflict, invalid } from "#base/refusal.ts";
import { advance, today } from "../transition.ts";
import { openApplication, type ApplicationKey, type Opened } from "../applications/load.ts";
import { remarkLines } from "../remarks/remark-lines.ts";
import { hashOf, snapshotOf } from "./snapshot.ts";
import {
  numberTaken,
  saveApplication,
  selectApplications,
  selectTexts,
  type Application,
} from "../applications/store.ts";
import { day, free, money, seenVersion } from "../zod-fields.ts";
import { tellRemarks } from "../letters.ts";
import { life, type MoveName } from "../project.ts";
import { checkCut, checkNumber } from "../prefill/check-application.ts";
import type { Project, ProjectPatch } from "../store.ts";

export const submitInput = z.object({
  /** As the funder's system gave it. */
  number: free(60),
  submittedOn: day.optional(),
  version: seenVersion,
});
export type SubmitInput = z.input<typeof submitInput>;

/**
 * The application is with the funder: its form and texts are frozen with their SHA-256, the project
 * moves on. Refused while anything stands in it that the funder would refuse.
 */
export async function submitApplication(
  ctx: Ctx,
  key: ApplicationKey,
  given: SubmitInput,
): Promise<Application> {
  const input = submitInput.parse(given);
  return transact(ctx, async (tx) => {
    const opened = await openApplication(tx, key, "send");
    demandSeen(opened.application, input.version);
    if (opened.application.stage !== "draft") throw conflict("projects.already-submitted");
    const texts = await selectTexts(tx, opened.application.id);
    const stops = checkCut({ profile: opened.profile, texts }).filter(
      ({ weight }) => weight === "stop",
    );
    if (stops.length > 0)
      throw invalid("projects.not-complete", { values: { count: stops.length } });
    await demandNumber(tx, opened, input.number);
    const submittedOn = input.submittedOn ?? today(tx);
    demandPast(tx, submittedOn, "submittedOn");
    const { contest } = opened.application;
    const snapshot = snapshotOf(
      { number: input.number, contest, submittedOn },
      { profile: opened.profile, texts },
    );
    const sent = await saveApplication(tx, opened.application, {
      stage: "submitted",
      number: input.number,
      submitted_on: submittedOn,
      snapshot: JSON.stringify(snapshot),
      snapshot_sha256: hashOf(snapshot),
    });
    await follow(tx, opened.project, { move: "submit", application: sent });
    return sent;
  });
}

async function demandNumber(ctx: Ctx, { profile, application }: Opened, number: string) {
  const [trouble] = checkNumber(profile, number);
  if (trouble !== undefined) {
    const reason = `projects.${trouble.code}`;
    throw invalid(reason, { fields: { number: reason }, values: trouble.values });
  }
  if (number !== "" && (await numberTaken(ctx, number, application.id)))
    throw invalid("projects.number-taken", { fields: { number: "projects.number-taken" } });
}

function demandPast(ctx: Ctx, date: string, field: string): void {
  if (date > today(ctx))
    throw invalid("projects.day-ahead", { fields: { [field]: "projects.day-ahead" } });
}

function demandSeen(application: Application, seen: number | undefined): void {
  if (seen !== undefined && seen !== application.version)
    throw conflict("projects.changed-meanwhile");
}

export const decideInput = z.object({
  outcome: z.enum(["supported", "not-supported"], "projects.choose"),
  decidedOn: day,
  /** Roubles. */
  granted: money.optional(),
  agreement: free(100),
  score: z
    .string()
    .transform((text) => text.trim().replace(",", "."))
    .pipe(z.string().regex(/^\d{1,4}(\.\d{1,2})?$/, "projects.score-wrong"))
    .transform(Number)
    .optional(),
  /** A line for each remark. */
  remarks: free(8000),
  version: seenVersion,
});
export type DecideInput = z.input<typeof decideInput>;

/** The funder decided. Once: a decision is never decided over. */
export async function decideApplication(
  ctx: Ctx,
  key: ApplicationKey,
  given: DecideInput,
): Promise<Application> {
  const input = decideInput.parse(given);
  return transact(ctx, async (tx) => {
    const { project, application, profile } = await openApplication(tx, key, "send");
    if (application.stage === "supported" || application.stage === "not-supported")
      throw conflict("projects.already-decided");
    if (application.stage !== "submitted") throw conflict("projects.not-submitted");
    demandSeen(application, input.version);
    demandDecision(tx, application, input);
    const supported = input.outcome === "supported";
    const decided = await saveApplication(tx, application, {
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
    await follow(tx, project, {
      move: supported ? "support" : "decline",
      application: decided,
      ...(supported && { set: awarded }),
    });
    const count = remarkLines(input.remarks).length;
    if (count > 0) await tellRemarks(tx, { project, application }, { by: "decision", count });
    return decided;
  });
}

function demandDecision(ctx: Ctx, application: Application, input: z.output<typeof decideInput>) {
  demandPast(ctx, input.decidedOn, "decidedOn");
  const wrong = (field: string, reason: string) => invalid(reason, { fields: { [field]: reason } });
  if (application.submitted_on !== null && input.decidedOn < application.submitted_on)
    throw wrong("decidedOn", "projects.decided-before-sent");
  if (input.outcome !== "supported") return;
  if (input.granted === undefined || input.granted === 0)
    throw wrong("granted", "projects.granted-missing");
  if (application.asked !== null && application.asked > 0 && input.granted > application.asked)
    throw wrong("granted", "projects.granted-above");
}

/** Whether guests of a public project read what the funder said of the application. */
export async function showRemarks(
  ctx: Ctx,
  key: ApplicationKey,
  { shown }: { shown: boolean },
): Promise<Application> {
  return transact(ctx, async (tx) => {
    const { project, application } = await openApplication(tx, key, "send");
    if (application.remarks_public === shown) return application;
    const saved = await saveApplication(tx, application, { remarks_public: shown });
    const type = shown ? "application.remarks-shown" : "application.remarks-hidden";
    record(tx, { subject: project.id, type, data: { application: application.id } });
    return saved;
  });
}

/** Taken back: a draft that will not be sent, or a sent one before its decision. */
export async function withdrawApplication(
  ctx: Ctx,
  key: ApplicationKey,
  { version }: { version?: number | undefined } = {},
): Promise<Application> {
  return transact(ctx, async (tx) => {
    const { project, application } = await openApplication(tx, key, "send");
    demandSeen(application, version);
    if (application.stage !== "draft" && application.stage !== "submitted")
      throw conflict("projects.already-decided");
    const taken = await saveApplication(tx, application, { stage: "withdrawn" });
    const recalled = await follow(tx, project, { move: "recall", application: taken });
    await follow(tx, recalled, { move: "shelve", application: taken });
    return taken;
  });
}

/**
 * Moves the project along with its application, as far as no other application holds it: one that
 * waits for a decision keeps it submitted, a draft keeps it in application.
 */
async function follow(
  ctx: Ctx & { unit: Unit },
  project: Project,
  { move, application, set = {} }: { move: MoveName; application: Application; set?: ProjectPatch },
): Promise<Project> {
  const data = { application: application.id, profile: application.profile };
  if (life.can(project.stage, move) && !(await held(ctx, project, { move, application }))) {
    return advance(ctx, project, move, { set, data });
  }
  const type = factOf[move];
  if (type !== undefined) record(ctx, { subject: project.id, type, data });
  return project;
}

const factOf: Partial<Record<MoveName, string>> = {
  submit: "application.submitted",
  support: "application.supported",
  decline: "application.declined",
  recall: "application.withdrawn",
};

async function held(
  ctx: Ctx,
  project: Project,
  { move, application }: { move: MoveName; application: Application },
): Promise<boolean> {
  const keeps = { decline: "submitted", recall: "submitted", shelve: "draft" } as const;
  if (move !== "decline" && move !== "recall" && move !== "shelve") return false;
  const others = await selectApplications(ctx, project.id);
  return others.some((one) => one.id !== application.id && one.stage === keeps[move]);
}
