import { pluralRu } from "#base/messages.ts";

/** Messages about proposed changes and the decisions on them. */
export const proposalMessages = {
  proposals: {
    title: "Просьбы изменить карточку",
    lead: "Название, вид и номера организация сама не меняет: сверьте с документом и решите.",
    none: "Просьб нет",
    noneText: "Когда организация попросит изменить название или номер, просьба появится здесь.",
    field: "Что",
    now: "Сейчас",
    wanted: "Просят",
    reason: "Почему",
    remark: "Ответ организации",
    remarkHint: "Нужен, если отклоняете.",
    accept: "Изменить карточку",
    decline: "Отклонить",
    accepted: "Карточка изменена",
    declined: "Просьба отклонена",
    count: (n: number) => `${n} ${pluralRu(n, "просьба", "просьбы", "просьб")}`,
  },
} as const;

/** Reasons of refusals about proposed changes and the decisions on them. */
export const proposalRefusals = {
  "no-proposal-reason": "Напишите, почему нужно изменить",
  "nothing-proposed": "Вы ничего не изменили",
  "proposal-waits": "Прошлая просьба ещё ждёт ответа",
  "already-decided": "Эту просьбу уже решили",
  "no-remark": "Напишите, почему отклоняете: организация это прочтёт",
};
