import type { Ctx } from "#base/context.ts";
import type { Actor } from "#base/policy.ts";
import {
  beginApplication,
  updateCharter,
  decideApplication,
  applyManualTransition,
  openProject,
  saveRow,
  setProjectVisibility,
  setRemarksVisibility,
  submitApplication,
  saveTexts,
  type Project,
} from "#modules/projects/index.ts";
import {
  FIRST_APPLICATION,
  PROGRAMME,
  PROGRAMME_COSTS,
  PROGRAMME_PLACES,
  PROGRAMME_PLAN,
  SECOND_APPLICATION,
} from "../region/index.ts";
import type { SeededIds } from "./region.ts";
import type { ReplayContext } from "./replay-context.ts";

/** The programme's project, its calendar plan by key, and who runs it. */
export type SeededProgramme = {
  project: Project;
  activities: ReadonlyMap<string, string>;
  organiser: Actor;
};

const roubles = (amount: number) => String(amount);
const noonOf = (day: string) => new Date(`${day}T12:00:00+05:00`);

/**
 * Seeds one project from the idea over a rejection to the grant: prefilled for two contests, then
 * started.
 */
export async function seedProject(stage: ReplayContext, ids: SeededIds): Promise<SeededProgramme> {
  const organiser = ids.people.get("lugin");
  if (organiser === undefined) throw new Error("The demo has nobody to run the programme");
  const at = (day: string) => stage.at(noonOf(day), organiser);
  const { number, id } = await openProject(await at("2025-07-01"), {
    title: PROGRAMME.title,
    summary: PROGRAMME.summary,
    organisation: "Ресурсный центр НКО",
    stage: "concept",
  });
  await saveCharter(await at("2025-07-20"), number, ids);
  const activities = await savePlan(await at("2025-07-25"), number, ids);
  await applyToContest(at, number, { contest: FIRST_APPLICATION });
  await decideApplication(
    await at(FIRST_APPLICATION.decidedOn),
    { project: number, seq: 1 },
    {
      outcome: "not-supported",
      decidedOn: FIRST_APPLICATION.decidedOn,
      score: String(FIRST_APPLICATION.score),
      remarks: FIRST_APPLICATION.remarks.replaceAll(". ", ".\n"),
    },
  );
  await setRemarksVisibility(
    await at(FIRST_APPLICATION.decidedOn),
    { project: number, seq: 1 },
    { shown: true },
  );
  await applyToContest(at, number, { contest: SECOND_APPLICATION, former: 1 });
  await decideApplication(
    await at(SECOND_APPLICATION.decidedOn),
    { project: number, seq: 2 },
    {
      outcome: "supported",
      decidedOn: SECOND_APPLICATION.decidedOn,
      granted: roubles(grantTotal()),
      agreement: "ГГ-112/26",
      score: String(SECOND_APPLICATION.score),
    },
  );
  const beginning = await at(PROGRAMME.startsOn);
  const project = await applyManualTransition(beginning, id, { move: "begin" });
  await setProjectVisibility(beginning, id, { shown: true });
  return { project, activities, organiser };
}

const grantTotal = () => PROGRAMME_COSTS.reduce((sum, row) => sum + row[5], 0);

async function saveCharter(ctx: Ctx, number: string, ids: SeededIds): Promise<void> {
  await updateCharter(ctx, number, {
    title: PROGRAMME.title,
    summary: PROGRAMME.summary,
    significance: PROGRAMME.significance,
    goal: PROGRAMME.goal,
    direction: PROGRAMME.direction,
    organisation: "Ресурсный центр НКО",
    startsOn: PROGRAMME.startsOn,
    endsOn: PROGRAMME.endsOn,
    placeIds: PROGRAMME_PLACES.map((code) => ids.municipalities.get(code) ?? ""),
    contactInfo: "Синегорск, Пристанская, 3, школа@ресурс.пример, 8 000 000-00-00",
    furtherLife: PROGRAMME.furtherLife,
    qualitativeResults: PROGRAMME.qualitativeResults,
  });
}

async function savePlan(ctx: Ctx, number: string, ids: SeededIds): Promise<Map<string, string>> {
  for (const { name, people } of PROGRAMME.groups)
    await saveRow(ctx, number, { part: "groups", input: { title: name, people } });
  const tasks: string[] = [];
  for (const title of PROGRAMME.tasks)
    tasks.push((await saveRow(ctx, number, { part: "tasks", input: { title } })).row);
  const activities = new Map<string, string>();
  for (const line of PROGRAMME_PLAN) {
    const { row } = await saveRow(ctx, number, {
      part: "activities",
      input: {
        title: line.title,
        kind: line.kind,
        taskId: tasks[line.task],
        startsOn: line.from,
        endsOn: line.to,
        expected: line.expected,
        placeIds: PROGRAMME_PLACES.map((code) => ids.municipalities.get(code) ?? ""),
      },
    });
    activities.set(line.key, row);
  }
  await saveRemaining(ctx, number, activities);
  return activities;
}

async function saveRemaining(
  ctx: Ctx,
  number: string,
  activities: Map<string, string>,
): Promise<void> {
  for (const [article, activity, what, quantity, price, grant, own, partners] of PROGRAMME_COSTS) {
    await saveRow(ctx, number, {
      part: "costs",
      input: {
        article,
        activityId: activities.get(activity),
        what,
        quantity: String(quantity),
        price: roubles(price),
        fromGrant: roubles(grant),
        fromOwn: roubles(own),
        fromPartners: roubles(partners),
      },
    });
  }
  await saveRow(ctx, number, {
    part: "team",
    input: {
      surname: "Лугин",
      givenName: "Роман",
      role: "Руководитель программы",
      duties: "План, люди, отчёт",
    },
  });
  await saveRow(ctx, number, {
    part: "team",
    input: {
      surname: "Сажина",
      givenName: "Ольга",
      role: "Консультант групп",
      duties: "Ведёт группы между семинарами",
    },
  });
  await saveRow(ctx, number, {
    part: "partners",
    input: { partner: "Дом культуры посёлка Пороги", contribution: "Зал и комната для центра" },
  });
  await saveRow(ctx, number, {
    part: "risks",
    input: {
      title: "На семинар в дальнем округе придут немногие",
      likelihood: "middle",
      answer: "Сотрудник центра зовёт людей лично, день согласован с автобусом",
    },
  });
  for (const [what, unit, target, measured] of results)
    await saveRow(ctx, number, { part: "results", input: { what, unit, target, measured } });
}

const results = [
  ["Выездные семинары", "семинара", "24", "Списки явки"],
  ["Участники семинаров", "человек", "240", "Списки явки, повторы убраны"],
  ["Консультации групп", "консультаций", "36", "Записи консультаций"],
  ["Подготовленные проекты", "проектов", "18", "Заявки с номерами"],
  ["Новые центры", "центра", "4", "Договоры о помещении"],
] as const;

type Contest = {
  profile: string;
  contest: string;
  direction: string;
  number: string;
  submittedOn: string;
};

/** A cut for a contest; what the passport does not say is written in the form. */
async function applyToContest(
  at: (day: string) => Promise<Ctx>,
  project: string,
  { contest, former }: { contest: Contest; former?: number },
): Promise<void> {
  const ctx = await at(contest.submittedOn);
  const { seq } = await beginApplication(ctx, project, {
    profile: contest.profile,
    contest: contest.contest,
    direction: contest.direction,
    ...(former !== undefined && { former }),
  });
  if (former !== undefined)
    await saveTexts(ctx, { project, seq }, [{ field: "governor", text: governorText, version: 0 }]);
  await submitApplication(
    ctx,
    { project, seq },
    { number: contest.number, submittedOn: contest.submittedOn },
  );
}

const governorText =
  "Программа области «Комфортные территории»: показатель «доля жителей, участвующих в решении вопросов местного значения».";
