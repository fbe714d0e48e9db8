/** Terms of advice, stored beside the region's other rule packs; the centre sets its own. */
const ruleSource = "Порядок ресурсного центра: консультации";

export const consultationRulePackTitle = "Сроки консультаций";

export const consultationRulePack = {
  code: "consultations",
  rules: [
    rule("consultation-take", 2),
    rule("consultation-book", 3),
    rule("consultation-give", 10),
    rule("consultation-outcome", 30),
  ],
};

function rule(timer: string, amount: number) {
  return { timer, amount, unit: "working-days", validFrom: "2020-01-01", source: ruleSource };
}
