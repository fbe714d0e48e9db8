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
    rule("triage", 1, "hours", practice, "danger"),
    rule("confirm", 2, "working-hours", practice),
    rule("confirm", 1, "hours", practice, "danger"),
    rule("route", 3, "working-hours", practice),
    rule("route", 1, "hours", practice, "danger"),
    rule("react", 9, "working-hours", sevastopol),
    rule("react", 4, "working-hours", sevastopol, "important"),
    rule("react", 2, "hours", sevastopol, "danger"),
    rule("answer", 7, "working-days", sevastopol),
    rule("answer", 3, "working-days", sevastopol, "important"),
    rule("answer", 1, "working-days", sevastopol, "danger"),
    rule("judge", 2, "working-days", own),
    rule("verify", 5, "working-days", own),
    rule("verify", 2, "working-days", own, "danger"),
    rule("redo", 5, "working-days", own),
    rule("redo", 1, "working-days", own, "danger"),
  ],
};

function rule(timer: string, amount: number, unit: string, source: string, urgency?: string) {
  return {
    timer,
    amount,
    unit,
    validFrom: "2020-01-01",
    source,
    ...(urgency !== undefined && { when: { urgency } }),
  };
}
