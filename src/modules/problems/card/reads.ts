import {
  type Problem,
  type ProblemAnswer,
  type ProblemVerification,
  type ProblemPicture,
  type ProblemReport,
  problemColumns,
} from "../store.ts";
import { type Fact, listSubjectFacts } from "#base/journal.ts";
import type { Ctx } from "#base/context.ts";
import { orNotFound } from "#base/refusal.ts";
import { may } from "#base/policy.ts";
import { problemPolicy } from "../policy.ts";
import { from } from "#base/db/region.ts";
import { jsonArrayFrom } from "kysely/helpers/postgres";
import { isUuid } from "#base/db/ids.ts";
import { usePreparedStatement } from "#base/db/database.ts";

/** A problem with everything its page shows. */
export type ProblemCard = {
  problem: Problem;
  answers: ProblemAnswer[];
  verifications: ProblemVerification[];
  pictures: ProblemPicture[];
  reports: ProblemReport[];
  facts: Fact[];
  /** Numbers of the problems this one points to: merged into, returns after. */
  numbersById: Map<string, string>;
};

export const maxReportsShown = 4;

/** Loads the whole card in two queries; what the actor may not read is refused as not found. */
export async function loadProblemCard(ctx: Ctx, key: string): Promise<ProblemCard> {
  const row = orNotFound(await selectCard(ctx, key));
  const { answers, verifications, pictures, reports, numbers, ...rest } = row;
  const problem = rest as Problem;
  orNotFound(may(problemPolicy, ctx.actor, "read", problem) || undefined);
  return {
    problem,
    answers: answers.map((one) => ({ ...one, at: new Date(one.at) })) as ProblemAnswer[],
    verifications: verifications.map((one) => ({
      ...one,
      at: new Date(one.at),
    })) as ProblemVerification[],
    pictures: pictures.map((one) => ({
      ...one,
      taken_at: new Date(one.taken_at),
    })) as ProblemPicture[],
    reports: reports.map((one) => ({ ...one, at: new Date(one.at) })) as ProblemReport[],
    facts: await listSubjectFacts(ctx, problem.id),
    numbersById: new Map(numbers.map((one) => [one.id, one.number])),
  };
}

function selectCard(ctx: Ctx, key: string) {
  return from(ctx, "problems_problems as p")
    .select(problemColumns.map((column) => `p.${column}` as const))
    .select((eb) => [
      jsonArrayFrom(
        eb
          .selectFrom("problems_answers as a")
          .selectAll()
          .whereRef("a.region_id", "=", "p.region_id")
          .whereRef("a.problem_id", "=", "p.id")
          .orderBy("a.at"),
      ).as("answers"),
      jsonArrayFrom(
        eb
          .selectFrom("problems_verifications as v")
          .selectAll()
          .whereRef("v.region_id", "=", "p.region_id")
          .whereRef("v.problem_id", "=", "p.id")
          .orderBy("v.at"),
      ).as("verifications"),
      jsonArrayFrom(
        eb
          .selectFrom("problems_pictures as f")
          .selectAll()
          .whereRef("f.region_id", "=", "p.region_id")
          .whereRef("f.problem_id", "=", "p.id")
          .orderBy("f.taken_at"),
      ).as("pictures"),
      jsonArrayFrom(
        eb
          .selectFrom("problems_reports as o")
          .select(["o.id", "o.channel", "o.excerpt", "o.at"])
          .whereRef("o.region_id", "=", "p.region_id")
          .whereRef("o.problem_id", "=", "p.id")
          .orderBy("o.at")
          .limit(maxReportsShown),
      ).as("reports"),
      jsonArrayFrom(
        eb
          .selectFrom("problems_problems as l")
          .select(["l.id", "l.number"])
          .whereRef("l.region_id", "=", "p.region_id")
          .where((w) => w("l.id", "in", [w.ref("p.merged_into"), w.ref("p.returns_after")])),
      ).as("numbers"),
    ])
    .where(isUuid(key) ? "p.id" : "p.number", "=", key)
    .modifyEnd(usePreparedStatement)
    .executeTakeFirst();
}
