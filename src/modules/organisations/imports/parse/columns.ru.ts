import type { ActivityArea, LegalForm } from "../../catalogues/codes.ts";
import type { OrganisationKind } from "../../organisation.ts";
import type { ImportField } from "../fields.ts";

/** Normalizes a header: lower case, ё as е, no signs. */
export const headerKey = (text: string): string =>
  text
    .toLocaleLowerCase("ru")
    .replaceAll("ё", "е")
    .replaceAll(/[^\p{L}\p{N}]+/gu, " ")
    .trim();

/** Headers of the Ministry of Justice, of registers of СОНКО, of our own export in both languages. */
const knownHeaders: Record<ImportField, string> = {
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
  Object.entries(knownHeaders).flatMap(([field, headers]) =>
    headers.split("|").map((header) => [header, field as ImportField] as const),
  ),
);

/** Finds the field that a header names; undefined for an unknown header. */
export const findFieldByHeader = (header: string): ImportField | undefined =>
  byKey.get(headerKey(header));

const any = (pattern: RegExp) => (text: string) => pattern.test(headerKey(text));

/** Matches statuses of registers that mean a closed organisation. */
export const isClosedText = any(/исключен|ликвидир|закрыт|прекращ|недейств|closed/);

/** Matches cells that mean «empty». */
export const isEmptyText = any(/^(|нет|нет данных|не указано?|н д|отсутствует|none|null|na)$/);

const stemPattern = (stems: string) => new RegExp(`(^| )(${stems})`);

/** Stems of legal forms, the first match wins; matched against the cell, then the name. */
export const legalFormStems: readonly (readonly [RegExp, LegalForm])[] = [
  [stemPattern("автономн\\S+ некоммерч|ано( |$)"), "autonomous-nko"],
  [stemPattern("территориальн\\S+ общественн|тос( |$)"), "territorial-self-government"],
  [stemPattern("товариществ\\S+ собственник|тсж|тсн"), "owners-partnership"],
  [stemPattern("казач"), "cossack"],
  [stemPattern("религиозн|приход|епархи|церк"), "religious"],
  [stemPattern("общин\\S+ коренных"), "indigenous-community"],
  [stemPattern("общественн\\S+ движен"), "public-movement"],
  [stemPattern("фонд|бф( |$)"), "foundation"],
  [stemPattern("ассоциац|союз"), "association"],
  [stemPattern("общественн|[а-я]{0,4}оо( |$)"), "public-organisation"],
  [stemPattern("частн\\S+ учрежден|чу( |$)"), "private-institution"],
  [stemPattern("государственн|муниципальн|м[бка]у[кд]?( |$)|[ко]?г[бка]у"), "state-institution"],
  [stemPattern("кооператив"), "cooperative"],
  [stemPattern("индивидуальн\\S+ предприн|ип( |$)"), "entrepreneur"],
  [stemPattern("ооо|акционерн|ао( |$)|с ограниченной ответственност"), "company"],
];

/** The kind of an organisation without one, by its legal form. */
export const kindByLegalForm: Partial<Record<LegalForm, OrganisationKind>> = {
  "territorial-self-government": "tos",
  "state-institution": "institution",
  company: "business",
  entrepreneur: "business",
  "owners-partnership": "management-company",
};

/** Stems of activity areas; every match counts, since registers use longer words. */
export const activityAreaStems: readonly (readonly [RegExp, ActivityArea])[] = [
  [
    stemPattern("социальн\\S+ (защит|поддерж|обслуж|помощ|услуг)|трудной жизненной|трудной ситуац"),
    "social-support",
  ],
  [stemPattern("благотворит"), "charity"],
  [stemPattern("сем[ьье]|материнств|детств|детей сирот"), "families"],
  [stemPattern("пожил|старшего поколен|пенсионер|долголет"), "elderly"],
  [stemPattern("инвалид|овз|доступн\\S+ сред"), "disability"],
  [stemPattern("ветеран|сво( |$)|участник\\S* боев"), "veterans"],
  [stemPattern("здоров|здравоохран|медицин"), "health"],
  [stemPattern("спорт|физическ\\S+ культур"), "sport"],
  [stemPattern("образован|просвещ|наук"), "education"],
  [stemPattern("молодеж"), "youth"],
  [stemPattern("культур\\S* (и|искусств)|культур(а|ы)( |$)|искусств|творчеств"), "culture"],
  [stemPattern("истори|краевед|памят|патриот"), "history"],
  [stemPattern("эколог|охран\\S+ окружающ|природ|устойчив\\S+ развит"), "ecology"],
  [stemPattern("животн"), "animals"],
  [
    stemPattern("местн\\S+ (сообществ|самоуправлен)|развити\\S+ территор|тос( |$)|благоустрой"),
    "local-self-government",
  ],
  [stemPattern("защит\\S+ прав|прав\\S+ человек|юридическ|правов"), "human-rights"],
  [
    stemPattern("гражданск\\S+ обществ|институт\\S+ гражд|поддержк\\S+ нко|поддержк\\S+ некоммерч"),
    "civil-society",
  ],
  [stemPattern("доброволь|волонтер"), "volunteering"],
  [stemPattern("межнациональн|национальн\\S+ культур|народов"), "interethnic"],
  [stemPattern("религи|духовн"), "religion"],
  [stemPattern("безопасност|поиск|спасат|чрезвычайн|пожар"), "safety"],
  [stemPattern("зависимост|наркоман|алкогол"), "addiction"],
  [stemPattern("сми( |$)|медиа|журналист"), "media"],
  [stemPattern("туризм|турист"), "tourism"],
  [stemPattern("предпринимател|экономик|бизнес|сельск\\S+ хозяйств"), "economy"],
  [stemPattern("друг(ое|ие)|ино(е|й)|прочее"), "other"],
];
