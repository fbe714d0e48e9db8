import { formatNumber } from "#base/ui/index.ts";

const num = (n: number) => formatNumber(n, { lang: "ru" });

export const ru = {
  states: {
    verified: "проверено",
    claimed: "заявлено",
    open: "в работе",
    late: "просрочено",
    otherwise: "закончено иначе",
  },
  map: {
    label: "Карта муниципальных образований. Те же данные в таблице рядом.",
    few: "мало",
    fewLegend: "мало проблем",
    below: (n: number) => `до ${n} %`,
    above: (n: number) => `${n} % и больше`,
    caption: "Муниципальные образования: доля проверенных исправлений",
    none: "Карты пока нет: у территорий не загружены границы.",
    territory: "Территория",
    verified: "Проверено",
    late: "Просрочено",
  },
  bar: (f: {
    opened: number;
    verified: number;
    claimed: number;
    open: number;
    late: number;
    otherwise: number;
  }) =>
    `Из ${num(f.opened)}: проверено ${num(f.verified)}, заявлено ${num(f.claimed)}, в работе ${num(f.open)}, просрочено ${num(f.late)}, закончено иначе ${num(f.otherwise)}`,
};
