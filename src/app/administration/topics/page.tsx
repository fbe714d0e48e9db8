import {
  EmptyState,
  Field,
  Filters,
  formatNumber,
  PageHeader,
  Section,
  Stack,
  Table,
  Tag,
} from "#base/ui/index.ts";
import type { CatalogueTopic, TopicGroup } from "#modules/triage/index.ts";
import type { AdministrationView } from "../view.tsx";

type Props = {
  view: AdministrationView;
  query: { q?: string | undefined; group?: string | undefined };
  choices: readonly TopicGroup[];
  groups: readonly { group: TopicGroup; topics: readonly CatalogueTopic[] }[];
  resultCount: number;
  problems: (code: string) => number;
};

/** The catalogue by groups: each topic with the words it is known by and how often it came lately. */
export function TopicsPage({ view, query, choices, groups, resultCount, problems }: Props) {
  const { t, lang, href } = view;
  const path = href("/admin/topics");
  return (
    <Stack gap="xl">
      <PageHeader title={t.topics.title} lead={t.topics.lead} />
      <Filters action={path} resetHref={path} resultCount={t.topics.found(resultCount)}>
        <Field kind="search" name="q" label={t.topics.search} value={query.q ?? ""} />
        <Field
          kind="select"
          name="group"
          label={t.topics.group}
          value={query.group ?? ""}
          empty={t.topics.anyGroup}
          options={choices.map(({ code, name }) => ({ value: code, label: name[lang] }))}
        />
      </Filters>
      {groups.length === 0 && (
        <EmptyState
          level={2}
          icon="search"
          title={t.topics.nothing}
          text={t.topics.nothingText}
          action={{ href: path, label: t.topics.all }}
        />
      )}
      {groups.map(({ group, topics }) => (
        <Section title={group.name[lang]}>
          <Table
            caption={group.name[lang]}
            captionHidden
            cards
            rows={topics}
            columns={[
              { head: t.topics.topic, cell: (topic) => <TopicName view={view} topic={topic} /> },
              { head: t.topics.code, cell: ({ code }) => <code>{code}</code> },
              { head: t.topics.phrases, cell: (topic) => <Phrases view={view} topic={topic} /> },
              {
                head: t.topics.problems,
                number: true,
                cell: ({ code }) => formatNumber(problems(code), { lang }),
              },
            ]}
          />
        </Section>
      ))}
    </Stack>
  );
}

function TopicName({
  view: { t, lang },
  topic,
}: {
  view: AdministrationView;
  topic: CatalogueTopic;
}) {
  return (
    <>
      {topic.name[lang]} {topic.urgent && <Tag>{t.topics.urgent[topic.urgent]}</Tag>}
    </>
  );
}

const MAX_PHRASES = 4;

function Phrases({ view, topic }: { view: AdministrationView; topic: CatalogueTopic }) {
  const rest = [...topic.phrases.slice(MAX_PHRASES), ...topic.synonyms];
  // The words are those of residents' messages, whatever the language of the page.
  return (
    <div lang="ru">
      {topic.phrases.slice(0, MAX_PHRASES).join("; ")}
      {rest.length > 0 && (
        <details>
          <summary lang={view.lang}>{view.t.topics.more(rest.length)}</summary>
          {rest.join("; ")}
        </details>
      )}
    </div>
  );
}
