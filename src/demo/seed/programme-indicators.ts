import { registerOrganisation } from "#modules/organisations/index.ts";
import { loadProjectCard } from "#modules/projects/index.ts";
import {
  lockPeriod,
  createIndicator,
  saveReportTexts,
  type IndicatorInput,
} from "#modules/indicators/index.ts";
import { CENTRES, PROGRAMME, PROGRAMME_PLACES } from "../region/index.ts";
import type { SeededProgramme } from "./programme-project.ts";
import type { SeededIds } from "./region.ts";
import type { ReplayContext } from "./replay-context.ts";

type ProgrammeContext = { replay: ReplayContext; ids: SeededIds; programme: SeededProgramme };

const at = ({ replay, programme }: ProgrammeContext, day: string) =>
  replay.at(new Date(`${day}T17:30:00+05:00`), programme.organiser);

/** Seeds the agreement's indicators, each as a query over facts; then closes the first quarter. */
export async function seedIndicators(context: ProgrammeContext): Promise<void> {
  const ctx = await at(context, "2026-02-03");
  const places = (codes: readonly string[]) =>
    codes.map((code) => context.ids.municipalities.get(code) ?? "");
  const { results } = await loadProjectCard(ctx, context.programme.project.number);
  for (const { where, of, ...promise } of indicatorSeeds) {
    await createIndicator(ctx, context.programme.project.number, {
      startsOn: PROGRAMME.startsOn,
      ...promise,
      places: places(where ?? []),
      result: results.find(({ what }) => what === of)?.id ?? "none",
    });
  }
  await seedCentresOpened(context);
  await lockPeriod(await at(context, "2026-04-06"), context.programme.project.number, {
    from: PROGRAMME.startsOn,
    to: "2026-03-31",
  });
  await saveReportTexts(
    await at(context, "2026-05-30"),
    { project: context.programme.project.number },
    {
      summary: "Программа идёт по плану: открыты два центра из четырёх, проведены 22 семинара.",
      qualitative: "В Порогах группа подростков сама провела сход и нашла сарай под мастерскую.",
      deviations: "Центр в Заречье ищет помещение: дом культуры закрыли на ремонт до августа.",
    },
  );
}

const newCentrePlaces = ["tikhoborsky", "poroginsky", "mshinetsky", "zarechinsky"];

/** `of`: which result of the passport the promise measures. */
type IndicatorSeed = Omit<IndicatorInput, "places" | "startsOn"> & {
  where?: readonly string[];
  of?: string;
};

const indicatorSeeds: IndicatorSeed[] = [
  {
    title: "Полевые семинары",
    of: "Выездные семинары",
    unit: "семинаров",
    target: 4,
    source: "events.held",
    kinds: ["seminar"],
    atLeast: 10,
    scope: "per-place",
    where: PROGRAMME_PLACES,
    dueOn: "2026-06-30",
  },
  {
    title: "Участники семинаров",
    of: "Участники семинаров",
    unit: "посещений",
    target: 240,
    source: "events.attendance",
    kinds: ["seminar"],
    dueOn: "2026-06-30",
  },
  {
    title: "Разные люди на семинарах",
    unit: "человек",
    target: 80,
    source: "events.people",
    kinds: ["seminar"],
    dueOn: "2026-06-30",
  },
  {
    title: "Консультации проектных групп",
    of: "Консультации групп",
    unit: "консультаций",
    target: 6,
    source: "consultations.given",
    scope: "per-place",
    where: PROGRAMME_PLACES,
    dueOn: "2026-06-30",
  },
  {
    title: "Подготовленные проекты",
    of: "Подготовленные проекты",
    unit: "проектов",
    target: 3,
    source: "projects.reached",
    stage: "application",
    scope: "per-place",
    where: PROGRAMME_PLACES,
    dueOn: "2026-08-31",
  },
  {
    title: "Центры местных инициатив",
    of: "Новые центры",
    unit: "центров",
    target: 1,
    source: "organisations.opened",
    kinds: ["initiative-centre"],
    scope: "per-place",
    where: newCentrePlaces,
    dueOn: "2026-04-30",
    controlPoint: true,
  },
  {
    title: "Открывающая конференция",
    unit: "участников",
    target: 40,
    source: "events.attendance",
    kinds: ["conference"],
    dueOn: "2026-02-28",
    controlPoint: true,
  },
  {
    title: "Отзывы участников",
    unit: "% ответов",
    target: 30,
    source: "events.feedback",
    kinds: ["seminar"],
    anyway: true,
    dueOn: "2026-06-30",
  },
];

async function seedCentresOpened(context: ProgrammeContext): Promise<void> {
  for (const { municipality, name, openedOn, state } of CENTRES) {
    await registerOrganisation(await at(context, openedOn), {
      kind: "initiative-centre",
      name,
      shortName: name.replace("Центр общественных инициатив", "ЦОИ"),
      territoryId: context.ids.municipalities.get(municipality) ?? null,
      openedOn,
      openedUnder: context.programme.project.id,
      ...(state === "proven" && {
        openedLink: `https://resource.example/agreements/${municipality}`,
      }),
    });
  }
}
