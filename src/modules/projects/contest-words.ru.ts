import { pluralRu } from "#base/words.ts";

export const contestRu = {
  refusals: {},
  passport: {
    people: (n: number) => `${n} ${pluralRu(n, "человек", "человека", "человек")}`,
    letter: "есть",
  },
};
