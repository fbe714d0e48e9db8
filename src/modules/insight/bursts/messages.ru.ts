import { formatNumber } from "#base/ui/index.ts";
import { pluralRu } from "#base/messages.ts";

const num = (n: number, digits = 0) => formatNumber(n, { lang: "ru", digits });
const count = (n: number, one: string, few: string, many: string) =>
  `${num(n)} ${pluralRu(n, one, few, many)}`;
const people = (n: number) => count(n, "человек", "человека", "человек");
const days = (n: number) => (n === 1 ? "за день" : `за ${count(n, "день", "дня", "дней")}`);

/** «О чём пишут больше обычного»: what burns, in words. */
export const ru = {
  title: "О чём пишут больше обычного",
  lead: "Здесь темы, о которых в муниципалитете вдруг написало больше людей, чем там пишет всегда. Сравниваем место с ним самим, а не с соседями.",
  link: "О чём пишут больше обычного",
  begin: "Собрать это в проект",
  linkHere: (place: string) => `${place}: о чём пишут больше обычного`,
  region: "Весь регион",
  all: "Вся область",
  territory: "Муниципалитет",
  none: "Необычного нет",
  noneText: "Ни в одном муниципалитете не пишут больше, чем там пишут всегда.",
  noneHere: "Здесь не пишут больше, чем пишут всегда.",
  early: "Пока рано судить",
  earlyText: (has: number, needs: number) =>
    `Чтобы знать, сколько пишут обычно, нужно ${count(needs, "день", "дня", "дней")} сообщений. Сейчас есть ${num(has)}.`,
  what: "Где и о чём",
  more: "Больше обычного",
  people: "Людей",
  growth: "Прибавилось",
  returns: "Вернулось",
  overdue: "Просрочено",
  score: "Баллы",
  sentence: (window: number, authors: number, expected: number) =>
    `${days(window)} ${people(authors)}; обычно ${expected < 0.95 ? "меньше одного" : num(Math.round(expected))}`,
  times: (ratio: number) => {
    if (ratio > 20) return "больше чем в 20 раз";
    const said = ratio < 10 ? Math.round(ratio * 10) / 10 : Math.round(ratio);
    return `в ${num(said, 1)} ${Number.isInteger(said) ? pluralRu(said, "раз", "раза", "раз") : "раза"}`;
  },
  grew: (more: number, before: number | null) =>
    before === null
      ? "раньше писали меньше трёх"
      : more === 0
        ? `нет: раньше ${num(before)}`
        : `${num(more)}: раньше ${num(before)}`,
  returned: (n: number) => (n === 0 ? "нет" : `${num(n)} после проверки`),
  late: (late: number, open: number) =>
    open === 0 ? "открытых нет" : `${num(late)} из ${num(open)}`,
  points: (points: number, of: number) => `${num(points)}\u00a0из\u00a0${num(of)}`,
  made: (made: { baseline: number; weekday: number; coverage: number; season: number }) =>
    `Обычно ${num(made.baseline, 2)} × день недели ${num(made.weekday, 2)} × сколько пишут о другом ${num(made.coverage, 2)} × время года ${num(made.season, 2)}`,
  chance: (months: number) =>
    months >= 1200
      ? "Случайно такое бывает реже раза в сто лет."
      : months >= 24
        ? `Случайно такое бывает не чаще раза в ${num(Math.floor(months / 12))} ${pluralRu(Math.floor(months / 12), "год", "года", "лет")}.`
        : `Случайно такое бывает не чаще раза в ${num(Math.floor(months))} ${pluralRu(Math.floor(months), "месяц", "месяца", "месяцев")}.`,
  how: "Как это считается",
  howText: [
    "Считаем людей, а не сообщения: сто писем одного человека весят столько же, сколько одно.",
    "Берём последние 1, 3 и 7 дней и сравниваем с шестью неделями до них. Поправки: день недели, сколько в эти дни пишут там обо всём другом, время года, если есть прошлый год.",
    "Если место пишет редко, его обычный уровень подтягиваем к доле темы по региону. Если число людей и раньше скакало, скачок удивляет меньше.",
    "Показываем только то, что по случайности в одном муниципалитете бывает не чаще раза в три месяца по всем темам вместе.",
    "Сообщество или почта, которые подключили меньше пяти недель назад, пока не считаются: их поток целиком выглядел бы новостью.",
    "Меньше трёх человек не показываем никогда.",
  ],
  formula: "Из чего складываются баллы",
  summand: "Слагаемое",
  most: "Не больше",
  full: "Полный балл",
  codes: {
    excess: "Больше обычного",
    authors: "Сколько людей",
    growth: "Прибавилось к прошлому такому же сроку",
    returns: "Вернулось после проверенного ремонта",
    overdue: "Доля просроченных среди открытых",
  },
  fulls: {
    excess: "в 8 раз и больше",
    authors: "50 человек",
    growth: "на 30 человек",
    returns: "3 раза",
    overdue: "все открытые",
  },
};
