/** What of an XLSForm was left out, and why. */
export const xlsformRu = {
  line: (n: number, text: string) => `строка ${n}: ${text}`,
  reasons: {
    "type-unknown": "вид вопроса «{what}» не берём",
    "condition-unknown": "условие «{what}» не поняли, вопрос задаётся всегда",
    "check-unknown": "проверку «{what}» не поняли, её нет",
    "computation-unknown": "вычисление «{what}» не поняли, вопрос пропущен",
    "list-unknown": "нет списка вариантов «{what}»",
    "code-unfit": "код «{what}» заменён на другой",
    "code-twice": "код «{what}» уже был, вопрос назван иначе",
    "reference-unknown": "условие ссылается на «{what}», такого вопроса нет",
    "group-unclosed": "группа «{what}» не закрыта или закрыта лишний раз",
    "repeat-unsupported": "повтор «{what}» взят один раз",
    "own-words": "вариант «другое» своими словами не берём",
    "no-survey": "нет листа survey",
  },
  wrongFile: "Это не XLSForm и не файл анкеты ОКНО",
};
