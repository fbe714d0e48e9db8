import type { Ctx } from "#base/context.ts";
import { streamSentReplies } from "../replies/store.ts";
import { createTally, type QuestionResult } from "./results.ts";
import { mergeSmallRows, type CountRow } from "./small-groups.ts";
import { selectVersions } from "../store.ts";

export type CrossTabulation = {
  question: QuestionResult;
  /** Municipality's id, empty for none told → a count for each cell of the question. */
  rows: CountRow[];
  /** Municipalities with too few replies, as one row. */
  together: { keys: string[]; counts: number[] } | undefined;
};

type CrossTabulationQuery = {
  formId: string;
  /** The question as the reader may see it: its joined cells are the columns. */
  question: QuestionResult;
  /** Fewer respondents than this are not shown alone; 1 for those who read replies. */
  minCount: number;
};

/** Tabulates one question by municipality. */
export async function crossTabulate(
  ctx: Ctx,
  { formId, question, minCount }: CrossTabulationQuery,
): Promise<CrossTabulation> {
  const versions = await selectVersions(ctx, formId);
  const tallies = new Map<string, ReturnType<typeof createTally>>();
  for await (const replies of streamSentReplies(ctx, { formId })) {
    for (const reply of replies) {
      const place = reply.municipality_id ?? "";
      const tally = tallies.get(place) ?? createTally(versions, { words: false });
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
  const { shown, together } = mergeSmallRows(rows, minCount);
  return { question, rows: shown, together };
}

/** Tells whether two results are of one question, version and row. */
export const isSameQuestion = (a: QuestionResult, b: QuestionResult): boolean =>
  a.code === b.code && a.version === b.version && a.row?.code === b.row?.code;
