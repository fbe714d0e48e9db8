import { saveRulePack } from "#base/time/rules.ts";
import {
  defaultRulePack,
  defaultRulePackTitle,
  processMissedDeadlines,
  recomputeDeadlines,
} from "#modules/problems/index.ts";
import { DEMO_PASSWORD, NOW, PEOPLE, REGION } from "../region/index.ts";
import type { Application } from "#app/app.ts";
import { seedIncidents } from "./incidents.ts";
import { seedProgramme } from "./programme.ts";
import { seedRegion, type SeededIds } from "./region.ts";
import { founder, createReplayContext } from "./replay-context.ts";

/** Accounts worth trying first, one for each kind of work. */
export const demoAccounts = [
  "administrator",
  "operator-first",
  "vetkina",
  "tyagunov",
  "specialist-olshanikov",
  "head",
  "lugin",
  "sazhina",
  "elagina",
  "drozdova",
].flatMap((key) => PEOPLE.filter((person) => person.key === key));

export { DEMO_PASSWORD };

/**
 * Makes the imaginary region, lived-in. It keeps a time of its own, so that its spring is spring
 * whenever the house is opened: `clockLagMs` is what lies between the true time and its clock.
 */
export async function seedImaginaryRegion(
  app: Application,
  options: { trueNow: Date; progress?: (done: number, all: number) => void },
): Promise<SeededIds> {
  const now = new Date(NOW);
  await app.saveRegion({
    id: REGION.code,
    name: { ru: REGION.name, en: "Sinegorsk Region" },
    timeZone: REGION.timeZone,
    settings: {
      telephone: "8 000 000-00-00, будни с 9 до 18",
      clockLagMs: options.trueNow.getTime() - now.getTime(),
    },
  });
  const replay = createReplayContext(app, REGION.code);
  const opening = await replay.at(new Date("2026-02-01T00:00:00+05:00"), founder);
  await saveRulePack(opening, {
    code: defaultRulePack.code,
    title: defaultRulePackTitle,
    pack: defaultRulePack,
  });
  const ids = await seedRegion(replay);
  await seedProgramme(replay, ids);
  await seedIncidents(replay, ids, options.progress);
  const present = await replay.at(now, { kind: "system", name: "clock" });
  await processMissedDeadlines(present);
  await recomputeDeadlines(present);
  return ids;
}
