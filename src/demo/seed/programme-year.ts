import {
  openYearPlan,
  loadProjectCard,
  saveRow,
  completeOccurrence,
} from "#modules/projects/index.ts";
import { dateOfDay, dayNumber, localDate } from "#base/time/local-time.ts";
import { YEAR_PLAN, type YearPlanItem } from "../region/index.ts";
import type { SeededIds } from "./region.ts";
import type { ReplayContext } from "./replay-context.ts";

const year = 2026;
const month = (n: number) => `${year}-${String(n).padStart(2, "0")}`;

function lastDay(n: number): string {
  const next = n === 12 ? `${year + 1}-01-01` : `${month(n + 1)}-01`;
  return dateOfDay(dayNumber(localDate(next)) - 1);
}

/** Seeds the centre's year plan, with the months' activities marked as held. */
export async function seedYearPlan(stage: ReplayContext, ids: SeededIds): Promise<void> {
  const head = ids.people.get("head");
  if (head === undefined) throw new Error("The demo's centre has no head");
  const at = (day: string) => stage.at(new Date(`${day}T17:00:00+05:00`), head);
  const january = await at("2026-01-12");
  const { number } = await openYearPlan(january, { year }, (n) => `План центра на ${n} год`);
  for (const line of YEAR_PLAN) {
    const { row } = await saveRow(january, number, { part: "activities", input: toPlanRow(line) });
    const { occurrences } = await loadProjectCard(january, number);
    for (const [held, day] of Object.entries(line.done)) {
      const occurrence = occurrences.find(
        (one) => one.activity_id === row && one.planned_to === lastDay(Number(held)),
      );
      if (occurrence === undefined)
        throw new Error(`${line.title} is not planned for month ${held}`);
      await completeOccurrence(
        await at(day),
        { key: number, occurrence: occurrence.id },
        {
          actualOn: day,
          evidenceKind: "link",
          evidenceHref: `https://resource.example/news/${day}`,
        },
      );
    }
  }
}

function toPlanRow(line: YearPlanItem) {
  const [first = 1, last = first] = [line.months[0], line.months.at(-1)];
  return {
    title: line.title,
    kind: line.kind,
    startsOn: `${month(first)}-01`,
    endsOn: lastDay(last),
    ...(line.stretch !== true && { months: line.months.map(month) }),
  };
}
