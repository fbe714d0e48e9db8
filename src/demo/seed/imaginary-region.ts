import { keepRulePack } from "#base/time/rules.ts";
import {
  defaultRulePack,
  defaultRulePackTitle,
  missDeadlines,
  recomputeClocks,
} from "#modules/problems/index.ts";
import { DEMO_PASSWORD, NOW, PEOPLE, REGION } from "../region/index.ts";
import type { OpenHouse } from "#app/app.ts";
import { replayChronicle } from "./incidents.ts";
import { replayProgramme } from "./programme.ts";
import { setScene, type Cast } from "./region.ts";
import { founder, openStage } from "./replay-context.ts";

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
 * whenever the house is opened: `behindBy` is what lies between the true time and its clock.
 */
export async function makeImaginaryRegion(
  house: OpenHouse,
  options: { trueNow: Date; progress?: (done: number, all: number) => void },
): Promise<Cast> {
  const now = new Date(NOW);
  await house.keepRegion({
    id: REGION.code,
    name: { ru: REGION.name, en: "Sinegorsk Region" },
    timeZone: REGION.timeZone,
    settings: {
      telephone: "8 000 000-00-00, будни с 9 до 18",
      behindBy: options.trueNow.getTime() - now.getTime(),
    },
  });
  const stage = openStage(house, REGION.code);
  const opening = await stage.at(new Date("2026-02-01T00:00:00+05:00"), founder);
  await keepRulePack(opening, {
    code: defaultRulePack.code,
    title: defaultRulePackTitle,
    pack: defaultRulePack,
  });
  const cast = await setScene(stage);
  await replayProgramme(stage, cast);
  await replayChronicle(stage, cast, options.progress);
  const present = await stage.at(now, { kind: "system", name: "clock" });
  await missDeadlines(present);
  await recomputeClocks(present);
  return cast;
}
