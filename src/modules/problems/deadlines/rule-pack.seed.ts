/**
 * The rule pack a region starts with. Terms follow the practice of regional governance centres;
 * each rule names its source, and a lawyer of the region confirms it before production.
 */
const practice =
  "Практика ЦУР: первая реакция 1–3 часа, проект ответа 8 рабочих часов (Башкортостан, 2025)";
const sevastopol =
  "Регламент ЦУР Севастополя, 2020: ответ 9 рабочих часов, важное 4 часа, окончательно до 7 рабочих дней";
const own = "Порядок проекта «ОКНО»: проверка на месте";

export const defaultRulePackTitle = "Практика ЦУР и порядок проверок";

export const defaultRulePack = {
  code: "gov-centre-practice",
  rules: [
    rule("triage", 4, "working-hours", practice),
    rule("triage:danger", 1, "hours", practice),
    rule("confirm", 2, "working-hours", practice),
    rule("confirm:danger", 1, "hours", practice),
    rule("route", 3, "working-hours", practice),
    rule("route:danger", 1, "hours", practice),
    rule("react", 9, "working-hours", sevastopol),
    rule("react:important", 4, "working-hours", sevastopol),
    rule("react:danger", 2, "hours", sevastopol),
    rule("answer", 7, "working-days", sevastopol),
    rule("answer:important", 3, "working-days", sevastopol),
    rule("answer:danger", 1, "working-days", sevastopol),
    rule("judge", 2, "working-days", own),
    rule("verify", 5, "working-days", own),
    rule("verify:danger", 2, "working-days", own),
    rule("redo", 5, "working-days", own),
    rule("redo:danger", 1, "working-days", own),
  ],
};

/** `answer:danger`: the timer, and the urgency that the rule is for. */
function rule(what: string, amount: number, unit: string, source: string) {
  const [timer, urgency] = what.split(":");
  const when = urgency === undefined ? {} : { when: { urgency } };
  return { timer, amount, unit, validFrom: "2020-01-01", source, ...when };
}
