import { requestMessages, requestRefusals } from "./requests/messages.ru.ts";
import { deskMessages, deskRefusals } from "./desk/messages.ru.ts";
import { slotMessages, slotRefusals } from "./slots/messages.ru.ts";

/** Messages of consultations in Russian; each feature has its own sections. */
export const ru = {
  ...requestMessages,
  ...deskMessages,
  ...slotMessages,
  stages: {
    asked: "Ждёт консультанта",
    taken: "Взята в работу",
    booked: "Назначена встреча",
    given: "Консультация дана",
    closed: "Итог известен",
    declined: "Не наш вопрос",
    withdrawn: "Отозвана",
  },
  topics: {
    registration: "Регистрация организации",
    reporting: "Отчётность НКО",
    accounting: "Бухгалтерия и налоги",
    law: "Юридический вопрос",
    tos: "Создать ТОС",
    "project-idea": "Идея проекта",
    application: "Заявка на конкурс",
    budget: "Смета проекта",
    "project-report": "Отчёт по гранту",
    volunteers: "Добровольцы",
    promotion: "Рассказать о себе",
    partnership: "Партнёры и власть",
    other: "Другое",
  },
  modes: { individual: "Личная", group: "Для группы" },
  channels: { form: "через сайт", telephone: "по телефону", project: "со страницы проекта" },
  formats: { "in-person": "Встреча", telephone: "По телефону", online: "По видеосвязи" },
  outcomes: {
    "project-opened": "Начали проект",
    "application-submitted": "Подали заявку",
    "organisation-registered": "Зарегистрировали организацию",
    "question-solved": "Вопрос решён",
    "another-meeting": "Нужна ещё встреча",
    "nothing-yet": "Пока ничего",
  },
  timers: {
    "consultation-take": "взять",
    "consultation-book": "договориться о времени",
    "consultation-give": "записать итог встречи",
    "consultation-outcome": "узнать, что вышло",
  },
  letters: {
    bookedSubject: (number: string) => `Консультация ${number}: назначено время`,
    booked: (when: string, place: string, link: string) =>
      `Встреча ${when}.${place === "" ? "" : ` ${place}.`}\n\nЕсли планы изменились, откройте свою страницу:\n${link}`,
    eveSubject: (number: string) => `Завтра консультация ${number}`,
    eve: (when: string, place: string, link: string) =>
      `Ждём вас завтра: ${when}.${place === "" ? "" : ` ${place}.`}\n\nЕсли планы изменились, откройте свою страницу и отзовите вопрос:\n${link}`,
    declinedSubject: (number: string) => `Консультация ${number}: почему не поможем`,
    declined: (reason: string, link: string) => `${reason}\n\nВаша страница:\n${link}`,
    requestedSubject: (number: string) => `Вопрос ${number} принят`,
    requested: (link: string) =>
      `Консультант ответит в течение двух рабочих дней. Здесь видно, что с вашим вопросом:\n${link}`,
    givenSubject: (number: string) => `Консультация ${number}: что посоветовали`,
    given: (next: string, link: string) => `Следующий шаг: ${next}\n\nВся запись:\n${link}`,
  },
  navigation: { consultations: "Консультации" },
  refusals: {
    ...requestRefusals,
    ...deskRefusals,
    ...slotRefusals,
    "stage-forbids": "Сейчас этого сделать нельзя: заявка уже на другом этапе. Обновите страницу",
    "changed-meanwhile":
      "Пока вы писали, заявку изменил другой человек. Ваш текст ниже, проверьте и отправьте ещё раз",
    "time-passed": "Это время уже прошло",
    "not-yet": "Этот день ещё не наступил",
    "date-wrong": "Укажите день",
  },
};
