import { z } from "zod";
import type { RequestContext, Route } from "#base/http/route.ts";
import { countFactsBy } from "#base/journal.ts";
import { catalogue, type CatalogueTopic } from "#modules/triage/index.ts";
import { listChannelStates } from "./channels.ts";
import { ChannelsPage } from "./channels-page.tsx";
import { TopicsPage } from "./page.tsx";
import { authorizeAdministrator } from "../policy.ts";
import { administrationPage, administrationView } from "../view.tsx";

const permission = "administration.settings.administer";
const dayMs = 86_400_000;

export const topicRoutes: Route[] = [
  { method: "get", path: "/admin/topics", permission, handle: showTopics },
  { method: "get", path: "/admin/connectors", permission, handle: showChannels },
];

const topicQuery = z.object({
  q: z.string().trim().max(120).optional(),
  group: z.string().max(60).optional(),
});

async function showTopics(c: RequestContext): Promise<Response> {
  authorizeAdministrator(c.ctx);
  const view = administrationView(c);
  const query = c.query(topicQuery);
  const counts = await countFactsBy(c.ctx, {
    type: "problem.opened",
    key: "topic",
    since: new Date(view.now.getTime() - 90 * dayMs),
  });
  const found = catalogue.topics.filter((topic) => matchesQuery(topic, query));
  const groups = catalogue.groups
    .map((group) => ({ group, topics: found.filter((topic) => topic.group === group.code) }))
    .filter(({ topics }) => topics.length > 0);
  return administrationPage(c, {
    title: view.t.topics.title,
    body: (
      <TopicsPage
        view={view}
        query={query}
        choices={catalogue.groups}
        groups={groups}
        resultCount={found.length}
        problems={(code) => counts.get(code) ?? 0}
      />
    ),
  });
}

/** Does the topic's name, code or one of its words hold what is looked for? */
function matchesQuery(topic: CatalogueTopic, { q, group }: z.output<typeof topicQuery>): boolean {
  if (group !== undefined && topic.group !== group) return false;
  if (q === undefined) return true;
  const wanted = q.toLowerCase();
  const texts = [topic.code, topic.name.ru, topic.name.en, ...topic.phrases, ...topic.synonyms];
  return texts.some((text) => text.toLowerCase().includes(wanted));
}

async function showChannels(c: RequestContext): Promise<Response> {
  authorizeAdministrator(c.ctx);
  const view = administrationView(c);
  return administrationPage(c, {
    title: view.t.connectors.title,
    body: <ChannelsPage view={view} channels={await listChannelStates(c.ctx)} />,
  });
}
