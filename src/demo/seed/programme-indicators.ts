import { registerOrganisation } from "#modules/organisations/index.ts";
import { projectCard } from "#modules/projects/index.ts";
import {
  lockPeriod,
  setPromise,
  writeReport,
  type PromiseInput,
} from "#modules/indicators/index.ts";
import { CENTRES, PROGRAMME, PROGRAMME_PLACES } from "../region/index.ts";
import type { Programme } from "./programme-project.ts";
import type { Cast } from "./region.ts";
import type { Stage } from "./replay-context.ts";

type Told = { stage: Stage; cast: Cast; programme: Programme };

const at = ({ stage, programme }: Told, day: string) =>
  stage.at(new Date(`${day}T17:30:00+05:00`), programme.organiser);

/** What the agreement promised, each as a question to facts; then the first quarter is locked. */
export async function livePromises(told: Told): Promise<void> {
  const ctx = await at(told, "2026-02-03");
  const places = (codes: readonly string[]) =>
    codes.map((code) => told.cast.municipalities.get(code) ?? "");
  const { results } = await projectCard(ctx, told.programme.project.number);
  for (const { where, of, ...promise } of promised) {
    await setPromise(ctx, told.programme.project.number, {
      startsOn: PROGRAMME.startsOn,
      ...promise,
      places: places(where ?? []),
      result: results.find(({ what }) => what === of)?.id ?? "none",
    });
  }
  await openCentres(told);
  await lockPeriod(await at(told, "2026-04-06"), told.programme.project.number, {
    from: PROGRAMME.startsOn,
    to: "2026-03-31",
  });
  await writeReport(
    await at(told, "2026-05-30"),
    { project: told.programme.project.number },
    {
      summary: "Программа идёт по плану: открыты два центра из четырёх, проведены 22 семинара.",
      qualitative: "В Порогах группа подростков сама провела сход и нашла сарай под мастерскую.",
      deviations: "Центр в Заречье ищет помещение: дом культуры закрыли на ремонт до августа.",
    },
  );
}

const fresh = ["tikhoborsky", "poroginsky", "mshinetsky", "zarechinsky"];

/** `of`: which result of the passport the promise measures. */
type Promised = Omit<PromiseInput, "places" | "startsOn"> & {
  where?: readonly string[];
  of?: string;
};

const promised: Promised[] = [
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
    where: fresh,
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

async function openCentres(told: Told): Promise<void> {
  for (const { municipality, name, openedOn, state } of CENTRES) {
    await registerOrganisation(await at(told, openedOn), {
      kind: "initiative-centre",
      name,
      shortName: name.replace("Центр общественных инициатив", "ЦОИ"),
      territoryId: told.cast.municipalities.get(municipality) ?? null,
      openedOn,
      openedUnder: told.programme.project.id,
      ...(state === "proven" && {
        openedLink: `https://resource.example/agreements/${municipality}`,
      }),
    });
  }
}
