import { isTypeWord } from "./names.ru.ts";
import type { AnalyzedText, Token } from "../text/analyze.ts";

const houseWords: ReadonlySet<string> = new Set(
  "д дом дома доме дому домом домами домов домам номер no зд здание здания".split(" "),
);
/** «подъезд номер 7» is no house. */
const plainNumberWords: ReadonlySet<string> = new Set("номер no зд здание здания".split(" "));
const blockWords: ReadonlySet<string> = new Set("к корп корпус корпуса корпусе".split(" "));
const buildingWords: ReadonlySet<string> = new Set("с стр строение строения".split(" "));
const literaWords: ReadonlySet<string> = new Set("лит литер литера литеры литере".split(" "));
const streetWords: ReadonlySet<string> = new Set("улица улице улицы ул по на".split(" "));
/** Words after a number that show that it is no house: «на Мира 5 дней нет воды». */
const otherUnits =
  /^(?:дн|день|дня|сут|час|год|лет|мес|недел|минут|руб|градус|раз|квартир|кв|этаж|подъезд|человек|метр|м|км|процент|январ|феврал|март|апрел|ма[яйе]|июн|июл|август|сентябр|октябр|ноябр|декабр|школ|сад|числ|литр|тысяч)/;

/**
 * Parses a house number after a street's name, or before it («дом 5 по улице Мира»); undefined when
 * there is none.
 */
export function parseHouseNumber(
  read: AnalyzedText,
  first: number,
  last: number,
): { label: string; last: number } | undefined {
  return houseNumberAfter(read.tokens, last) ?? houseNumberBefore(read.tokens, first);
}

function houseNumberAfter(
  tokens: readonly Token[],
  last: number,
): { label: string; last: number } | undefined {
  let at = last + 1;
  for (let skipped = 0; skipped < 3; skipped++) {
    const token = tokens[at];
    if (!token || token.number) break;
    const between = token.word === "между" || streetWords.has(token.word) || token.word === "у";
    if (!houseWords.has(token.word) && !between) return undefined;
    if (/[!?;]/.test(token.before)) return undefined;
    at++;
  }
  return houseNumberAt(tokens, at);
}

function houseNumberBefore(
  tokens: readonly Token[],
  first: number,
): { label: string; last: number } | undefined {
  for (let back = 1; back <= 4; back++) {
    const token = tokens[first - back];
    if (!token) return undefined;
    if (!token.number) {
      if (!isHouseLead(token)) return undefined;
      continue;
    }
    const wordBefore = (more: number): string => tokens[first - back - more]?.word ?? "";
    const word = plainNumberWords.has(wordBefore(1)) ? wordBefore(2) : wordBefore(1);
    const isHouse = houseWords.has(word) && !plainNumberWords.has(word);
    return isHouse ? houseNumberAt(tokens, first - back) : undefined;
  }
  return undefined;
}

/** Tokens allowed between «дом 5» and the street: «дом 5 к. 2 лит. А по улице». */
const isHouseLead = ({ word, before }: Token): boolean =>
  isTypeWord(word) ||
  streetWords.has(word) ||
  blockWords.has(word) ||
  literaWords.has(word) ||
  (word.length === 1 && !before.includes(","));

const lonelyLetter = /^[а-и]$/;

function houseNumberAt(
  tokens: readonly Token[],
  start: number,
): { label: string; last: number } | undefined {
  const head = tokens[start];
  if (
    !head?.number ||
    head.word.length > 4 ||
    Number(head.word) === 0 ||
    /[!?;:]|\.\s*\n/.test(head.before)
  )
    return undefined;
  let label = String(Number(head.word));
  let last = start;
  const take = (count: number, part: string): void => {
    label += part;
    last += count;
  };
  const letter = tokens[last + 1];
  const afterLetter = tokens[last + 2];
  if (letter && lonelyLetter.test(letter.word) && isHouseLetter(letter, afterLetter))
    take(1, letter.word);
  else if (letter && otherUnits.test(letter.word) && letter.before.trim() === "") return undefined;
  for (let part = 0; part < 3; part++) {
    const [word, number] = [tokens[last + 1], tokens[last + 2]];
    if (word?.number && /^\s?[/]\s?$/.test(word.before)) take(1, `/${word.word}`);
    else if (part === 0 && word?.number && word.before === "-" && word.word.length < 4)
      take(1, `-${word.word}`);
    else if (word && number?.number && blockWords.has(word.word)) take(2, `к${number.word}`);
    else if (word && number?.number && buildingWords.has(word.word)) take(2, `с${number.word}`);
    else if (word && number && literaWords.has(word.word)) last += 2;
    else break;
  }
  return { label, last };
}

/** «96А», «96-а», «96 а» are houses; «96 в среду» and «5 и 7» are not. */
function isHouseLetter(letter: Token, next: Token | undefined): boolean {
  if (/^[«"“]?$|^-$/.test(letter.before)) return true;
  if (letter.before.trim() !== "") return false;
  if (letter.capital) return true;
  const ends = !next || /[,.;!?)]/.test(next.before);
  return ends || !"ависуко".includes(letter.word);
}
