/**
 * The rule pack a region starts with. Terms follow the practice of regional governance centres;
 * each rule names its source, and a lawyer of the region confirms it before production.
 */
const practiceSource =
  "Практика ЦУР: первая реакция 1–3 часа, проект ответа 8 рабочих часов (Башкортостан, 2025)";
const sevastopolSource =
  "Регламент ЦУР Севастополя, 2020: ответ 9 рабочих часов, важное 4 часа, окончательно до 7 рабочих дней";
const projectSource = "Порядок проекта «ОКНО»: проверка на месте";

export const defaultRulePackTitle = "Практика ЦУР и порядок проверок";

export const defaultRulePack = {
  code: "gov-centre-practice",
  rules: [
    defineRule("triage", 4, "working-hours", practiceSource),
    defineRule("triage:danger", 1, "hours", practiceSource),
    defineRule("confirm", 2, "working-hours", practiceSource),
    defineRule("confirm:danger", 1, "hours", practiceSource),
    defineRule("route", 3, "working-hours", practiceSource),
    defineRule("route:danger", 1, "hours", practiceSource),
    defineRule("react", 9, "working-hours", sevastopolSource),
    defineRule("react:important", 4, "working-hours", sevastopolSource),
    defineRule("react:danger", 2, "hours", sevastopolSource),
    defineRule("answer", 7, "working-days", sevastopolSource),
    defineRule("answer:important", 3, "working-days", sevastopolSource),
    defineRule("answer:danger", 1, "working-days", sevastopolSource),
    defineRule("judge", 2, "working-days", projectSource),
    defineRule("verify", 5, "working-days", projectSource),
    defineRule("verify:danger", 2, "working-days", projectSource),
    defineRule("redo", 5, "working-days", projectSource),
    defineRule("redo:danger", 1, "working-days", projectSource),
  ],
};

/** Defines a rule from a key, `answer:danger`: the timer, and the urgency that the rule is for. */
function defineRule(what: string, amount: number, unit: string, source: string) {
  const [timer, urgency] = what.split(":");
  const when = urgency === undefined ? {} : { when: { urgency } };
  return { timer, amount, unit, validFrom: "2020-01-01", source, ...when };
}
