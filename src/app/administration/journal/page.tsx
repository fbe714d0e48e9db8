import { labelOf } from "#base/messages.ts";
import type { Fact } from "#base/journal.ts";
import {
  Button,
  EmptyState,
  Flash,
  Form,
  ListFilters,
  Pager,
  PageHeader,
  Section,
  Stack,
  Table,
  formatDateTime,
} from "#base/ui/index.ts";
import { parseJournalCheck } from "./check.ts";
import type { LastRunStatus } from "../rules/actions.ts";
import { type AdministrationView } from "../view.tsx";

type Change = { type?: string | undefined; subject?: string | undefined };

type Props = {
  view: AdministrationView;
  query: { type?: string | undefined; subject?: string | undefined };
  facts: readonly Fact[];
  types: readonly string[];
  check: LastRunStatus;
  personName: (person: string) => string;
  listUrl: (change: Change) => string;
  newer?: string;
  older?: string;
};

/** What happened, newest first, and whether the chain still holds. */
export function JournalPage(props: Props) {
  const { view, query, facts, types, check, listUrl, newer, older } = props;
  const { t, href } = view;
  const filtered = query.type !== undefined || query.subject !== undefined;
  return (
    <Stack gap="xl">
      <PageHeader title={t.journal.title} lead={t.journal.lead} />
      <CheckSection view={view} check={check} />
      <Stack gap="l">
        <ListFilters
          action={href("/admin/journal")}
          values={query}
          listUrl={listUrl}
          filters={[
            {
              kind: "select",
              name: "type",
              label: t.journal.type,
              empty: t.journal.anyType,
              options: types.map((type) => ({ value: type, label: type })),
            },
            { kind: "search", name: "subject", label: t.journal.subject },
          ]}
        />
        {facts.length === 0 ? (
          <EmptyState
            level={2}
            icon="doc"
            title={filtered ? t.journal.nothing : t.journal.empty}
            text={filtered ? t.journal.nothingText : t.journal.emptyText}
          />
        ) : (
          <FactTable {...props} />
        )}
        <Pager {...(newer !== undefined && { newer })} {...(older !== undefined && { older })} />
      </Stack>
    </Stack>
  );
}

function FactTable({ view, facts, personName, listUrl }: Props) {
  const { t } = view;
  return (
    <Table
      caption={t.journal.caption}
      captionHidden
      cards
      rows={facts}
      columns={[
        { head: t.journal.type, cell: ({ type }) => <a href={listUrl({ type })}>{type}</a> },
        { head: t.journal.when, cell: ({ at }) => formatDateTime(at, view) },
        { head: t.journal.who, cell: ({ actor }) => formatActor(view, actor, personName) },
        {
          head: t.journal.about,
          cell: ({ subject, seq }) => (
            <a href={listUrl({ subject })}>
              …{subject.slice(-12)} #{seq}
            </a>
          ),
        },
        { head: t.journal.data, cell: ({ data }) => formatFactData(data) },
      ]}
    />
  );
}

function formatActor(
  { t }: AdministrationView,
  actor: string,
  nameOf: (person: string) => string,
): string {
  const [kind, ...rest] = actor.split(":");
  if (kind === "guest") return t.journal.guest;
  const name = rest.join(":");
  return kind === "person" ? nameOf(name) : t.journal.system(name);
}

function formatFactData(data: Fact["data"]): string {
  const say = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));
  return Object.entries(data)
    .map(([key, value]) => `${key}: ${say(value)}`)
    .join("; ");
}

function CheckSection({ view, check }: Pick<Props, "view" | "check">) {
  const { t, href } = view;
  return (
    <Section title={t.journal.verifyTitle} lead={t.journal.verifyText} gap="m">
      <CheckResult view={view} check={check} />
      {check.requestedAt === undefined && (
        <Form action={href("/admin/journal/verify")} variant="actions">
          <Button icon="link">{t.journal.verify}</Button>
        </Form>
      )}
    </Section>
  );
}

function CheckResult({ view, check }: Pick<Props, "view" | "check">) {
  const { t } = view;
  if (check.requestedAt !== undefined) {
    return <p>{t.journal.verifying(formatDateTime(check.requestedAt, view))}</p>;
  }
  if (check.done === undefined) return <p>{t.journal.notYet}</p>;
  const { facts, faults, first } = parseJournalCheck(check.done);
  const at = formatDateTime(check.done.at, view);
  if (faults === 0) return <p>{t.journal.whole(at, facts)}</p>;
  return (
    <>
      <Flash kind="danger">{t.journal.broken(at, facts, faults)}</Flash>
      <Table
        caption={t.journal.brokenLinks}
        cards
        rows={first}
        columns={[
          { head: t.journal.link, cell: ({ subject, seq }) => `${subject} #${seq}` },
          { head: t.journal.fault, cell: ({ fault }) => labelOf(t.journal.faults, fault) ?? fault },
        ]}
      />
    </>
  );
}
