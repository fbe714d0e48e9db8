import { analyzeText, type Token } from "../text/analyze.ts";

/** `sure` words always mean a street; `maybe` words have other meanings as well («дорога»). */
const typeWords: Readonly<Record<string, { sure: string; maybe?: string }>> = {
  street: { sure: "улица улицы улице улицу улицей улицам улицах улиц ул улицы" },
  avenue: {
    sure: "проспект проспекта проспекте проспекту проспектом пр просп прт пр-т пр-кт пр-к пркт",
  },
  lane: { sure: "переулок переулка переулке переулку переулком пер переул" },
  boulevard: { sure: "бульвар бульвара бульваре бульвару бр бул б-р бульв" },
  square: { sure: "пл", maybe: "площадь площади площадью" },
  highway: { sure: "шоссе тракт тракта тракте тракту ш" },
  embankment: { sure: "наб", maybe: "набережная набережной набережную" },
  drive: { sure: "пр-д пр-зд", maybe: "проезд проезда проезде проезду" },
  alley: { sure: "", maybe: "аллея аллее аллеи аллею ал" },
  microdistrict: {
    sure: "мкр мкрн мкр-н м-н м-он мкрн",
    maybe: "микрорайон микрорайоне микрорайона квартал квартале квартала кв-л кв-ле",
  },
  line: { sure: "", maybe: "линия линии линию линий" },
  road: { sure: "", maybe: "дорога дороге дороги дорогу дор" },
  territory: { sure: "", maybe: "территория территории тер снт тупик тупике съезд" },
};
const settlementWords =
  "город города городе городом городу г гор поселок поселка поселке поселку поселком пос п пгт рп село села селе селу с сел деревня деревни деревне деревню дер д станица станице хутор хуторе х аул слобода слободе сл";
const districtWords =
  "обл респ район района районе району районом районы р-н р-он р-не р-на рн округ округа округе округу округом мо го муниципальный муниципального муниципальном муниципальное городской городского городском городское область области областью край края крае краю республика республики сельсовет сельсовета сельсовете с-с сельское сельского сельском поселение поселения поселении образование образования образовании внутригородское";

type StreetWord = { kind: string; sure: boolean };
const streetWords = new Map<string, StreetWord>();
for (const [kind, { sure, maybe }] of Object.entries(typeWords)) {
  for (const word of sure.split(" ")) if (word !== "") streetWords.set(word, { kind, sure: true });
  for (const word of (maybe ?? "").split(" "))
    if (word !== "") streetWords.set(word, { kind, sure: false });
}
const settlementKinds: ReadonlySet<string> = new Set(settlementWords.split(" "));
const districtKinds: ReadonlySet<string> = new Set(districtWords.split(" "));

/** Returns the street kind of a type word («ул», «проспекте»), or undefined. */
export const streetKind = (word: string): string | undefined => streetWords.get(word)?.kind;
/** Returns whether the word always means a street («ул», but not «дорога», «линия», «площадь»). */
export const isSureStreetWord = (word: string): boolean => streetWords.get(word)?.sure ?? false;
/** Returns whether a type word may mean the kind: «пр.» is «проспект» or «проезд». */
export const canMeanKind = (word: string, kind: string): boolean =>
  word === "пр" && kind === "drive";
/** Returns whether the word is a settlement type. */
export const isSettlementWord = (word: string): boolean => settlementKinds.has(word);
/** Returns whether the word is a district type. */
export const isDistrictWord = (word: string): boolean => districtKinds.has(word);
/**
 * Returns whether the word is a type of more than one letter («п», «с» of «Большой пр. П.С.» are
 * none).
 */
export const isLongType = (word: string): boolean => word.length > 1 && isTypeWord(word);
/** Returns whether the word is a type only with the following noun: «городской», «сельское». */
export const isTypeAdjective = (word: string): boolean =>
  districtKinds.has(word) && /^(?:муниципальн|городск|сельск|внутригор)/.test(word);
/** Returns whether the word is any type word of a place. */
export const isTypeWord = (word: string): boolean =>
  streetWords.has(word) || settlementKinds.has(word) || districtKinds.has(word);

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
/** Returns the institution that a stem means; «гимназия» and «школа» share one numbering. */
export const institutionKind = (stem: string): string | undefined => institutions.get(stem);

const ordinalEndings: ReadonlySet<string> = new Set(
  "й я е го ой ей ая ую му м ом ый ий х ти".split(" "),
);
const ordinalWords = new Map(
  "перв втор трет четверт пят шест седьм восьм девят десят"
    .split(" ")
    .map((word, at) => [word, String(at + 1)] as const),
);
/** Abbreviations in names with their stems: «Ген. Белова», «ул. Ак. Павлова», «Верхн. Курья». */
const shortWords = new Map<string, string>([
  ["ген", "генера"],
  ["марш", "маршал"],
  ["акад", "академик"],
  ["ак", "академик"],
  ["адм", "адмира"],
  ["проф", "профессор"],
  ["кап", "капита"],
  ["бол", "больш"],
  ["мал", "мал"],
  ["нов", "нов"],
  ["стар", "стар"],
  ["верхн", "верхн"],
  ["нижн", "нижн"],
  ["краснофл", "краснофлотск"],
  ["комсом", "комсомольск"],
]);

/** Returns whether the token is the ending of the number before it: «12-й», «6я», «7 ая». */
export function hasNumberEnding(tokens: readonly Token[], at: number): boolean {
  const token = tokens[at];
  if (!token || tokens[at - 1]?.number !== true || !ordinalEndings.has(token.word)) return false;
  if (token.before === "-" || token.before === "" || token.before === "- ") return true;
  // «7 ая» is a split ordinal, «7 м» are metres.
  return token.before === " " && token.word.length === 2 && token.word !== "ти";
}

/**
 * Normalises tokens for comparing places: «12-й» and «двенадцатая» become «12», hyphens separate
 * words.
 */
export function normalizePlaceWords(tokens: readonly Token[]): { word: string; token: number }[] {
  const out: { word: string; token: number }[] = [];
  tokens.forEach((token, index) => {
    if (hasNumberEnding(tokens, index)) return;
    out.push({
      word: token.number ? plainNumber(token.word) : normalizePlaceStem(token),
      token: index,
    });
  });
  return out;
}

const plainNumber = (word: string): string => word.replace(/^0+(?=\d)/, "");

/**
 * Removes fleeting vowels that the stemmer leaves: Городец – Городца, Рудничок – Рудничка, Орёл –
 * Орла.
 */
function normalizePlaceStem(token: Token): string {
  const { stem } = token;
  if (stem.length < 4) return shortWords.get(token.word) ?? stem;
  const known = ordinalWords.get(stem) ?? shortWords.get(token.word);
  if (known !== undefined) return known;
  if (/[бвгджзклмнпрстфхцчшщ][ьй]?ец$/.test(stem)) return `${stem.slice(0, -2)}ц`;
  if (/[аеоуиыэюя]ец$/.test(stem)) return `${stem.slice(0, -2)}йц`;
  if (/[бвгджзлмнпрстчшщ][ое]к$/.test(stem)) return `${stem.slice(0, -2)}к`;
  return stem;
}

/**
 * Returns the normalised words of a name without its type words («ул. Льва Толстого» → «льв»,
 * «толст»), a number first: «Красноармейская 2-я» → «2-я Красноармейская».
 */
export function nameWords(name: string): string[] {
  const { tokens } = analyzeText(name.replace(/\(.*?\)/g, " "));
  const words = normalizePlaceWords(tokens);
  const bare = words.filter(({ token, word }, at) => {
    // «п. Новый» is a settlement; the letters of «Большой П.С.» are part of the name.
    const letter = word.length === 1 && at > 0;
    // «Красное Село» is called so.
    const own = at > 0 && tokens[token]?.capital === true && isSettlementWord(tokens[token].word);
    return letter || own || !isTypeWord(tokens[token]?.word ?? "");
  });
  const kept = (bare.length > 0 ? bare : words).map(({ word }) => word);
  const last = kept.at(-1) ?? "";
  return kept.length > 1 && /^\d+$/.test(last) ? [last, ...kept.slice(0, -1)] : kept;
}
/** Returns the normalised words as one key. */
export const nameKey = (name: string): string => nameWords(name).join(" ");

/**
 * Returns a house number in one spelling: «5 корп. 2», «5 к2», «5К2» → «5к2»; «96-А» → «96а»;
 * литера dropped.
 */
export function normalizeHouseLabel(number: string): string {
  return number
    .toLowerCase()
    .replaceAll("ё", "е")
    .replace(/(?:литера|литер|лит|строение|стр)\.?\s*[а-я](?![а-я])\d?/g, "")
    .replace(/(?:дом|д)(?![а-я])\.?/g, "")
    .replace(/(?:корпус|корп|к)\.?\s*(?=[\dа-я])/g, "к")
    .replace(/(?:строение|стр|с)\.?\s*(?=\d)/g, "с")
    .replace(/(?<=\d)\s*-\s*(?=\d)/g, "_")
    .replace(/[^\dа-я/_]/g, "")
    .replaceAll("_", "-");
}

/** Returns a label with other registers' spellings of the same house: «5/2», «5-2» and «5к2». */
export function houseLabelSpellings(label: string): string[] {
  const slashed = label.replace(/^(\d+[а-я]?)[/-](\d)/, "$1к$2");
  const block = label.replace(/^(\d+[а-я]?)к(\d)/, "$1/$2");
  const plain = label.replace(/^(\d+)-(\d)/, "$1/$2");
  return [...new Set([label, slashed, plain, block])];
}

/** Prepositions before a street, and before a town. */
export const streetPrepositions: ReadonlySet<string> = new Set(
  "на по с со от у возле около напротив до за к перед между рядом вдоль адресу угол угла углу пересечении перекресток перекрестке стороны".split(
    " ",
  ),
);
export const townPrepositions: ReadonlySet<string> = new Set(
  "в во из до под за к возле около через жители жителей жителям".split(" "),
);
/** Words before a town that is a destination: a road, a bus, a journey. */
export const farTownPrepositions: ReadonlySet<string> = new Set(
  "на сторону стороны трасса трассы трассе трассу автодорога автодороги автодороге дорога дороги дороге дорогу маршрут маршруту маршрута маршруте направлении направление ад автобус автобуса поезд".split(
    " ",
  ),
);
/** Returns whether the verb is one of travel: «приезжаю из Курска», «езжу в Пермь». */
export const isTravelVerb = (word: string): boolean =>
  /^(?:при|у|вы|пере|по|до)?(?:езжа|езжу|езди|езд[яю]|еха[лт]|еде[тмш]|еду)/.test(word) ||
  /^(?:добира|вози[тл]|возя|отвез|увез|повез)/.test(word);
/** Words before a street named only for orientation: «вход с», «напротив», «со стороны». */
export const nearbyPrepositions: ReadonlySet<string> = new Set(
  "с со от у возле около напротив до перед между рядом стороны".split(" "),
);

/** Words of a street corner. */
export const cornerWords: ReadonlySet<string> = new Set(
  "угол угла углу углом пересечение пересечения пересечении перекресток перекрестка перекрестке".split(
    " ",
  ),
);

/** Things with numbers of their own: «парадная 2» is not house 2 of Парадная улица. */
export const numberedThingStems: ReadonlySet<string> = new Set(
  analyzeText(
    "парадная подъезд этаж секция квартира лифт корпус дом строение маршрут автобус",
  ).tokens.map(({ stem }) => stem),
);
/** Things named after a street or a person: «ТСЖ "Суворовский-61"», «парк Победы». */
export const namesakeStems: ReadonlySet<string> = new Set(
  analyzeText(
    "тсж жск жк ооо тсн метро станция кафе магазин парк сквер сад рынок школа больница завод фабрика кинотеатр театр",
  ).tokens.map(({ stem }) => stem),
);
/** «с» is a preposition, «с.» a village. */
export const VILLAGE_LETTER = "с";
export const HOUSE_LETTER = "д";
/** «Приморское ш.»: the only street kind abbreviated to one letter after the name. */
export const HIGHWAY_LETTER = "ш";
/** «Пермский р н» is «р-н» without its hyphen. */
export const DISTRICT_LETTER = "р";
/** Returns whether the word is «район» or «р-н». */
export const isDistrictNoun = (word: string): boolean => word.startsWith("р");

/**
 * Returns the village's normalised word for an adjective name: «Ворошневский сельсовет» →
 * «Ворошнево».
 */
export function derivedName(name: string, words: readonly string[]): string | undefined {
  const [only = ""] = words;
  if (words.length !== 1 || only.length < 6 || !only.endsWith("ск")) return undefined;
  return /сельсовет|сельск|поселени/i.test(name) ? only.slice(0, -2) : undefined;
}

/**
 * Returns whether the word has an adjective's or a noun's form: «Курский», «Курского» mean a
 * district, «Курск», «Курска» a town.
 */
export function wordForm(word: string): "adjective" | "noun" | "either" {
  if (/(?:ий|ый|ой|ого|его|ому|ему|ая|яя|ую|юю|ое|ее|ие|ые|их|ых|ими|ыми)$/.test(word))
    return "adjective";
  return /(?:ом|ем|им|ым|ей)$/.test(word) ? "either" : "noun";
}

type SettlementLevel = "region" | "district" | "village" | "town" | "settlement";
const levelPatterns: readonly (readonly [SettlementLevel, RegExp])[] = [
  ["region", /^(?:обл|респ$|кра[йяею]$|республик)/],
  ["district", /^(?:район|р-|рн$|округ|муниципальн|мо$|го$|внутригор|городск)/],
  ["village", /^(?:сельсовет|с-с$|сельск|поселени)/],
  ["town", /^(?:г$|гор$|город)/],
];
/** Returns the level of places that a type word means. */
export function settlementLevel(word: string): SettlementLevel | undefined {
  const found = levelPatterns.find(([, shape]) => shape.test(word));
  if (found !== undefined) return found[0];
  return settlementKinds.has(word) ? "settlement" : undefined;
}

/**
 * Returns whether the name is a town's: «город Льгов», «городской округ Льгов», not «Льговский
 * район».
 */
export const isTownName = (name: string): boolean =>
  /(?:^|\s)(?:г\.?|город[а-я]*)\s/i.test(`${name} `);

/**
 * Returns whether the word is an abstract noun («собственности», «отопление»): no street is named
 * so.
 */
export const isAbstractNoun = (word: string): boolean =>
  /(?:ост[ьию]|остью|ени[еяю]|ением|ани[еяю]|анием|ция|ции|цию)$/.test(word);
