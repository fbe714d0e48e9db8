/** Bodies, НКО and ТОС of the region. Every number is invented; the checksums are true. */
import type { MunicipalityCode } from "./borders.ts";
import { seededRandom } from "./random.ts";
import { MUNICIPALITIES } from "./territories.ts";

export type DemoOrganisationKind =
  | "ministry"
  | "administration"
  | "municipal-utility"
  | "management-company"
  | "network-company"
  | "road-service"
  | "waste-operator"
  | "transport-company"
  | "nko"
  | "tos"
  | "resource-centre";

export type DemoOrganisation = {
  readonly key: string;
  readonly kind: DemoOrganisationKind;
  readonly name: string;
  readonly short: string;
  readonly inn: string;
  readonly ogrn: string;
  /** Where it works; null means the whole region. */
  readonly municipality: MunicipalityCode | null;
  readonly email: string;
  readonly phone: string;
  readonly site: string;
  readonly address: string;
  /** What it does for people, for НКО and ТОС; otherwise null. */
  readonly mission: string | null;
};

type Row = readonly [
  string,
  DemoOrganisationKind,
  string,
  string,
  MunicipalityCode | null,
  string?,
];

const BODIES: readonly Row[] = [
  [
    "min-health",
    "ministry",
    "Министерство здравоохранения Синегорской области",
    "Минздрав области",
    null,
  ],
  [
    "min-education",
    "ministry",
    "Министерство образования Синегорской области",
    "Минобразования области",
    null,
  ],
  [
    "min-social",
    "ministry",
    "Министерство социального развития Синегорской области",
    "Минсоцразвития области",
    null,
  ],
  [
    "min-nature",
    "ministry",
    "Министерство природных ресурсов Синегорской области",
    "Минприроды области",
    null,
  ],
  [
    "min-digital",
    "ministry",
    "Министерство связи и цифрового развития Синегорской области",
    "Минцифры области",
    null,
  ],
  [
    "mku-dolgomost",
    "municipal-utility",
    "Муниципальное казённое учреждение «Благоустройство Долгомоста»",
    "МКУ «Благоустройство Долгомоста»",
    "dolgomost",
  ],
  [
    "mup-vodostok",
    "municipal-utility",
    "Муниципальное унитарное предприятие «Водосток»",
    "МУП «Водосток»",
    "dolgomost",
  ],
  [
    "mku-sinegorsk",
    "municipal-utility",
    "Муниципальное казённое учреждение «Городские дороги и дворы»",
    "МКУ «Городские дороги и дворы»",
    "sinegorsk",
  ],
  [
    "mup-sinegorsk-water",
    "municipal-utility",
    "Муниципальное унитарное предприятие «Синегорскводоканал»",
    "МУП «Синегорскводоканал»",
    "sinegorsk",
  ],
  [
    "mku-kedrinsky",
    "municipal-utility",
    "Муниципальное казённое учреждение «Кедринское благоустройство»",
    "МКУ «Кедринское благоустройство»",
    "kedrinsky",
  ],
  [
    "mku-tikhoborsky",
    "municipal-utility",
    "Муниципальное казённое учреждение «Тихий двор»",
    "МКУ «Тихий двор»",
    "tikhoborsky",
  ],
  [
    "mku-staromostsky",
    "municipal-utility",
    "Муниципальное казённое учреждение «Городское хозяйство Старого Моста»",
    "МКУ «Городское хозяйство»",
    "staromostsky",
  ],
  [
    "mku-poroginsky",
    "municipal-utility",
    "Муниципальное казённое учреждение «Порог»",
    "МКУ «Порог»",
    "poroginsky",
  ],
  [
    "mku-zarechinsky",
    "municipal-utility",
    "Муниципальное казённое учреждение «Заречинская служба заказчика»",
    "МКУ «Служба заказчика»",
    "zarechinsky",
  ],
  [
    "mup-mshinetsky",
    "municipal-utility",
    "Муниципальное унитарное предприятие «Мшинецкое хозяйство»",
    "МУП «Мшинецкое хозяйство»",
    "mshinetsky",
  ],
  [
    "uk-teply-ugol",
    "management-company",
    "Общество с ограниченной ответственностью «Управляющая компания „Тёплый угол“»",
    "УК «Тёплый угол»",
    "dolgomost",
  ],
  [
    "uk-vysoky",
    "management-company",
    "Общество с ограниченной ответственностью «Управляющая компания „Высокий берег“»",
    "УК «Высокий берег»",
    "sinegorsk",
  ],
  [
    "uk-kedr",
    "management-company",
    "Общество с ограниченной ответственностью «Кедр-Сервис»",
    "УК «Кедр-Сервис»",
    "kedrinsky",
  ],
  [
    "uk-lad",
    "management-company",
    "Общество с ограниченной ответственностью «Лад и дом»",
    "УК «Лад и дом»",
    "staromostsky",
  ],
  [
    "uk-porog",
    "management-company",
    "Общество с ограниченной ответственностью «Родной порог»",
    "УК «Родной порог»",
    "poroginsky",
  ],
  [
    "uk-okrug",
    "management-company",
    "Общество с ограниченной ответственностью «Окружная управляющая компания»",
    "Окружная УК",
    null,
  ],
  [
    "heat-north",
    "network-company",
    "Акционерное общество «Северные тепловые сети»",
    "АО «Северные тепловые сети»",
    null,
  ],
  [
    "heat-south",
    "network-company",
    "Акционерное общество «Тепло Синегорья»",
    "АО «Тепло Синегорья»",
    null,
  ],
  [
    "water-region",
    "network-company",
    "Общество с ограниченной ответственностью «Чистый ключ»",
    "ООО «Чистый ключ»",
    null,
  ],
  [
    "water-zarechinsky",
    "network-company",
    "Общество с ограниченной ответственностью «Заречинские насосы»",
    "ООО «Заречинские насосы»",
    "zarechinsky",
  ],
  [
    "grid-north",
    "network-company",
    "Акционерное общество «Синегорские сети, север»",
    "Синегорские сети, север",
    null,
  ],
  [
    "grid-south",
    "network-company",
    "Акционерное общество «Синегорские сети, юг»",
    "Синегорские сети, юг",
    null,
  ],
  [
    "gas-region",
    "network-company",
    "Акционерное общество «Синегорскгаз»",
    "АО «Синегорскгаз»",
    null,
  ],
  ["road-region", "road-service", "Казённое учреждение «Синегоравтодор»", "Синегоравтодор", null],
  [
    "waste-region",
    "waste-operator",
    "Общество с ограниченной ответственностью «Экобак», региональный оператор",
    "Регоператор «Экобак»",
    null,
  ],
  [
    "bus-sinegorsk",
    "transport-company",
    "Муниципальное предприятие «Синегорский автобус»",
    "Синегорский автобус",
    "sinegorsk",
  ],
  [
    "bus-region",
    "transport-company",
    "Общество с ограниченной ответственностью «Попутный автобус»",
    "«Попутный автобус»",
    null,
  ],
];

const COMMUNITY: readonly Row[] = [
  [
    "resource-centre",
    "resource-centre",
    "Автономная некоммерческая организация «Ресурсный центр НКО Синегорской области»",
    "Ресурсный центр НКО",
    null,
    "Помогаем НКО и ТОС, следим, чтобы жителям ответили, и проверяем, что исправлено",
  ],
  [
    "nko-ramp",
    "nko",
    "Автономная некоммерческая организация «Без порога»",
    "АНО «Без порога»",
    "sinegorsk",
    "Проверяем пандусы и сопровождаем людей на колясках",
  ],
  [
    "nko-kettle",
    "nko",
    "Благотворительный фонд «Горячий чайник»",
    "Фонд «Горячий чайник»",
    null,
    "Дрова, продукты и обогреватели одиноким людям",
  ],
  [
    "nko-tails",
    "nko",
    "Общественная организация «Добрый хвост»",
    "«Добрый хвост»",
    "dolgomost",
    "Приют на 60 собак и стерилизация",
  ],
  [
    "nko-river",
    "nko",
    "Общественная организация «Чистая Липка»",
    "«Чистая Липка»",
    "tikhoborsky",
    "Берега, родники и пробы воды",
  ],
  [
    "nko-afterschool",
    "nko",
    "Автономная некоммерческая организация «Комната после уроков»",
    "«Комната после уроков»",
    "mshinetsky",
    "Место для детей после школы в Мшинце",
  ],
  [
    "nko-elders",
    "nko",
    "Общественная организация ветеранов «Старшие»",
    "«Старшие»",
    "kedrinsky",
    "Клуб, хор и телефон доверия для пожилых",
  ],
  [
    "nko-rafters",
    "nko",
    "Фонд наследия «Сплавщики»",
    "Фонд «Сплавщики»",
    "poroginsky",
    "Музей сплава и мастерские для подростков",
  ],
  [
    "tos-slobodka",
    "tos",
    "Территориальное общественное самоуправление «Слободка»",
    "ТОС «Слободка»",
    "dolgomost",
    "Соседи Слободской и Рыночной: цветники, тропы, дежурства",
  ],
  [
    "tos-sosny",
    "tos",
    "Территориальное общественное самоуправление «Сосны»",
    "ТОС «Сосны»",
    "kedrinsky",
    "Двор Сосновой улицы",
  ],
  [
    "tos-zarechye",
    "tos",
    "Территориальное общественное самоуправление «Заречная сторона»",
    "ТОС «Заречная сторона»",
    "zarechinsky",
    "Колодцы, пруд и детская площадка в Заречье",
  ],
  [
    "tos-mostki",
    "tos",
    "Территориальное общественное самоуправление «Мостки»",
    "ТОС «Мостки»",
    "tikhoborsky",
    "Сорок домов за Липкой, которые держатся вместе",
  ],
];

/** Generates a ten-digit ИНН of the unassigned region 99; the last digit is its checksum. */
export function generateInn(serial: number): string {
  const head = `9901${String(serial).padStart(5, "0")}`;
  return head + innChecksum(head);
}

function innChecksum(nine: string): string {
  const weights = [2, 4, 10, 3, 5, 9, 4, 6, 8];
  const sum = weights.reduce((total, weight, index) => total + weight * Number(nine[index]), 0);
  return String((sum % 11) % 10);
}

/**
 * Generates a thirteen-digit ОГРН: the last digit is the last one of the remainder of twelve digits
 * by 11.
 */
export function generateOgrn(serial: number): string {
  const head = `1${String(2 + (serial % 20)).padStart(2, "0")}99${String(serial * 137 + 100).padStart(7, "0")}`;
  return head + String((Number(head) % 11) % 10);
}

const administrations = MUNICIPALITIES.map<Row>((each) => [
  `adm-${each.code}`,
  "administration",
  each.name.startsWith("Город")
    ? `Администрация города ${each.short}`
    : `Администрация ${each.short.slice(0, -2)}ого муниципального округа`,
  each.name.startsWith("Город")
    ? `Администрация города ${each.short}`
    : `Администрация ${each.short.slice(0, -2)}ого округа`,
  each.code,
]);

function toOrganisation(row: Row, index: number): DemoOrganisation {
  const [key, kind, name, short, municipality, mission] = row;
  const { int } = seededRandom(`organisation ${key}`);
  const seat = MUNICIPALITIES.find((each) => each.code === (municipality ?? "sinegorsk"))
    ?.settlements[0];
  const street = seat?.streets[int(0, seat.streets.length - 1)]?.name ?? "Центральная";
  const address =
    key === "resource-centre"
      ? "Синегорск, Пристанская, 3"
      : `${seat?.name ?? "Синегорск"}, ${street}, ${int(2, 24)}`;
  const phone = `8 (000) ${int(200, 699)}-${int(10, 99)}-${int(10, 99)}`;
  return {
    key,
    kind,
    name,
    short,
    municipality,
    address,
    phone,
    mission: mission ?? null,
    inn: generateInn(1203 + index * 71),
    ogrn: generateOgrn(311 + index * 53),
    email: `${key}@primer.example`,
    site: `https://${key}.example.org`,
  };
}

export const ORGANISATIONS: readonly DemoOrganisation[] = [
  ...BODIES,
  ...administrations,
  ...COMMUNITY,
].map(toOrganisation);

/** Returns the organisation with this key; throws when there is none. */
export function findDemoOrganisation(key: string): DemoOrganisation {
  const found = ORGANISATIONS.find((each) => each.key === key);
  if (!found) throw new Error(`unknown organisation ${key}`);
  return found;
}
