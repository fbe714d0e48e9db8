import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { saysSolved, urgencyOf, type UrgencyLevel } from "./urgency.ts";

const january: readonly (readonly [UrgencyLevel, string])[] = [
  ["danger", "Во дворе открытый люк, рядом дети"],
  ["danger", "У дома нет крышки люка"],
  ["danger", "Крышка колодца провалилась"],
  ["danger", "В подъезде пахнет газом"],
  ["danger", "Чувствуется запах газа на первом этаже"],
  ["danger", "Оборван провод, лежит на дорожке"],
  ["danger", "Искрит столб у магазина"],
  ["danger", "В подъезде открыт электрощит, торчат провода"],
  ["danger", "Горит трава у крайних домов"],
  ["danger", "Дым из подвала, помогите"],
  ["danger", "Прорвало трубу, кипяток на тротуаре"],
  ["danger", "Затопило подвал по колено"],
  ["danger", "Над входом висят сосульки"],
  ["danger", "С крыши вот-вот сойдёт глыба льда"],
  ["danger", "Дерево наклонилось и скоро упадёт"],
  ["danger", "Столб покосился и качается"],
  ["danger", "С фасада падают куски бетона"],
  ["danger", "Обрушилась стена сарая"],
  ["danger", "Стая собак бросается на людей"],
  ["danger", "Собака покусала ребёнка"],
  ["danger", "В квартире нет отопления третий день"],
  ["danger", "Батареи ледяные, замерзаем"],
  ["danger", "В группе детского сада холодно, 14 градусов"],
  ["danger", "Скорая не смогла проехать, снег"],
  ["danger", "Бабушка упала на льду и сломала руку"],
  ["danger", "Ребёнок чуть не провалился в колодец"],
  ["danger", "Застряли в лифте, кнопка не работает"],
  ["danger", "Из земли торчит арматура"],
  ["danger", "В классе разлили ртуть"],
  ["danger", "Спасибо, починили, но через день опять прорвало трубу"],
  ["important", "Нет холодной воды с утра"],
  ["important", "Весь посёлок без света"],
  ["important", "На тротуаре сплошной лёд"],
  ["important", "Дети ходят по проезжей части"],
  ["important", "Льготный инсулин не выдают"],
  ["normal", "Покрасьте скамейку у подъезда"],
  ["normal", "Газом не пахнет, всё хорошо"],
  ["normal", "Спасибо, люк закрыли в тот же день"],
  ["normal", "Спасибо, починили теплотрассу"],
  ["normal", "Когда будет капитальный ремонт дома?"],
  ["normal", "Автобус опоздал на десять минут"],
  ["normal", "Надписи на стене гаража"],
];

describe("danger in a message", () => {
  test.each(january)("%s: «%s»", (level, text) => {
    expect(urgencyOf(text, { month: 1 }).level).toBe(level);
  });

  test("cold batteries are a danger in winter, important in June", () => {
    expect(urgencyOf("Нет отопления", { month: 1 }).level).toBe("danger");
    expect(urgencyOf("Нет отопления", { month: 6 }).level).toBe("important");
    expect(urgencyOf("Нет отопления").level).toBe("important");
  });

  test("each hit says why and where", () => {
    const text = "Осторожно: у школы открытый люк";
    const { reasons, why } = urgencyOf(text);
    expect(reasons).toContain("open-manhole");
    expect(why.map((span) => span.text)).toEqual(["открытый люк"]);
  });

  test("a mended thing that broke again is not solved", () => {
    expect(saysSolved("Спасибо, свет включили")).toBe(true);
    expect(saysSolved("Спасибо, включили, но снова нет")).toBe(false);
    expect(saysSolved("Нет света")).toBe(false);
  });

  test("never throws; spans lie inside the text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), fc.integer(), (text, month) => {
        const found = urgencyOf(text, { month });
        expect(found.confidence).toBeGreaterThan(0);
        expect(found.confidence).toBeLessThanOrEqual(1);
        for (const span of found.why) expect(text.slice(span.start, span.end)).toBe(span.text);
      }),
    );
  });
});
