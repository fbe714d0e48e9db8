import { catalogueMessages } from "./catalogues/messages.ru.ts";
import { registryMessages } from "./registry/messages.ru.ts";
import { cardMessages, cardRefusals } from "./card/messages.ru.ts";
import { competenceMessages, competenceRefusals } from "./competence/messages.ru.ts";
import { tieMessages, tieRefusals } from "./ties/messages.ru.ts";
import { memberMessages, memberRefusals } from "./members/messages.ru.ts";
import { relationMessages, relationRefusals } from "./relations/messages.ru.ts";
import { serviceMessages, serviceRefusals } from "./services/messages.ru.ts";
import { proposalMessages, proposalRefusals } from "./proposals/messages.ru.ts";
import { mergeMessages, mergeRefusals } from "./merges/messages.ru.ts";
import { annualCheckMessages, annualCheckRefusals } from "./annual-check/messages.ru.ts";
import { openingRefusals } from "./opening/messages.ru.ts";
import { selfServiceMessages } from "./self-service/messages.ru.ts";
import { importMessages, importRefusals } from "./imports/messages.ru.ts";

/** Messages of organisations in Russian; each feature has its own sections. */
export const ru = {
  ...catalogueMessages,
  ...registryMessages,
  ...cardMessages,
  ...competenceMessages,
  ...tieMessages,
  ...memberMessages,
  ...relationMessages,
  ...serviceMessages,
  ...proposalMessages,
  ...mergeMessages,
  ...annualCheckMessages,
  ...selfServiceMessages,
  ...importMessages,
  kinds: {
    ministry: "Министерство",
    administration: "Администрация",
    utility: "Коммунальная служба",
    "management-company": "Управляющая компания",
    network: "Сетевая компания",
    "road-service": "Дорожная служба",
    "waste-operator": "Оператор по отходам",
    transport: "Перевозчик",
    institution: "Учреждение",
    authority: "Надзор и контроль",
    nko: "НКО",
    tos: "ТОС",
    "initiative-group": "Инициативная группа",
    "initiative-centre": "ЦОИ",
    "neighbourhood-centre": "Соседский центр",
    "resource-centre": "Ресурсный центр",
    "governance-centre": "ЦУР",
    business: "Бизнес",
  },
  tieRoles: {
    head: "Руководитель",
    employee: "Сотрудник",
    contact: "Контактное лицо",
    member: "Участник",
    volunteer: "Доброволец",
    founder: "Учредитель",
  },
  fields: {
    kind: "Вид",
    name: "Полное название",
    shortName: "Короткое название",
    inn: "ИНН",
    ogrn: "ОГРН",
    territory: "Где работает",
    email: "Почта",
    phone: "Телефон",
    site: "Сайт",
    address: "Адрес",
    state: "Состояние",
  },
  wholeRegion: "Весь регион",
  anyKind: "Любой вид",
  anyTerritory: "Любое место",
  closed: "Закрыта",
  navigation: {
    organisations: "Организации",
    import: "Загрузка реестра",
    ownOrganisation: "Моя организация",
  },
  refusals: {
    ...cardRefusals,
    ...competenceRefusals,
    ...tieRefusals,
    ...memberRefusals,
    ...relationRefusals,
    ...serviceRefusals,
    ...proposalRefusals,
    ...mergeRefusals,
    ...annualCheckRefusals,
    ...openingRefusals,
    ...importRefusals,
    "bad-day": "Такого дня нет. Проверьте дату",
    "unknown-territory": "Такого муниципалитета нет. Выберите из списка",
    "changed-meanwhile":
      "Пока вы писали, карточку изменил другой человек. Откройте её заново и повторите",
    "unknown-organisation": "Такой организации нет или она закрыта. Выберите из списка",
    "date-missing": "Укажите день",
    "ends-before-start": "Последний день раньше первого. Поправьте",
  },
} as const;
