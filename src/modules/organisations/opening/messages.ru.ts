/** Reasons of refusals about the opening of an organisation. */
export const openingRefusals = {
  "unknown-project": "Такого проекта нет. Напишите номер или название",
  "many-projects": "Таких проектов несколько. Напишите номер",
  "no-opening-day": "Сначала напишите, когда организация открылась",
};
