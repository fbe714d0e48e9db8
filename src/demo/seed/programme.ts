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
 * Seeds the centre's other half of the work through the same actions as a person's: the year plan, the
 * programme that was rejected once and then supported, its groups, seminars, conferences and consultations.
 */
export async function seedProgramme(
  replay: ReplayContext,
  ids: SeededIds,
  progress: (done: number, all: number) => void = () => {},
): Promise<void> {
  const opening = await replay.at(new Date("2025-07-01T00:00:00+05:00"), founder);
  await saveRulePack(opening, {
    code: consultationRulePack.code,
    title: consultationRulePackTitle,
    pack: consultationRulePack,
  });
  await seedYearPlan(replay, ids);
  const programme = await seedProject(replay, ids);
  await seedGroupProjects({ replay, ids, programme });
  const { conference } = await seedEvents({ replay, ids, programme }, progress);
  await seedFeedback({ replay, programme }, conference);
  await seedIndicators({ replay, ids, programme });
  await seedReviews({ replay, ids, programme });
  await seedCentre({ replay, ids, programme });
}
