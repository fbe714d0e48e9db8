import type { Direction, LegalForm } from "../../catalogues/codes.ts";
import type { OrganisationKind } from "../../organisation.ts";
import type { ImportField } from "../fields.ts";

/** Small letters, ё as е, no signs: «Сокращённое наименование:» is «сокращенное наименование». */
export const headerKey = (text: string): string =>
  text
    .toLocaleLowerCase("ru")
    .replaceAll("ё", "е")
    .replaceAll(/[^\p{L}\p{N}]+/gu, " ")
    .trim();

/** Headers of the Ministry of Justice, of registers of СОНКО, of our own export in both languages. */
const known: Record<ImportField, string> = {
  id: "код|id|идентификатор|code",
  kind: "вид|вид организации|тип организации|kind",
  legalForm:
    "правовая форма|организационно правовая форма|опф|организационно правовая форма организации|форма|legal form",
  name: "полное название|полное наименование|наименование|название|наименование нко|наименование организации|название организации|полное наименование организации|полное наименование некоммерческой организации|наименование сонко|full name|name",
  shortName:
    "короткое название|сокращенное наименование|краткое наименование|сокращенное название|краткое название|short name",
  inn: "инн|инн организации|taxpayer number inn|inn",
  ogrn: "огрн|огрн огрнип|огрн организации|основной государственный регистрационный номер|registration number ogrn|ogrn",
  directions:
    "направления|направление|вид деятельности|виды деятельности|основной вид деятельности|направление деятельности|направления деятельности|сфера деятельности|directions",
  territory:
    "муниципалитет|муниципальное образование|мо|район|город|территория|муниципальный район городской округ|где работает|municipality|where it works",
  settlement: "населенный пункт|город село|settlement",
  address:
    "адрес|место нахождения|местонахождение|адрес места нахождения|юридический адрес|фактический адрес|адрес местонахождения|почтовый адрес|address",
  lat: "широта|latitude|lat",
  lon: "долгота|longitude|lon|lng",
  phone: "телефон|контактный телефон|телефоны|номер телефона|telephone|phone",
  email: "почта|e mail|email|эл почта|электронная почта|адрес электронной почты",
  site: "сайт|официальный сайт|адрес сайта|интернет сайт|website|site",
  links: "ссылки|ссылка|социальные сети|соцсети|страницы|страницы в сети|links",
  description:
    "описание|о деятельности|описание деятельности|о себе|миссия|чем занимается|description|what it does",
  openedOn:
    "дата регистрации|дата создания|дата открытия|день открытия|когда открыта|дата внесения сведений|дата внесения в реестр|opened on",
  openedUnder: "код проекта|project code",
  openedLink: "подтверждение открытия|документ об открытии|proof of opening",
  state: "состояние|статус|статус организации|state|status",
};

const byKey = new Map(
  Object.entries(known).flatMap(([field, headers]) =>
    headers.split("|").map((header) => [header, field as ImportField] as const),
  ),
);

/** The field that a header names; undefined for one that we do not know. */
export const fieldOfHeader = (header: string): ImportField | undefined =>
  byKey.get(headerKey(header));

const any = (pattern: RegExp) => (text: string) => pattern.test(headerKey(text));

/** Statuses of registers that mean: no longer works. */
export const saysClosed = any(/исключен|ликвидир|закрыт|прекращ|недейств|closed/);

/** Cells that say «nothing». */
export const saysNothing = any(/^(|нет|нет данных|не указано?|н д|отсутствует|none|null|na)$/);

const word = (stems: string) => new RegExp(`(^| )(${stems})`);

/** The first that fits decides; the form is looked for in its own cell, then in the name. */
export const formStems: readonly (readonly [RegExp, LegalForm])[] = [
  [word("автономн\\S+ некоммерч|ано( |$)"), "autonomous-nko"],
  [word("территориальн\\S+ общественн|тос( |$)"), "territorial-self-government"],
  [word("товариществ\\S+ собственник|тсж|тсн"), "owners-partnership"],
  [word("казач"), "cossack"],
  [word("религиозн|приход|епархи|церк"), "religious"],
  [word("общин\\S+ коренных"), "indigenous-community"],
  [word("общественн\\S+ движен"), "public-movement"],
  [word("фонд|бф( |$)"), "foundation"],
  [word("ассоциац|союз"), "association"],
  [word("общественн|[а-я]{0,4}оо( |$)"), "public-organisation"],
  [word("частн\\S+ учрежден|чу( |$)"), "private-institution"],
  [word("государственн|муниципальн|м[бка]у[кд]?( |$)|[ко]?г[бка]у"), "state-institution"],
  [word("кооператив"), "cooperative"],
  [word("индивидуальн\\S+ предприн|ип( |$)"), "entrepreneur"],
  [word("ооо|акционерн|ао( |$)|с ограниченной ответственност"), "company"],
];

/** What a form makes of an organisation whose kind nobody wrote. */
export const kindOfForm: Partial<Record<LegalForm, OrganisationKind>> = {
  "territorial-self-government": "tos",
  "state-institution": "institution",
  company: "business",
  entrepreneur: "business",
  "owners-partnership": "management-company",
};

/** Every one that fits; a register's words are longer than our catalogue's. */
export const directionStems: readonly (readonly [RegExp, Direction])[] = [
  [
    word("социальн\\S+ (защит|поддерж|обслуж|помощ|услуг)|трудной жизненной|трудной ситуац"),
    "social-support",
  ],
  [word("благотворит"), "charity"],
  [word("сем[ьье]|материнств|детств|детей сирот"), "families"],
  [word("пожил|старшего поколен|пенсионер|долголет"), "elderly"],
  [word("инвалид|овз|доступн\\S+ сред"), "disability"],
  [word("ветеран|сво( |$)|участник\\S* боев"), "veterans"],
  [word("здоров|здравоохран|медицин"), "health"],
  [word("спорт|физическ\\S+ культур"), "sport"],
  [word("образован|просвещ|наук"), "education"],
  [word("молодеж"), "youth"],
  [word("культур\\S* (и|искусств)|культур(а|ы)( |$)|искусств|творчеств"), "culture"],
  [word("истори|краевед|памят|патриот"), "history"],
  [word("эколог|охран\\S+ окружающ|природ|устойчив\\S+ развит"), "ecology"],
  [word("животн"), "animals"],
  [
    word("местн\\S+ (сообществ|самоуправлен)|развити\\S+ территор|тос( |$)|благоустрой"),
    "local-self-government",
  ],
  [word("защит\\S+ прав|прав\\S+ человек|юридическ|правов"), "human-rights"],
  [
    word("гражданск\\S+ обществ|институт\\S+ гражд|поддержк\\S+ нко|поддержк\\S+ некоммерч"),
    "civil-society",
  ],
  [word("доброволь|волонтер"), "volunteering"],
  [word("межнациональн|национальн\\S+ культур|народов"), "interethnic"],
  [word("религи|духовн"), "religion"],
  [word("безопасност|поиск|спасат|чрезвычайн|пожар"), "safety"],
  [word("зависимост|наркоман|алкогол"), "addiction"],
  [word("сми( |$)|медиа|журналист"), "media"],
  [word("туризм|турист"), "tourism"],
  [word("предпринимател|экономик|бизнес|сельск\\S+ хозяйств"), "economy"],
  [word("друг(ое|ие)|ино(е|й)|прочее"), "other"],
];
