import { formatNumber } from "#base/ui/index.ts";
import type { Messages } from "#base/messages.ts";
import type { ru } from "./messages.ru.ts";

const num = (n: number) => formatNumber(n, { lang: "en" });

export const en = {
  states: {
    verified: "checked",
    claimed: "claimed",
    open: "in work",
    late: "overdue",
    otherwise: "ended otherwise",
  },
  map: {
    label: "Map of the municipalities. The same data are in the table beside it.",
    few: "too few",
    fewLegend: "too few problems",
    below: (n: number) => `under ${n}%`,
    above: (n: number) => `${n}% and more`,
    caption: "Municipalities: share of checked fixes",
    none: "There is no map yet: the territories have no borders.",
    territory: "Territory",
    verified: "Checked",
    late: "Overdue",
  },
  bar: (f: {
    opened: number;
    verified: number;
    claimed: number;
    open: number;
    late: number;
    otherwise: number;
  }) =>
    `Of ${num(f.opened)}: checked ${num(f.verified)}, claimed ${num(f.claimed)}, in work ${num(f.open)}, overdue ${num(f.late)}, ended otherwise ${num(f.otherwise)}`,
} satisfies Messages<typeof ru>;
