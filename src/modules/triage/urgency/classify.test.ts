import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ModelPrediction } from "../log-odds.ts";
import { urgencyTrainingTexts, urgencyHeldOutTexts } from "./fixtures.ts";
import { urgencyRules } from "./rules.ru.ts";
import {
  isReportedSolved,
  classifyUrgency,
  classifyUrgencyOdds,
  type UrgencyLevel,
} from "./classify.ts";
import { en } from "../messages.en.ts";
import { ru } from "../messages.ru.ts";

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
  ["danger", "Прорвало теплотрассу, кипяток на тротуаре"],
  ["important", "Затопило подвал по колено"],
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
  ["important", "Из земли торчит арматура"],
  ["danger", "На детской площадке из земли торчит арматура"],
  ["danger", "В классе разлили ртуть"],
  ["important", "Спасибо, починили, но через день опять прорвало трубу"],
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
    expect(classifyUrgency(text, { month: 1 }).level).toBe(level);
  });

  test("cold radiators are a danger in winter, important in June", () => {
    expect(classifyUrgency("Нет отопления", { month: 1 }).level).toBe("danger");
    expect(classifyUrgency("Нет отопления", { month: 6 }).level).toBe("important");
    expect(classifyUrgency("Нет отопления").level).toBe("important");
  });

  test("each match has a reason and spans", () => {
    const text = "Осторожно: у школы открытый люк";
    const { reasons, why } = classifyUrgency(text);
    expect(reasons).toContain("open-manhole");
    expect(why.map((span) => span.text)).toEqual(["открытый люк"]);
  });

  test("a repaired thing that broke again is not solved", () => {
    expect(isReportedSolved("Спасибо, свет включили")).toBe(true);
    expect(isReportedSolved("Спасибо, включили, но снова нет")).toBe(false);
    expect(isReportedSolved("Нет света")).toBe(false);
  });

  test("never throws; spans lie inside the text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), fc.integer(), (text, month) => {
        const found = classifyUrgency(text, { month });
        expect(found.confidence).toBeGreaterThan(0);
        expect(found.confidence).toBeLessThanOrEqual(1);
        for (const span of found.why) expect(text.slice(span.start, span.end)).toBe(span.text);
      }),
    );
  });

  const own = [
    ["seen while the rules were written", urgencyTrainingTexts, 0.95],
    ["not seen", urgencyHeldOutTexts, 0.9],
  ] as const;
  test.each(own)(
    "of own dangers %s nearly all are found, and few others are called so",
    (...row) => {
      const [, messages, share] = row;
      const said = messages.map(([level, text]) => [
        level,
        classifyUrgency(text, { month: 1 }).level,
        text,
      ]);
      const dangers = said.filter(([level]) => level === "danger");
      const missed = dangers.filter(([, got]) => got !== "danger");
      expect(1 - missed.length / dangers.length, missed.join("\n")).toBeGreaterThanOrEqual(share);
      const alarms = said.filter(([level, got]) => level === "normal" && got === "danger");
      expect(alarms.map(([, , text]) => text)).toEqual([]);
    },
  );

  const twins: readonly (readonly [danger: string, harmless: string])[] = [
    ["Пахнет газом", "Газом больше не пахнет"],
    ["На крыше сосульки", "Никаких сосулек на крыше"],
    ["Не убирают сосульки с крыши", "Сосулек нет, спасибо"],
    ["Боюсь, как бы не упало дерево на детей", "Дерево не упало"],
    ["Во дворе горит помойка", "Во дворе горит фонарь"],
    ["Пожар в подвале, пожарные не едут", "Закрыта пожарная лестница"],
    ["Открыт щит, провода наружу", "Открыт новый информационный щит"],
    ["Обрушился потолок в квартире", "Рухнули все наши планы"],
  ];
  test.each(twins)("«%s» is a danger, «%s» is none", (danger, harmless) => {
    expect(classifyUrgency(danger).level).toBe("danger");
    expect(classifyUrgency(harmless).level).not.toBe("danger");
  });

  test("the past counts a level less, unless it continues", () => {
    expect(classifyUrgency("В прошлом году упала и сломала руку").level).toBe("important");
    expect(classifyUrgency("В прошлом году упала и сломала руку, и опять не чистят").level).toBe(
      "danger",
    );
  });

  test("a typo in a long word, Latin look-alikes and capitals hide nothing", () => {
    for (const text of [
      "Висят сасульки",
      "оборваны провдоа",
      "ПAХНЕТ ГAЗОМ",
      "подъезд без освещения, провисшие првода",
    ])
      expect([text, classifyUrgency(text).level]).toEqual([text, "danger"]);
    expect(classifyUrgency("Скосили травку у дороги").level).toBe("normal");
  });

  test("cold is a danger sooner where children or the sick are", () => {
    expect(classifyUrgency("В больнице нет отопления").level).toBe("danger");
    expect(classifyUrgency("В больнице нет отопления", { month: 7 }).level).toBe("important");
  });

  test("thanks for one thing do not hide the danger of the next sentence", () => {
    const text = "Спасибо, фонарь починили. Во дворе открытый люк.";
    expect(classifyUrgency(text).level).toBe("danger");
  });

  test("every rule has messages in both languages", () => {
    const codes = [...new Set(urgencyRules.map((rule) => rule.code)), "learned"].toSorted();
    expect(Object.keys(ru.urgency.reason).toSorted()).toEqual(codes);
    expect(Object.keys(en.urgency.reason).toSorted()).toEqual(codes);
  });
});

const opinion = (danger: number, important: number): ModelPrediction => [
  { code: "danger", probability: danger },
  { code: "important", probability: important },
  { code: "normal", probability: 1 - danger - important },
];
const rank: Record<UrgencyLevel, number> = { normal: 0, important: 1, danger: 2 };
const counts = fc.record({ danger: fc.nat(4), important: fc.nat(4) });
const share = fc.double({ min: 0, max: 1, noNaN: true });

describe("rules and a trained model together", () => {
  test("a confident model raises the level beyond the rules, with the reason `learned`", () => {
    const sure = opinion(0.98, 0.01);
    const found = classifyUrgency("Тут такое творится", { learned: sure });
    expect(found.level).toBe("danger");
    expect(found.reasons).toEqual(["learned"]);
    expect(classifyUrgency("Тут такое творится", { learned: opinion(0.05, 0.15) }).level).toBe(
      "normal",
    );
  });

  test("a model lowers a danger to important at most", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 4 }),
        fc.nat(4),
        share,
        share,
        (danger, important, a, b) => {
          const said = opinion(a, (1 - a) * b);
          expect(rank[classifyUrgencyOdds({ danger, important }, said).level]).toBeGreaterThan(0);
        },
      ),
    );
    expect(classifyUrgencyOdds({ danger: 1, important: 0 }, opinion(0.001, 0.001)).level).toBe(
      "important",
    );
  });

  test("the level grows with the model's probability", () => {
    fc.assert(
      fc.property(counts, share, share, share, (found, a, b, c) => {
        const [less, more] = a < b ? [a, b] : [b, a];
        const low = classifyUrgencyOdds(found, opinion(less, (1 - less) * c)).level;
        const high = classifyUrgencyOdds(found, opinion(more, 1 - more)).level;
        expect(rank[high]).toBeGreaterThanOrEqual(rank[low]);
      }),
    );
  });

  test("confidence is a probability, and a model at the base rate changes nothing", () => {
    fc.assert(
      fc.property(counts, share, (found, a) => {
        const { confidence } = classifyUrgencyOdds(found, opinion(a, 1 - a));
        expect(confidence).toBeGreaterThan(0);
        expect(confidence).toBeLessThanOrEqual(1);
        expect(classifyUrgencyOdds(found, opinion(0.05, 0.15)).level).toBe(
          classifyUrgencyOdds(found, undefined).level,
        );
      }),
    );
  });
});
