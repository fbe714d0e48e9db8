import { saveRulePack } from "#base/time/rules.ts";
import { consultationRulePack, consultationRulePackTitle } from "#modules/consultations/index.ts";
import { seedFeedback } from "./programme-feedback.ts";
import { seedCentre, seedReviews } from "./programme-centre.ts";
import { seedEvents } from "./programme-events.ts";
import { seedGroupProjects } from "./programme-groups.ts";
import { seedProject } from "./programme-project.ts";
import { seedIndicators } from "./programme-indicators.ts";
import { seedYearPlan } from "./programme-year.ts";
import type { SeededIds } from "./region.ts";
import { founder, type ReplayContext } from "./replay-context.ts";

/**
 * The centre's other half of the work, by the same actions as a person's: the year's plan, the
 * programme that was refused once and then supported, its groups, seminars, conferences and advice.
 */
export async function seedProgramme(
  stage: ReplayContext,
  cast: SeededIds,
  progress: (done: number, all: number) => void = () => {},
): Promise<void> {
  const opening = await stage.at(new Date("2025-07-01T00:00:00+05:00"), founder);
  await saveRulePack(opening, {
    code: consultationRulePack.code,
    title: consultationRulePackTitle,
    pack: consultationRulePack,
  });
  await seedYearPlan(stage, cast);
  const programme = await seedProject(stage, cast);
  await seedGroupProjects({ replay: stage, ids: cast, programme });
  const { conference } = await seedEvents({ replay: stage, ids: cast, programme }, progress);
  await seedFeedback({ replay: stage, programme }, conference);
  await seedIndicators({ replay: stage, ids: cast, programme });
  await seedReviews({ replay: stage, ids: cast, programme });
  await seedCentre({ replay: stage, ids: cast, programme });
}
