/** Named people of the region, their roles and where they may act. */
import type { MunicipalityCode } from "./borders.ts";

/** One password for every demo account. */
export const DEMO_PASSWORD = "okno-demo-2026";

export type DemoRole =
  | "administrator"
  | "cur-operator"
  | "coordinator"
  | "specialist"
  | "editor"
  | "head"
  | "council-secretary"
  | "consultant"
  | "reviewer"
  | "nko"
  | "funder";

export type DemoPerson = {
  readonly key: string;
  readonly name: string;
  readonly email: string;
  readonly role: DemoRole;
  /** Where the role holds; empty means the whole region, or for a specialist the tied body. */
  readonly municipalities: readonly MunicipalityCode[];
  /** Bodies the person works for. A coordinator with a tie may not check that body's work. */
  readonly ties: readonly {
    readonly organisation: string;
    readonly since: string;
    readonly until: string | null;
    readonly position: string;
  }[];
};

type TieRow = readonly [organisation: string, position: string];
type Row = readonly [
  key: string,
  name: string,
  role: DemoRole,
  municipalities: readonly MunicipalityCode[],
  tie?: TieRow,
];

const STAFF: readonly Row[] = [
  [
    "administrator",
    "Глеб Санников",
    "administrator",
    [],
    ["resource-centre", "системный администратор"],
  ],
  ["operator-first", "Инна Дорохова", "cur-operator", []],
  ["operator-second", "Тимур Галеев", "cur-operator", []],
  ["editor", "Яна Светлакова", "editor", [], ["resource-centre", "редактор"]],
  ["head", "Елена Рудакова", "head", [], ["resource-centre", "директор"]],
  ["sazhina", "Ольга Сажина", "consultant", [], ["resource-centre", "консультант"]],
  ["lugin", "Роман Лугин", "cur-operator", [], ["resource-centre", "организатор событий"]],
  ["elagina", "Тамара Елагина", "reviewer", []],
  ["kataev", "Арсений Катаев", "reviewer", []],
  ["drozdova", "Лидия Дроздова", "nko", [], ["tos-slobodka", "председатель"]],
  ["murashova", "Виктория Мурашова", "funder", []],
  ["secretary", "Борис Левашов", "council-secretary", ["dolgomost"]],
  ["vetkina", "Марина Веткина", "coordinator", ["dolgomost"]],
  ["kochkaryova", "Лидия Кочкарёва", "coordinator", ["dolgomost", "mshinetsky", "losevezhsky"]],
  [
    "tyagunov",
    "Роман Тягунов",
    "coordinator",
    ["mshinetsky", "losevezhsky"],
    ["mup-mshinetsky", "диспетчер, совмещение"],
  ],
  ["safina", "Айгуль Сафина", "coordinator", ["sinegorsk"]],
  ["yarygin", "Денис Ярыгин", "coordinator", ["sinegorsk", "verkhnelipsky"]],
  ["permyakova", "Ольга Пермякова", "coordinator", ["kedrinsky", "yasnogrivsky"]],
  ["bugrov", "Степан Бугров", "coordinator", ["tikhoborsky"]],
  ["lapteva", "Нина Лаптева", "coordinator", ["zarechinsky", "staromostsky"]],
  ["obukhov", "Кирилл Обухов", "coordinator", ["poroginsky", "verkhnelipsky"]],
  ["maltseva", "Вера Мальцева", "coordinator", ["dalnebrodsky", "losevezhsky"]],
];

const SPECIALISTS: readonly (readonly [body: string, name: string, position: string])[] = [
  ["mku-dolgomost", "Павел Ольшаников", "инженер"],
  ["mku-dolgomost", "Регина Шумилова", "специалист по обращениям"],
  ["mup-vodostok", "Анатолий Куклин", "начальник смены"],
  ["mku-sinegorsk", "Светлана Бородулина", "ведущий инженер"],
  ["mku-sinegorsk", "Игорь Подшивалов", "диспетчер"],
  ["mup-sinegorsk-water", "Наталья Чупина", "инженер по качеству"],
  ["mku-kedrinsky", "Фёдор Зыков", "начальник участка"],
  ["mku-tikhoborsky", "Лариса Овчинникова", "специалист"],
  ["mku-staromostsky", "Геннадий Ушаков", "мастер"],
  ["mku-poroginsky", "Алёна Вагина", "специалист"],
  ["mku-zarechinsky", "Виктор Клепиков", "инженер"],
  ["mup-mshinetsky", "Тамара Бессонова", "специалист"],
  ["uk-teply-ugol", "Эдуард Мохов", "управляющий"],
  ["uk-vysoky", "Юлия Гусельникова", "управляющая домами"],
  ["uk-kedr", "Андрей Пестов", "техник"],
  ["uk-lad", "Галина Трофимова", "управляющая"],
  ["uk-porog", "Олег Накоряков", "мастер"],
  ["uk-okrug", "Зоя Абрамова", "специалист"],
  ["heat-north", "Михаил Тетерин", "начальник службы"],
  ["heat-south", "Ксения Волегова", "инженер"],
  ["water-region", "Руслан Хайруллин", "главный инженер"],
  ["water-zarechinsky", "Валерий Сорокин", "директор"],
  ["grid-north", "Дмитрий Плешков", "диспетчер"],
  ["grid-south", "Алексей Гордеев", "начальник района"],
  ["gas-region", "Ирина Соснина", "инженер"],
  ["road-region", "Артём Батуев", "начальник отдела мостов"],
  ["waste-region", "Жанна Кислицына", "специалист по обращениям"],
  ["bus-sinegorsk", "Вадим Лобанов", "начальник движения"],
  ["bus-region", "Антонина Ширяева", "диспетчер"],
  ["min-health", "Рустам Насыров", "консультант"],
  ["min-education", "Людмила Каргапольцева", "консультант"],
  ["min-social", "Мария Токарева", "главный специалист"],
  ["min-nature", "Георгий Осинцев", "инспектор"],
  ["min-digital", "Полина Журавлёва", "консультант"],
  ["adm-dolgomost", "Константин Рябков", "начальник отдела"],
  ["adm-sinegorsk", "Эльвира Ахметова", "консультант"],
  ["adm-kedrinsky", "Надежда Бурдина", "специалист"],
  ["adm-tikhoborsky", "Евгений Шадрин", "специалист"],
  ["adm-staromostsky", "Любовь Патрушева", "специалист"],
  ["adm-poroginsky", "Сергей Чазов", "заместитель главы"],
  ["adm-yasnogrivsky", "Татьяна Голубкина", "специалист"],
  ["adm-dalnebrodsky", "Николай Сычёв", "специалист"],
  ["adm-losevezhsky", "Оксана Дылдина", "специалист"],
  ["adm-zarechinsky", "Вячеслав Рогожин", "специалист"],
  ["adm-mshinetsky", "Раиса Зуева", "специалист"],
  ["adm-verkhnelipsky", "Пётр Липин", "специалист"],
];

const LATIN: Readonly<Record<string, string>> = {
  а: "a",
  б: "b",
  в: "v",
  г: "g",
  д: "d",
  е: "e",
  ё: "yo",
  ж: "zh",
  з: "z",
  и: "i",
  й: "y",
  к: "k",
  л: "l",
  м: "m",
  н: "n",
  о: "o",
  п: "p",
  р: "r",
  с: "s",
  т: "t",
  у: "u",
  ф: "f",
  х: "kh",
  ц: "ts",
  ч: "ch",
  ш: "sh",
  щ: "sch",
  ъ: "",
  ы: "y",
  ь: "",
  э: "e",
  ю: "yu",
  я: "ya",
  " ": ".",
};

/** Returns Latin letters for an e-mail address: «Марина Веткина» → `marina.vetkina`. */
export function transliterate(text: string): string {
  return [...text.toLowerCase()].map((letter) => LATIN[letter] ?? letter).join("");
}

function toPerson([key, name, role, municipalities, tie]: Row): DemoPerson {
  const ties = tie
    ? [{ organisation: tie[0], position: tie[1], since: "2024-03-01", until: null }]
    : [];
  return { key, name, role, municipalities, ties, email: `${transliterate(name)}@okno.example` };
}

export const PEOPLE: readonly DemoPerson[] = [
  ...STAFF,
  ...SPECIALISTS.map<Row>(([body, name, position]) => [
    `specialist-${transliterate(name.split(" ")[1] ?? name)}`,
    name,
    "specialist",
    [],
    [body, position],
  ]),
].map(toPerson);

/** Returns the person with this key; throws when there is none. */
export function findDemoPerson(key: string): DemoPerson {
  const found = PEOPLE.find((each) => each.key === key);
  if (!found) throw new Error(`unknown person ${key}`);
  return found;
}

/** Returns the specialists of a body. */
export function specialistsOf(body: string): readonly DemoPerson[] {
  return PEOPLE.filter(
    (each) => each.role === "specialist" && each.ties.some((tie) => tie.organisation === body),
  );
}

/** Coordinators of a place. */
export function coordinatorsOf(municipality: MunicipalityCode): readonly DemoPerson[] {
  return PEOPLE.filter(
    (each) => each.role === "coordinator" && each.municipalities.includes(municipality),
  );
}

/** Coordinators of a place who do not work for the body, and so may check its work. */
export function checkersOf(municipality: MunicipalityCode, body: string): readonly DemoPerson[] {
  return coordinatorsOf(municipality).filter((each) =>
    each.ties.every((tie) => tie.organisation !== body),
  );
}
