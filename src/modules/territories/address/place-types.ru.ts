/**
 * The Russian vocabulary of places: type words with every spelling met in gazetteers and letters.
 * Spellings are lower case, with «е» for «ё» and without dots.
 */

/** Class of a municipality by its type word; distinguishes namesakes. */
export type TypeClass = "urban" | "district" | "okrug" | "settlement" | "region";

export type PlaceTypeWord = { type: string; class: TypeClass; spellings: readonly string[] };

export const PLACE_TYPE_WORDS: readonly PlaceTypeWord[] = [
  {
    type: "внутригородская территория",
    class: "okrug",
    spellings: [
      "внутригородская территория города федерального значения",
      "внутригородское муниципальное образование",
      "внутригородская территория",
      "вн тер г",
    ],
  },
  {
    type: "муниципальное образование",
    class: "okrug",
    spellings: ["муниципальное образование", "мо"],
  },
  {
    type: "муниципальный район",
    class: "district",
    spellings: [
      "немецкий национальный муниципальный район",
      "национальный муниципальный район",
      "немецкий национальный район",
      "национальный район",
      "муниципальный район",
      "муниципальный р-н",
      "м р-н",
      "район",
      "р-н",
    ],
  },
  { type: "муниципальный округ", class: "district", spellings: ["муниципальный округ", "м о"] },
  { type: "городской округ", class: "urban", spellings: ["городской округ", "г о", "го"] },
  { type: "округ", class: "okrug", spellings: ["округ"] },
  { type: "ЗАТО", class: "urban", spellings: ["зато"] },
  { type: "федеральная территория", class: "urban", spellings: ["федеральная территория"] },
  { type: "город", class: "urban", spellings: ["город", "гор", "г"] },
  {
    type: "посёлок городского типа",
    class: "settlement",
    spellings: ["поселок городского типа", "пгт", "п г т"],
  },
  { type: "рабочий посёлок", class: "settlement", spellings: ["рабочий поселок", "рп", "р п"] },
  { type: "дачный посёлок", class: "settlement", spellings: ["дачный поселок", "дп", "д п"] },
  { type: "курортный посёлок", class: "settlement", spellings: ["курортный поселок", "кп"] },
  {
    type: "посёлок при станции",
    class: "settlement",
    spellings: ["поселок при железнодорожной станции", "поселок при станции", "п ж/д ст", "п/ст"],
  },
  { type: "посёлок", class: "settlement", spellings: ["поселок", "пос", "п"] },
  {
    type: "сельское поселение",
    class: "settlement",
    spellings: ["сельское поселение", "сельская администрация", "с п", "сп"],
  },
  {
    type: "городское поселение",
    class: "settlement",
    spellings: ["городское поселение", "г п", "гп"],
  },
  { type: "поселение", class: "settlement", spellings: ["поселение"] },
  { type: "сельсовет", class: "settlement", spellings: ["сельсовет", "с/с"] },
  { type: "поссовет", class: "settlement", spellings: ["поссовет"] },
  { type: "волость", class: "settlement", spellings: ["волость"] },
  { type: "наслег", class: "settlement", spellings: ["наслег"] },
  { type: "сомон", class: "settlement", spellings: ["сомон"] },
  { type: "деревня", class: "settlement", spellings: ["деревня", "дер", "д", "де"] },
  { type: "село", class: "settlement", spellings: ["село", "с"] },
  { type: "станица", class: "settlement", spellings: ["станица", "ст-ца"] },
  { type: "станция", class: "settlement", spellings: ["станция", "ж/д станция", "ж/д ст", "ст"] },
  { type: "разъезд", class: "settlement", spellings: ["разъезд", "рзд", "ж/д рзд"] },
  { type: "хутор", class: "settlement", spellings: ["хутор", "хут", "х"] },
  { type: "слобода", class: "settlement", spellings: ["слобода", "сл"] },
  { type: "аул", class: "settlement", spellings: ["аул"] },
  { type: "выселок", class: "settlement", spellings: ["выселок", "выселки", "высел"] },
  { type: "починок", class: "settlement", spellings: ["починок", "поч"] },
  { type: "улус", class: "district", spellings: ["улус"] },
  { type: "урочище", class: "settlement", spellings: ["урочище", "ур"] },
  { type: "массив", class: "settlement", spellings: ["массив", "мас"] },
  { type: "микрорайон", class: "settlement", spellings: ["микрорайон", "мкр", "мкрн", "мкр-н"] },
  { type: "территория", class: "settlement", spellings: ["территория", "тер"] },
  {
    type: "садоводство",
    class: "settlement",
    spellings: [
      "садоводство",
      "сад-во",
      "с-во",
      "снт",
      "сст",
      "снп",
      "днт",
      "днп",
      "дпк",
      "дкп",
      "тсн",
      "тиз",
      "сад",
    ],
  },
];

/** The type word of the three cities that are regions. */
export const FEDERAL_CITY = "город";

export const REGION_TYPE_WORDS: readonly PlaceTypeWord[] = [
  { type: "автономная область", class: "region", spellings: ["автономная область", "аобл"] },
  { type: "автономный округ", class: "region", spellings: ["автономный округ", "ао"] },
  { type: "область", class: "region", spellings: ["область", "обл"] },
  { type: "край", class: "region", spellings: ["край"] },
  { type: "республика", class: "region", spellings: ["республика", "респ"] },
  { type: FEDERAL_CITY, class: "region", spellings: ["город", "г"] },
];

/** Second names of regions that gazetteers add or leave out. */
export const REGION_SECOND_NAMES: readonly string[] = [
  "алания",
  "югра",
  "кузбасс",
  "чувашия",
  "якутия",
  "татарстан",
];

export type StreetTypeWord = { type: string; spellings: readonly string[] };

export const STREET_TYPE_WORDS: readonly StreetTypeWord[] = [
  { type: "улица", spellings: ["улица", "ул", "ул/"] },
  { type: "проспект", spellings: ["проспект", "пр-кт", "просп", "пр-т", "пр"] },
  { type: "переулок", spellings: ["переулок", "пер"] },
  { type: "проезд", spellings: ["проезд", "прозд", "пр-д", "прд"] },
  { type: "набережная", spellings: ["набережная", "наб"] },
  { type: "бульвар", spellings: ["бульвар", "б-р", "бул", "бульв"] },
  { type: "шоссе", spellings: ["шоссе", "ш"] },
  { type: "площадь", spellings: ["площадь", "пл"] },
  { type: "линия", spellings: ["линия", "лин"] },
  { type: "аллея", spellings: ["аллея", "алл", "ал", "алеея"] },
  { type: "дорога", spellings: ["дорога", "дор"] },
  { type: "дорожка", spellings: ["дорожка", "дорож"] },
  { type: "тупик", spellings: ["тупик", "туп"] },
  { type: "тракт", spellings: ["тракт"] },
  { type: "квартал", spellings: ["квартал", "кв-л"] },
  { type: "остров", spellings: ["остров", "о-в"] },
  { type: "городок", spellings: ["городок", "г-к"] },
  { type: "съезд", spellings: ["съезд"] },
  { type: "заезд", spellings: ["заезд"] },
  { type: "спуск", spellings: ["спуск"] },
  { type: "просека", spellings: ["просека", "пр-ка"] },
  { type: "протока", spellings: ["протока", "проток"] },
  { type: "промзона", spellings: ["промзона", "промышленная зона"] },
  { type: "километр", spellings: ["километр", "км"] },
  { type: "парк", spellings: ["парк", "лесопарк"] },
];

/** Abbreviations in street names with their full forms. */
export const STREET_SHORT_WORDS: readonly (readonly [string, string])[] = [
  ["в.о.", "во"],
  ["васильевского острова", "во"],
  ["п.с.", "пс"],
  ["петроградской стороны", "пс"],
  ["р.", "реки"],
  ["кан.", "канала"],
  ["им.", "имени"],
];

export type HousePartWord = {
  part: "house" | "building" | "structure" | "letter" | "flat";
  spellings: readonly string[];
};

/** Latin letters that look like Russian ones, typed by mistake in house letters. */
export const LATIN_LOOKALIKES: Readonly<Record<string, string>> = {
  A: "А",
  B: "В",
  C: "С",
  E: "Е",
  H: "Н",
  K: "К",
  M: "М",
  O: "О",
  P: "Р",
  T: "Т",
  X: "Х",
};

export const HOUSE_PART_WORDS: readonly HousePartWord[] = [
  {
    part: "house",
    spellings: ["домовладение", "владение", "участок", "дом", "влд", "вл", "уч", "д"],
  },
  { part: "building", spellings: ["корпус", "корп", "кор", "к"] },
  { part: "structure", spellings: ["строение", "стр", "сооружение", "соор"] },
  { part: "letter", spellings: ["литера", "литер", "лит", "л"] },
  {
    part: "flat",
    spellings: [
      "квартира",
      "подъезды",
      "подъезд",
      "парадная",
      "помещение",
      "этаж",
      "офис",
      "комната",
      "под",
      "пар",
      "пом",
      "оф",
      "ком",
      "кв",
    ],
  },
];

/** Parts of a settlement, used in place of a street. */
export const AREA_TYPES: readonly string[] = [
  "территория",
  "микрорайон",
  "массив",
  "садоводство",
  "урочище",
];

export const COUNTRY_WORDS: readonly string[] = ["россия", "рф", "российская федерация"];

export const NO_NUMBER_WORDS: readonly string[] = ["б/н", "бн", "без номера"];
/** «дубль» marks a second record of one house in some registers of housing. */
export const DUPLICATE_MARK = /\s*\(\s*дубль\s*\d*\s*\)/giu;

/** Endings of an ordinal separated from its number: «2-я», «10-го». */
export const ORDINAL_ENDINGS: readonly string[] = ["я", "й", "ая", "ый", "ий", "е", "го"];

/** Letters that are used interchangeably. */
export const SAME_LETTERS: readonly (readonly [string, string])[] = [["ё", "е"]];

/** A number sign in its spellings before digits: «№ 7», «N7», «No. 7» (with either «o»). */
export const NUMBER_SIGN = /(?<!\p{L})(?:№|n|no|nо)\.?\s*(?=\d)/giu;

/** A closed town's mark after its name. */
export const CLOSED_TOWN_MARK = /\(\s*зато\s*\)/giu;

/** The letter that registers give to a main building. */
export const MAIN_LETTER = "А";

export const HOUSE_LABELS = {
  noNumber: "б/н",
  building: "к",
  structure: "стр. ",
  letter: "лит. ",
} as const;

/** Types of a settlement that open an address written without commas. */
export const OPENING_TYPES: readonly string[] = [
  "город",
  "посёлок",
  "поселок",
  "деревня",
  "село",
  "пгт",
  "рп",
  "пос",
  "дер",
  "г",
  "п",
  "с",
];

/** «Ленина 13», «Ленина 13/2к1»: a house number that follows its street without a comma. */
export const TRAILING_HOUSE =
  /^(.*\p{L}{3}\S*(?:\s\p{L}+\.?)?)\s+(\d+\p{L}?(?:[/\\-]\d+\p{L}?)*(?:\s?к\.?\s?\d+)?)$/u;

/** Column names that a plain table of territories may carry, in either language. */
export const PLAIN_COLUMNS = {
  name: ["name", "название", "наименование", "district", "имя"],
  kind: ["kind", "вид"],
  parent: ["parent", "входит в", "район"],
  oktmo: ["oktmo", "октмо"],
  population: ["population", "население", "численность населения"],
  lat: ["lat", "широта"],
  lon: ["lon", "lng", "долгота"],
} as const;

export const KIND_WORDS: readonly (readonly [string, "municipality" | "settlement"])[] = [
  ["municipality", "municipality"],
  ["муниципальное образование", "municipality"],
  ["settlement", "settlement"],
  ["населенный пункт", "settlement"],
];

/** Short forms of a district: «Слободской район» next to the town «Слободской». */
export const SHORT_DISTRICTS: readonly { types: readonly string[]; word: string }[] = [
  { types: ["муниципальный район"], word: "район" },
  { types: ["муниципальный округ", "городской округ", "округ"], word: "округ" },
];

/** Endings of adjective names, which need a noun: «Слободской», «Агаповский». */
export const ADJECTIVE = /(?:ский|цкий|ской|цкой|ный|ая|ий|ый)$/u;

/** «городской округ город Слободской»: the town's own name needs no noun. */
export const TOWN_INSIDE = /(?<=\s)(?:город|г\.|ЗАТО)\s/iu;

/** «Лесная», «2-я Берёзовая»: adjective names, which precede the type. */
export const STREET_ADJECTIVE = /(?:ая|яя|ий|ый|ой|ое|ее)$/u;
