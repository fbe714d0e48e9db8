import { readText, type Token } from "./text.ts";

const typeWords: Readonly<Record<string, readonly string[]>> = {
  street: ["улица", "улицы", "улице", "улицу", "улицей", "улицам", "улицах", "ул"],
  avenue: ["проспект", "проспекта", "проспекте", "проспекту", "пр", "просп", "пр-т", "пр-кт"],
  lane: ["переулок", "переулка", "переулке", "переулку", "пер"],
  boulevard: ["бульвар", "бульвара", "бульваре", "бульвару", "бр", "бул", "б-р"],
  square: ["площадь", "площади", "площадью", "пл"],
  highway: ["шоссе", "тракт", "тракта", "тракте", "тракту", "ш"],
  embankment: ["набережная", "набережной", "набережную", "наб"],
  drive: ["проезд", "проезда", "проезде", "пр-д"],
  alley: ["аллея", "аллее", "аллеи", "аллею"],
  microdistrict: ["микрорайон", "микрорайоне", "микрорайона", "мкр", "мкрн", "квартал", "квартале"],
  line: ["линия", "линии"],
};
const settlementWords =
  "город города городе городом г гор поселок поселка поселке посёлок пос п пгт рп село села селе с сел деревня деревни деревне деревню дер д станица хутор станция ст аул";
const districtWords =
  "район района районе районом р-н р-он р-не рн округ округа округе мо го муниципальный муниципального муниципальном городской городского городском область области край края республика";

const streetKinds = new Map<string, string>(
  Object.entries(typeWords).flatMap(([kind, words]) => words.map((word) => [word, kind] as const)),
);
const settlementKinds: ReadonlySet<string> = new Set(settlementWords.split(" "));
const districtKinds: ReadonlySet<string> = new Set(districtWords.split(" "));

/** Kind of street that a type word («ул», «проспекте») names, or undefined. */
export const streetKind = (word: string): string | undefined => streetKinds.get(word);
export const isSettlementWord = (word: string): boolean => settlementKinds.has(word);
export const isDistrictWord = (word: string): boolean => districtKinds.has(word);

const institutions = new Map<string, string>([
  ["школ", "школа"],
  ["сош", "школа"],
  ["оош", "школа"],
  ["гимназ", "школа"],
  ["лице", "школа"],
  ["садик", "детсад"],
  ["детсад", "детсад"],
  ["сад", "детсад"],
  ["доу", "детсад"],
  ["дс", "детсад"],
  ["мадоу", "детсад"],
  ["мбдоу", "детсад"],
  ["поликлиник", "поликлиника"],
  ["больниц", "больница"],
  ["гкб", "больница"],
  ["аптек", "аптека"],
  ["библиотек", "библиотека"],
  ["котельн", "котельная"],
  ["подстанц", "подстанция"],
  ["почт", "почта"],
]);
/** «гимназия» and «школа» bear one row of numbers; the word that stands for the institution. */
export const institution = (stem: string): string | undefined => institutions.get(stem);

const ordinalEndings: ReadonlySet<string> = new Set(
  "й я е го ой ей ая ую му м ом ый ий х".split(" "),
);

/** Tokens as places are compared: «12-й», «12-я» and «12» are one, hyphens join nothing. */
export function placeWords(tokens: readonly Token[]): { word: string; token: number }[] {
  const out: { word: string; token: number }[] = [];
  tokens.forEach((token, index) => {
    const previous = tokens[index - 1];
    const glued = previous?.number && (token.before === "-" || token.before === "");
    if (glued && ordinalEndings.has(token.word)) return;
    out.push({ word: token.number ? token.word : placeStem(token), token: index });
  });
  return out;
}

/** Fleeting vowels that a stemmer leaves: Городец – Городца, Рудничок – Рудничка, Орёл – Орла. */
function placeStem(token: Token): string {
  const { stem } = token;
  if (stem.length < 4) return stem;
  if (/[бвгджзклмнпрстфхцчшщ][ьй]?ец$/.test(stem)) return `${stem.slice(0, -2)}ц`;
  if (/[аеоуиыэюя]ец$/.test(stem)) return `${stem.slice(0, -2)}йц`;
  if (/[бвгджзлмнпрстчшщ][ое]к$/.test(stem)) return `${stem.slice(0, -2)}к`;
  return stem;
}

const isType = (word: string): boolean =>
  streetKinds.has(word) || settlementKinds.has(word) || districtKinds.has(word);

/** The comparable words of a name without its type words («ул. Льва Толстого» → «льв толст»). */
export function nameKey(name: string): string {
  const { tokens } = readText(name.replace(/\(.*?\)/g, " "));
  const words = placeWords(tokens);
  const bare = words.filter(({ token }) => !isType(tokens[token]?.word ?? ""));
  return (bare.length > 0 ? bare : words).map(({ word }) => word).join(" ");
}

/** House number in one spelling: «5 корп. 2», «5 к2», «5К2» → «5к2»; «96-А» → «96а»; литера dropped. */
export function houseLabel(number: string): string {
  return number
    .toLowerCase()
    .replaceAll("ё", "е")
    .replace(/(?:литера|литер|лит)\.?\s*[а-я]\d?/g, "")
    .replace(/(?:дом|д)(?![а-я])\.?/g, "")
    .replace(/(?:корпус|корп|к)\.?\s*(?=[\dа-я])/g, "к")
    .replace(/(?:строение|стр|с)\.?\s*(?=\d)/g, "с")
    .replace(/[^\dа-я/]/g, "");
}

/** Prepositions that stand before a street, and those before a town. */
export const beforeStreets: ReadonlySet<string> = new Set(
  "на по с со от у возле около напротив до за к перед между рядом вдоль".split(" "),
);
export const beforeTowns: ReadonlySet<string> = new Set(
  "в во из до под за к возле около через жители".split(" "),
);

/** Things that bear numbers of their own: «парадная 2» is not house 2 of Парадная улица. */
export const numberedThings: ReadonlySet<string> = new Set(
  readText("парадная подъезд этаж секция квартира лифт").tokens.map(({ stem }) => stem),
);
/** «с» is a preposition, «с.» a village. */
export const VILLAGE_OR_FROM = "с";
