import {
  closeConsultation,
  recordConsultation,
  requestConsultation,
  assignConsultation,
  type ConsultationTopic,
} from "#modules/consultations/index.ts";
import {
  beginApplication,
  updateCharter,
  applyManualTransition,
  openProject,
} from "#modules/projects/index.ts";
import {
  CONSULTATIONS,
  GROUP_PROJECTS,
  participantsOf,
  PROGRAMME_PLACES,
  type Participant,
} from "../region/index.ts";
import type { SeededProgramme } from "./programme-project.ts";
import type { SeededIds } from "./region.ts";
import type { ReplayContext } from "./replay-context.ts";

const dayMs = 86_400_000;
const start = new Date("2026-02-20T11:00:00+05:00").getTime();

type ProgrammeContext = { replay: ReplayContext; ids: SeededIds; programme: SeededProgramme };

/**
 * Seeds the groups' own projects and the consultations that led to them; returns project ids by
 * title.
 */
export async function seedGroupProjects({
  replay,
  ids,
  programme,
}: ProgrammeContext): Promise<void> {
  const projects = new Map<string, string[]>();
  for (const [index, group] of GROUP_PROJECTS.entries()) {
    const place = ids.municipalities.get(group.municipality) ?? "";
    const at = (days: number) =>
      replay.at(new Date(start + (index + days) * dayMs), programme.organiser);
    const { id, number } = await openProject(await at(0), {
      title: group.title,
      placeIds: [place],
    });
    await updateCharter(await at(3), number, {
      title: group.title,
      goal: group.goal,
      programme: programme.project.number,
      placeIds: [place],
    });
    if (group.stage !== "idea")
      await applyManualTransition(await at(12), number, { move: "shape" });
    if (group.stage === "application") {
      await beginApplication(await at(40), number, {
        profile: "municipal-small",
        contest: "Конкурс местных инициатив, 2026 год",
      });
    }
    projects.set(group.municipality, [...(projects.get(group.municipality) ?? []), id]);
  }
  await seedConsultations({ replay, ids, programme }, projects);
}

const topics: readonly ConsultationTopic[] = [
  "project-idea",
  "budget",
  "application",
  "partnership",
];

const records = [
  [
    "С чего начать",
    "Есть жалобы соседей и фотографии",
    "Посчитать, скольким это мешает, и выбрать одно место",
    "Группа опросит двор",
    "Опрос за две недели",
  ],
  [
    "Как посчитать смету",
    "Цены есть только из магазина",
    "Взять три предложения и записать источник",
    "Смету ведёт один человек",
    "Таблица цен к пятнице",
  ],
  [
    "Как написать заявку",
    "Готовы цель и смета",
    "Связать задачи с мероприятиями, убрать лишнее",
    "Консультант посмотрит черновик",
    "Черновик на следующей неделе",
  ],
  [
    "Как договориться с администрацией",
    "Письма ещё нет",
    "Попросить письмо поддержки и зал",
    "Письмо пишет председатель",
    "Встреча с главой округа",
  ],
] as const;

async function seedConsultations(
  context: ProgrammeContext,
  projects: Map<string, string[]>,
): Promise<void> {
  const consultant = context.ids.people.get("sazhina");
  if (consultant === undefined) throw new Error("The demo has nobody to advise");
  let n = 0;
  for (const code of PROGRAMME_PLACES) {
    const people = participantsOf(code, 18);
    for (let turn = 0; turn < CONSULTATIONS[code]; turn += 1) {
      const person = people[turn];
      if (person === undefined) continue;
      await seedConsultation(context, {
        contact: contactOf(person),
        place: context.ids.municipalities.get(code) ?? "",
        project: projects.get(code)?.[turn % 2],
        turn: n,
        consultant,
      });
      n += 1;
    }
  }
  await seedWaitingQuestions(context);
}

const contactOf = ({ surname, givenName, email, organisation }: Participant) => ({
  surname,
  givenName,
  email,
  organisation,
});

async function seedConsultation(
  { replay, programme }: ProgrammeContext,
  one: {
    contact: ReturnType<typeof contactOf>;
    place: string;
    project: string | undefined;
    turn: number;
    consultant: Parameters<ReplayContext["at"]>[1];
  },
): Promise<void> {
  const kind = one.turn % records.length;
  const [asked, stands, advised, agreed, next] = records[kind] ?? records[0];
  const at = (days: number) =>
    replay.at(new Date(start + (one.turn * 3 + days) * dayMs), one.consultant);
  const { number } = await requestConsultation(await at(0), {
    contact: one.contact,
    topic: topics[kind] ?? "other",
    mode: one.turn % 3 === 0 ? "group" : "individual",
    channel: one.turn % 4 === 1 ? "telephone" : "form",
    question: `${asked}? ${stands}.`,
    municipalityId: one.place,
    aboutProjectId: one.project,
    programmeId: programme.project.id,
    key: `demo-${one.turn}`,
  });
  await assignConsultation(await at(1), number);
  await recordConsultation(await at(2 + (one.turn % 4)), number, {
    asked,
    situation: stands,
    advised,
    agreed,
    next,
    minutes: 40 + (one.turn % 4) * 10,
  });
  if (one.turn % 5 !== 4) {
    const outcome =
      kind === 2 ? "application-submitted" : kind === 0 ? "project-opened" : "question-solved";
    await closeConsultation(await at(12), number, { outcome });
  }
}

/** What waits on the desk of the consultant at the fixed now. */
async function seedWaitingQuestions({ replay, ids }: ProgrammeContext): Promise<void> {
  const questions = [
    [
      "tos",
      "Хотим ТОС на трёх улицах, но председатель боится отчётов. Сколько это работы?",
      "zarechinsky",
    ],
    [
      "project-report",
      "Фонд вернул отчёт: не сходятся даты мероприятий. Как исправить?",
      "dolgomost",
    ],
  ] as const;
  for (const [index, [topic, question, code]] of questions.entries()) {
    const ctx = await replay.at(new Date(`2026-05-${29 + index}T15:20:00+05:00`), {
      kind: "guest",
    });
    const [person] = participantsOf(code, 20).slice(19);
    if (person === undefined) continue;
    await requestConsultation(ctx, {
      contact: contactOf(person),
      topic,
      question,
      municipalityId: ids.municipalities.get(code) ?? "",
      key: `demo-waiting-${index}`,
    });
  }
}
