/** How people write: slots filled, moods, slips of the keyboard, words around a text. */
import type { Random } from "../random.ts";

const MONTHS = [
  "января",
  "февраля",
  "марта",
  "апреля",
  "мая",
  "июня",
  "июля",
  "августа",
  "сентября",
  "октября",
  "ноября",
  "декабря",
];

/** Formats «2026-03-12» as «12 марта». */
export function formatRussianDay(day: string): string {
  return `${Number(day.slice(8, 10))} ${MONTHS[Number(day.slice(5, 7)) - 1] ?? ""}`;
}

/** Returns the text with a capital first letter. */
export function capitalize(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** Fills {slots} (a capital slot gives a capital word) and throws for each [one|another]. */
export function fillTemplate(
  text: string,
  words: Readonly<Record<string, string>>,
  random: Random,
): string {
  const chosen = text.replace(/\[([^\]]*)\]/g, (_, options: string) =>
    random.pick(options.split("|")),
  );
  const filled = chosen.replace(/\{([^}]+)\}/g, (slot, name: string) => {
    const word = words[name.toLowerCase()];
    if (word === undefined) throw new Error(`no word for ${slot}`);
    return name === name.toLowerCase() ? word : capitalize(word);
  });
  return filled
    .replace(/\s+([.,!?])/g, "$1")
    .replace(/\s{2,}/g, " ")
    .trim();
}

export type Tone = "plain" | "polite" | "angry" | "hasty" | "elderly" | "wry";

const BEFORE: Readonly<Record<Tone, readonly string[]>> = {
  plain: ["Добрый день.", "Доброе утро.", "Подскажите, куда с этим идти.", "Сообщаю о проблеме."],
  polite: [
    "Здравствуйте, уважаемые!",
    "Добрый вечер, извините за беспокойство.",
    "Здравствуйте, пишу впервые.",
    "Добрый день, спасибо, что читаете.",
  ],
  angry: [
    "Сколько можно!",
    "Терпение кончилось.",
    "Пишу третий раз.",
    "Вы там вообще выходите на улицу?",
    "Опять двадцать пять!",
  ],
  hasty: ["люди,", "срочно", "эй, кто-нибудь", "всем привет,"],
  elderly: [
    "Здравствуйте, дорогие мои, пишет пенсионерка, ветеран труда.",
    "Извините, если не туда попала, внучка помогла написать.",
    "Обращаюсь с просьбой, больше не к кому.",
    "Мне 78 лет, пишу как умею.",
  ],
  wry: [
    "Новости из параллельного мира.",
    "Традиционная рубрика «ничего не меняется».",
    "Минутка местной романтики.",
    "Угадайте, что у нас снова?",
  ],
};

const AFTER: Readonly<Record<Tone, readonly string[]>> = {
  plain: [
    "Когда исправят?",
    "Жду ответа.",
    "Просьба разобраться.",
    "Кто за это отвечает?",
    "Фото есть, могу прислать.",
  ],
  polite: [
    "Заранее спасибо.",
    "Очень надеемся на вас.",
    "Буду благодарна за ответ.",
    "Понимаю, что работы много, но очень нужно.",
    "Всего вам доброго.",
  ],
  angry: [
    "И не надо отвечать «взято на контроль»!",
    "Налоги собираете исправно.",
    "Дальше пойдём в прокуратуру.",
    "Позор.",
    "Ответьте делом, а не бумажкой.",
  ],
  hasty: ["сделайте уже", "ау", "когда???", "спс", "реагируйте плиз"],
  elderly: [
    "Дай вам Бог здоровья.",
    "С уважением к вашему труду.",
    "Помогите, сынки.",
    "Низкий поклон, если поможете.",
    "Может, хоть вы услышите.",
  ],
  wry: [
    "Аплодисменты ответственным.",
    "Ждём экскурсий.",
    "Выдать медаль или лопату?",
    "Записываю в книгу рекордов.",
    "Ну а что, зато не скучно.",
  ],
};

/** Ordinary slips; one or two of them, never all. */
const TYPOS: readonly (readonly [RegExp, string])[] = [
  [/ё/g, "е"],
  [/пожалуйста/gi, "пожалуста"],
  [/вообще/gi, "вобще"],
  [/что-нибудь/gi, "что нибудь"],
  [/кто-нибудь/gi, "ктонибудь"],
  [/не видно/g, "невидно"],
  [/сегодня/gi, "сёдня"],
  [/—/g, "-"],
  [/, (что|чтобы|где|когда) /g, " $1 "],
  [/по-прежнему/g, "по прежнему"],
  [/обещали/g, "абещали"],
  [/тротуар/g, "тратуар"],
];

function addTypo(text: string, random: Random): string {
  const able = TYPOS.filter(([pattern]) => text.search(pattern) >= 0);
  if (able.length === 0) return text;
  return random
    .shuffle(able)
    .slice(0, 2)
    .reduce((changed, [pattern, wrong]) => changed.replace(pattern, wrong), text);
}

/** Lower case, no full stop: a text typed on the run. */
function toHastyText(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1).replace(/\.$/, "");
}

/** Rephrases a filled text in a tone, sometimes with a greeting, a wish or a typo. */
export function applyTone(text: string, mood: Tone, random: Random): string {
  const greeted = /^(здравств|добр|уважаем|пишет|люди|спасибо|прошу|просьба)/i.test(text);
  const before =
    !greeted && random.chance(mood === "elderly" ? 0.6 : 0.24)
      ? `${random.pick(BEFORE[mood])} `
      : "";
  const after = random.chance(0.38) ? ` ${random.pick(AFTER[mood])}` : "";
  const ended = after && !/[.!?»)]$/.test(text) ? `${text}.` : text;
  const whole = `${before}${before.endsWith(", ") ? toHastyText(ended) : ended}${after}`;
  if (mood === "hasty") return toHastyText(addTypo(whole, random));
  return random.chance(mood === "elderly" ? 0.4 : 0.12) ? addTypo(whole, random) : whole;
}
