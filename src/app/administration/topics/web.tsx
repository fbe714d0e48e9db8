import { z } from "zod";
import type { Exchange, Route } from "#base/http/route.ts";
import { countFactsBy } from "#base/journal.ts";
import { catalogue, type Topic } from "#modules/triage/index.ts";
import { channelStates } from "./channels.ts";
import { ChannelsPage } from "./channels-page.tsx";
import { TopicsPage } from "./page.tsx";
import { demandAdministrator } from "../policy.ts";
import { adminPage, viewOf } from "../view.tsx";

const asks = "house.house.administer";
const dayMs = 86_400_000;

export const topicRoutes: Route[] = [
  { method: "get", path: "/admin/topics", asks, handle: showTopics },
  { method: "get", path: "/admin/connectors", asks, handle: showChannels },
];

const topicQuery = z.object({
  q: z.string().trim().max(120).optional(),
  group: z.string().max(60).optional(),
});

async function showTopics(x: Exchange): Promise<Response> {
  demandAdministrator(x.ctx);
  const view = viewOf(x);
  const query = x.query(topicQuery);
  const counts = await countFactsBy(x.ctx, {
    type: "problem.opened",
    key: "topic",
    since: new Date(view.now.getTime() - 90 * dayMs),
  });
  const found = catalogue.topics.filter((topic) => fits(topic, query));
  const groups = catalogue.groups
    .map((group) => ({ group, topics: found.filter((topic) => topic.group === group.code) }))
    .filter(({ topics }) => topics.length > 0);
  return adminPage(x, {
    title: view.t.topics.title,
    body: (
      <TopicsPage
        view={view}
        query={query}
        choices={catalogue.groups}
        groups={groups}
        found={found.length}
        problems={(code) => counts.get(code) ?? 0}
      />
    ),
  });
}

/** Does the topic's name, code or one of its words hold what is looked for? */
function fits(topic: Topic, { q, group }: z.output<typeof topicQuery>): boolean {
  if (group !== undefined && topic.group !== group) return false;
  if (q === undefined) return true;
  const wanted = q.toLowerCase();
  const said = [topic.code, topic.name.ru, topic.name.en, ...topic.phrases, ...topic.synonyms];
  return said.some((text) => text.toLowerCase().includes(wanted));
}

async function showChannels(x: Exchange): Promise<Response> {
  demandAdministrator(x.ctx);
  const view = viewOf(x);
  return adminPage(x, {
    title: view.t.connectors.title,
    body: <ChannelsPage view={view} channels={await channelStates(x.ctx)} />,
  });
}
