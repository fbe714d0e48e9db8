import { sql } from "kysely";
import type { Ctx } from "#base/context.ts";
import { chronicCutoff } from "../problem.ts";
import { problemSettings } from "../settings.ts";

/** Counts of the open problems of one topic in one municipality, and how often they came back. */
export type TopicProblemCounts = {
  municipalityId: string;
  topic: string;
  group: string;
  open: number;
  /** of them with a term that is over */
  late: number;
  /** problems that came back after a verified fix in the region's months of «chronic» */
  returns: number;
};

/** Troubles by municipality and topic, of what guests see: reads open and chronic problems, not the whole past. */
export async function countProblemsByTopic(ctx: Ctx): Promise<TopicProblemCounts[]> {
  const since = chronicCutoff(ctx.now(), problemSettings.of(ctx.region));
  const { rows } = await sql<TopicProblemCounts>`
    select municipality_id as "municipalityId", topic, topic_group as "group",
      count(*) filter (where is_open)::int as open,
      count(*) filter (where is_open and overdue_since is not null)::int as late,
      count(*) filter (where chronic_since >= ${since})::int as returns
    from (
      select id, municipality_id, topic, topic_group, is_open, overdue_since, chronic_since from problems_problems
      where region_id = ${ctx.region.id} and public and is_open
      union
      select id, municipality_id, topic, topic_group, is_open, overdue_since, chronic_since from problems_problems
      where region_id = ${ctx.region.id} and public and chronic_since >= ${since} and stage <> 'merged'
    ) troubles
    group by 1, 2, 3`.execute(ctx.db);
  return rows;
}
