import type { ChangedPart } from "./programme-diff.ts";

const parts: Record<ChangedPart, string> = {
  time: "время",
  place: "место",
  title: "название",
  speakers: "кто выступает",
  line: "видеосвязь",
  places: "число мест",
  text: "описание",
};

type SaidChange = {
  title: string;
  what: "added" | "removed" | "changed";
  parts: readonly ChangedPart[];
  from: string;
  to: string;
};

export const ru = {
  programmeLine: ({ title, what, parts: changed, from, to }: SaidChange) => {
    if (what === "added") return `«${title}»: добавлено`;
    if (what === "removed") return `«${title}»: не состоится`;
    const moved = to === "" ? [] : [`теперь ${to}, было ${from}`];
    const others = changed.filter((part) => part !== "time").map((part) => parts[part]);
    const rest = others.length === 0 ? [] : [`изменилось: ${others.join(", ")}`];
    return `«${title}»: ${[...moved, ...rest].join("; ")}`;
  },
  refusals: {
    "changed-meanwhile":
      "Пока вы писали, событие изменили. Ваши поля сохранены ниже; сверьте их и отправьте ещё раз.",
    "stage-forbids": "Сейчас так сделать нельзя: событие уже в другом состоянии.",
    "moment-wrong": "Укажите день и время, например 17.04.2026 10:00",
    "url-wrong": "Ссылка начинается с https://",
    "ends-before": "Конец раньше начала. Поправьте время",
    "too-long": "Дольше месяца: проверьте день окончания",
    "closes-before": "Запись закрывается раньше, чем открывается",
    "closes-after-end": "Запись закрывается позже, чем кончается событие",
    "room-online":
      "У события по видеосвязи нет помещения. Уберите его или выберите другой вид участия",
    "unknown-municipality": "Выберите округ или район из списка",
    "unknown-organisation": "Такой организации нет в реестре. Выберите из списка",
    "unknown-room": "Такого помещения нет или оно закрыто. Выберите другое",
    "room-small": "В этом помещении только {seats} мест",
    "room-taken": "Помещение в это время занято: {event}",
    "speaker-taken": "{who} в это время выступает в другом месте: {event}",
    "speaker-there": "Этот человек уже выступает здесь",
    "fewer-than-taken": "Уже занято мест: {people}. Меньше сделать нельзя",
    "format-taken": "Так уже записаны {people} чел. Сначала переведите их на другой вид участия",
    "programme-outside": "В это время не помещается программа. Сначала поправьте её",
    "is-past": "Событие уже прошло",
    "not-yet": "Событие ещё не началось",
    "is-cancelled": "Событие отменено, его больше не меняют",
    "not-announced": "Событие ещё не объявлено, записаться пока нельзя",
    "no-reason": "Напишите, почему отменяется: это прочтут все, кто записался",
    "list-closed": "Список участников уже закрыт",
    "registration-not-yet": "Запись ещё не открыта",
    "registration-closed": "Запись закрыта",
    "registration-cancelled": "Эта запись отменена. Запишитесь снова",
    "role-by-staff": "В этой роли записывают организаторы. Выберите другую",
    "no-address": "Оставьте почту или телефон: иначе мы не сможем прислать билет",
    "no-consent": "Без согласия мы не можем сохранить ваши данные",
    "mode-choose": "Выберите, как вы будете участвовать",
    "no-seat-there": "Там мест сейчас нет, ваше нынешнее место осталось за вами",
    "still-waiting": "Место ещё не освободилось. Мы напишем, когда подойдёт очередь",
    "offer-gone": "Время на подтверждение вышло, место перешло следующему. Можно записаться снова",
    "unknown-session": "Такой секции в программе нет. Выберите из списка",
    "sessions-together": "«{one}» и «{other}» идут в одно время. Оставьте что-то одно",
    "session-outside": "Это за пределами события. Поправьте время",
    "session-outside-parent":
      "Это за пределами части программы, в которую вы вкладываете. Поправьте время",
    "session-ring": "Часть программы не может входить сама в себя",
    "programme-empty": "Программа пуста: добавьте хотя бы одну строку",
    "programme-same": "В программе ничего не изменилось",
  },
};
