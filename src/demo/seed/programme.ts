import { keepRulePack } from "#base/time/rules.ts";
import { consultationRulePack, consultationRulePackTitle } from "#modules/consultations/index.ts";
import { liveAfterwards } from "./programme-feedback.ts";
import { liveCentre, liveReviews } from "./programme-centre.ts";
import { liveEvents } from "./programme-events.ts";
import { liveGroups } from "./programme-groups.ts";
import { liveProgramme } from "./programme-project.ts";
import { livePromises } from "./programme-indicators.ts";
import { liveYear } from "./programme-year.ts";
import type { Cast } from "./region.ts";
import { founder, type Stage } from "./replay-context.ts";

/**
 * The centre's other half of the work, by the same actions as a person's: the year's plan, the
 * programme that was refused once and then supported, its groups, seminars, conferences and advice.
 */
export async function replayProgramme(
  stage: Stage,
  cast: Cast,
  progress: (done: number, all: number) => void = () => {},
): Promise<void> {
  const opening = await stage.at(new Date("2025-07-01T00:00:00+05:00"), founder);
  await keepRulePack(opening, {
    code: consultationRulePack.code,
    title: consultationRulePackTitle,
    pack: consultationRulePack,
  });
  await liveYear(stage, cast);
  const programme = await liveProgramme(stage, cast);
  await liveGroups({ stage, cast, programme });
  const { conference } = await liveEvents({ stage, cast, programme }, progress);
  await liveAfterwards({ stage, programme }, conference);
  await livePromises({ stage, cast, programme });
  await liveReviews({ stage, cast, programme });
  await liveCentre({ stage, cast, programme });
}
