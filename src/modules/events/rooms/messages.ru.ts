import { pluralRu } from "#base/messages.ts";

export const roomsRu = {
  rooms: {
    title: "Помещения",
    lead: "Залы и классы, где проходят события: когда заняты и когда свободны.",
    capacity: (n: number) => `${n} ${pluralRu(n, "место", "места", "мест")}`,
    timetable: "Расписание",
    emptyTitle: "Помещений пока нет",
    emptyText: "Добавьте зал, и события не столкнутся в нём.",
    free: "В ближайшие восемь недель ничего не назначено.",
    add: "Добавить помещение",
    change: "Изменить помещение",
    name: "Название",
    municipality: "Округ или район",
    address: "Адрес",
    seats: "Мест",
    organisation: "Чьё",
    noOrganisation: "Ресурсного центра",
    note: "Что важно знать",
    noteHint: "Пандус, проектор, как пройти",
    save: "Сохранить",
    saved: "Помещение сохранено",
    close: "Закрыть помещение",
    closed: "Помещение закрыто",
    isClosed: "Закрыто",
  },
};
