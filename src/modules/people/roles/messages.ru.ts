/** Messages about roles and where they hold. */
export const roleMessages = {
  roles: {
    administrator: "администратор",
    operator: "оператор ЦУР",
    coordinator: "координатор",
    specialist: "специалист органа",
    secretary: "секретарь совета",
    member: "член совета",
    nko: "представитель НКО",
    consultant: "консультант",
    reviewer: "эксперт",
    "social-worker": "социальный работник",
    editor: "редактор",
    head: "руководитель центра",
    funder: "грантодатель",
    connector: "программа",
  },
  scopes: { region: "весь регион", territory: "в муниципалитете", organisation: "в организации" },
};

/** Reasons of refusals about roles and where they hold. */
export const roleRefusals = {
  "role-missing": "Выберите роль",
  "role-held": "У человека уже есть эта роль в этом месте",
  "territory-missing": "Для этой роли выберите муниципалитет",
  "organisation-missing": "Для этой роли напишите название организации из реестра",
  "organisation-many": "Таких организаций несколько. Напишите название целиком",
  "scope-too-many": "Для этой роли такое место не нужно",
};
