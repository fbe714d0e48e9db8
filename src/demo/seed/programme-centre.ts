import { saveRoom, saveSeries, createAllOccurrences } from "#modules/events/index.ts";
import { saveForm, publishForm, findTemplate } from "#modules/forms/index.ts";
import { addService, type ServiceInput } from "#modules/organisations/index.ts";
import {
  listApplicationSummaries,
  assignReviewers,
  findProject,
  saveCall,
  projectLookup,
  submitReview,
} from "#modules/projects/index.ts";
import type { SeededIds } from "./region.ts";
import type { SeededProgramme } from "./programme-project.ts";
import type { ReplayContext } from "./replay-context.ts";

type ProgrammeContext = { replay: ReplayContext; ids: SeededIds; programme: SeededProgramme };

/** Seeds the centre's other data: services of NKO, a room, a club, a contest, a questionnaire. */
export async function seedCentre(context: ProgrammeContext): Promise<void> {
  const ctx = await context.replay.at(
    new Date("2026-03-02T11:00:00+05:00"),
    context.programme.organiser,
  );
  for (const { organisation, where, ...service } of services) {
    await addService(ctx, context.ids.organisations.get(organisation) ?? "", {
      ...service,
      territories: where.map((code) => context.ids.municipalities.get(code) ?? ""),
    });
  }
  const sinegorsk = context.ids.municipalities.get("sinegorsk") ?? "";
  const room = await saveRoom(ctx, {
    name: "Зал ресурсного центра",
    municipalityId: sinegorsk,
    address: "Синегорск, Пристанская, 3",
    capacity: 30,
    organisationId: context.ids.organisations.get("resource-centre") ?? null,
  });
  await saveSeries(ctx, {
    title: "Клуб бухгалтеров НКО",
    summary: "Раз в месяц: отчёты, налоги, вопросы друг другу.",
    municipalityId: sinegorsk,
    roomId: room.id,
    capacity: 30,
    rule: "month",
    firstDay: "2026-03-17",
    start: "17:00",
    length: 90,
  });
  await createAllOccurrences(
    await context.replay.at(new Date("2026-05-30T06:00:00+05:00"), context.programme.organiser),
  );
  await saveCall(ctx, {
    profile: "municipal-small",
    title: "Конкурс местных инициатив, 2026 год",
    opensOn: "2026-03-01",
    closesOn: "2026-06-20",
    link: "https://contest.example/2026",
  });
  await seedNeedsSurvey(context);
}

const services: (ServiceInput & { organisation: string; where: readonly string[] })[] = [
  {
    organisation: "nko-ramp",
    title: "Сопровождение на коляске",
    need: "disability",
    forWhom: "Людям на колясках и их близким",
    how: "Позвонить за два дня",
    price: "free",
    where: ["sinegorsk"],
  },
  {
    organisation: "nko-kettle",
    title: "Дрова и продукты одиноким людям",
    need: "food-clothes",
    forWhom: "Одиноким пожилым людям",
    how: "Заявка по телефону или через соцработника",
    price: "free",
    where: [],
  },
  {
    organisation: "nko-afterschool",
    title: "Комната после уроков",
    need: "leisure",
    forWhom: "Детям 7–12 лет",
    how: "Прийти в будни с 13 до 18",
    price: "free",
    where: ["mshinetsky"],
  },
  {
    organisation: "nko-elders",
    title: "Телефон доверия для пожилых",
    need: "elderly",
    forWhom: "Людям старше 60 лет",
    how: "Звонок с 9 до 21",
    price: "free",
    where: ["kedrinsky"],
  },
];

async function seedNeedsSurvey({ replay, programme }: ProgrammeContext): Promise<void> {
  const ctx = await replay.at(new Date("2026-05-20T11:00:00+05:00"), programme.organiser);
  const definition = findTemplate("needs");
  if (definition === undefined) throw new Error("The questionnaire of needs is gone");
  const form = await saveForm(ctx, { code: "needs_2026", definition, resultsPublic: true });
  await publishForm(ctx, form.id);
}

/** Seeds two reviews of one group's application: one positive, one asking for changes. */
export async function seedReviews({ replay, ids }: ProgrammeContext): Promise<void> {
  const operator = ids.people.get("lugin");
  const reviewers = ["elagina", "kataev"].flatMap((key) => ids.people.get(key) ?? []);
  if (operator === undefined || reviewers.length < 2) throw new Error("The demo has no reviewers");
  const ctx = await replay.at(new Date("2026-05-18T12:00:00+05:00"), operator);
  const [choice] = await projectLookup.search(ctx, "Двор без луж");
  const project = choice && (await findProject(ctx, choice.id));
  const [application] =
    project === undefined ? [] : await listApplicationSummaries(ctx, project.id);
  if (project === undefined || application === undefined)
    throw new Error("There is nothing to review");
  const key = { project: project.number, seq: application.seq };
  await assignReviewers(ctx, key, {
    reviewers: reviewers.flatMap((one) => (one.kind === "person" ? [one.id] : [])),
  });
  for (const [n, reviewer] of reviewers.entries()) {
    const at = await replay.at(new Date(`2026-05-${20 + n}T15:00:00+05:00`), reviewer);
    const points = (value: number, comment: string) => ({ points: value, comment });
    await submitReview(at, key, {
      points: {
        need: points(9, "Про этот двор 14 сообщений за год"),
        doable: points(n === 0 ? 8 : 4, n === 0 ? "" : "Кто согласует ливнёвку с водоканалом?"),
        neighbours: points(n === 0 ? 8 : 7, ""),
        money: points(n === 0 ? 7 : 3, n === 0 ? "" : "Нет цен и поставщиков"),
      },
      verdict: n === 0 ? "ready" : "needs-work",
      comment: n === 0 ? "Можно подавать" : "Доработать смету",
      remarks: n === 0 ? [] : [{ field: "plan", text: "Добавьте согласование с водоканалом" }],
    });
  }
}
