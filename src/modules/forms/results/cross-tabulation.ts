import type { Ctx } from "#base/context.ts";
import { sentReplies } from "../replies/store.ts";
import { makeTally, type QuestionResult } from "./results.ts";
import { groupRows, type RowOfCounts } from "./small-groups.ts";
import { selectVersions } from "../store.ts";

export type Cross = {
  question: QuestionResult;
  /** Municipality's id, empty for none told → a count for each cell of the question. */
  rows: RowOfCounts[];
  /** Municipalities with too few replies, as one row. */
  together: { keys: string[]; counts: number[] } | undefined;
};

type Ask = {
  formId: string;
  /** The question as the reader may see it: its joined cells are the columns. */
  question: QuestionResult;
  /** Fewer respondents than this are not shown alone; 1 for those who read replies. */
  least: number;
};

/** One question by municipality. */
export async function crossOf(ctx: Ctx, { formId, question, least }: Ask): Promise<Cross> {
  const versions = await selectVersions(ctx, formId);
  const tallies = new Map<string, ReturnType<typeof makeTally>>();
  for await (const replies of sentReplies(ctx, { formId })) {
    for (const reply of replies) {
      const place = reply.municipality_id ?? "";
      const tally = tallies.get(place) ?? makeTally(versions, { words: false });
      tally.add(reply);
      tallies.set(place, tally);
    }
  }
  const rows = [...tallies].map(([key, tally]) => {
    const mine = tally.questions().find((one) => isSameQuestion(one, question));
    const counts = new Map(mine?.cells.map(({ codes, count }) => [codes[0] ?? "", count]));
    return {
      key,
      counts: question.cells.map(({ codes }) =>
        codes.reduce((sum, code) => sum + (counts.get(code) ?? 0), 0),
      ),
    };
  });
  const { shown, together } = groupRows(rows, least);
  return { question, rows: shown, together };
}

export const isSameQuestion = (a: QuestionResult, b: QuestionResult): boolean =>
  a.code === b.code && a.version === b.version && a.row?.code === b.row?.code;
