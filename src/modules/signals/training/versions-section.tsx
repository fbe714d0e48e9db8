import {
  Actions,
  Button,
  Empty,
  Facts,
  Form,
  formatDateTime,
  formatNumber,
  formatPercent,
  Section,
  Status,
  Table,
} from "#base/ui/index.ts";
import { modelKinds, type ModelKind, type ModelVersion } from "#modules/triage/index.ts";
import type { TeachingView } from "./view.ts";

type Props = { view: TeachingView };

const mostVersions = 5;

const moment = ({ lang, zone, now }: TeachingView, at: Date | null): string =>
  at === null ? "" : formatDateTime(at, { lang, zone, now });

/** What was learnt, what works now and the ways back. */
export function VersionsPart({ view }: Props) {
  const { t, versions, lang } = view;
  const words = t.versions;
  const rest = versions.length - mostVersions;
  return (
    <Section title={words.title} lead={words.lead}>
      <Facts
        facts={modelKinds.map((kind) => ({
          name: words.kinds[kind],
          value: <InUse view={view} kind={kind} />,
        }))}
      />
      <Teach view={view} />
      {versions.length === 0 ? (
        <Empty level={3} icon="doc" title={words.none} text={words.noneText} />
      ) : (
        <VersionTable view={view} />
      )}
      {rest > 0 && <p class="small muted">{words.more(formatNumber(rest, { lang }))}</p>}
    </Section>
  );
}

/** What speaks now for a kind, with the way back to what was written by hand. */
function InUse({ view, kind }: Props & { kind: ModelKind }) {
  const { t, versions, acts, href } = view;
  const words = t.versions;
  const used = versions.find((one) => one.kind === kind && one.state === "in-use");
  if (used === undefined) return <>{kind === "topic" ? words.phrases : words.rules}</>;
  return (
    <>
      {words.nowLearned(moment(view, used.madeAt))}
      {acts && (
        <Form action={href("/admin/triage/leave")} look="actions" hidden={{ kind }}>
          <Button kind="quiet" size="s">
            {kind === "topic" ? words.toPhrases : words.toRules}
          </Button>
        </Form>
      )}
    </>
  );
}

function Teach({ view }: Props) {
  const { t, job, acts, href } = view;
  const words = t.teach;
  return (
    <div>
      <h3>{words.title}</h3>
      <p>{job === undefined ? words.never : words[job.state](moment(view, job.at))}</p>
      {acts && (
        <Form action={href("/admin/triage/teach")}>
          <p class="small muted">{words.hint}</p>
          <Actions>
            <Button icon="loop">{words.now}</Button>
          </Actions>
        </Form>
      )}
    </div>
  );
}

function VersionTable({ view }: Props) {
  const { t, lang, versions } = view;
  const words = t.versions;
  const percent = (share: number, digits = 0) => formatPercent(share, { lang, digits });
  return (
    <Table
      caption={words.caption}
      dense
      scroll
      rows={versions.slice(0, mostVersions)}
      columns={[
        {
          head: words.made,
          cell: (one) => words.backOf(words.kinds[one.kind], moment(view, one.madeAt)),
        },
        // Beside the name, so that a narrow screen has the way back without scrolling.
        { head: words.state, cell: (one) => <VersionState view={view} one={one} /> },
        { head: words.texts, number: true, cell: ({ texts }) => formatNumber(texts, { lang }) },
        {
          head: words.figures,
          cell: ({ card: { figures } }) =>
            words.figuresText(
              percent(figures.accuracy),
              percent(figures.ece, 1),
              percent(figures.coverageAt90),
            ),
        },
        {
          head: words.guard,
          cell: ({ guard }) => (
            <>
              {words.reasons[guard.reason]}:{" "}
              {words.guardText(
                percent(guard.before),
                percent(guard.after),
                formatNumber(guard.texts, { lang }),
                guard.texts,
              )}
            </>
          ),
        },
      ]}
    />
  );
}

function VersionState({ view, one }: Props & { one: ModelVersion }) {
  const { t, acts, href } = view;
  const words = t.versions;
  const { state, takenAt, leftAt, kept, id } = one;
  if (state === "in-use")
    return <Status kind="verified">{words.inUse(moment(view, takenAt))}</Status>;
  if (state === "refused") return <>{words.refused}</>;
  return (
    <>
      {words.left(moment(view, leftAt))}
      {!kept && <p class="small muted">{words.gone}</p>}
      {kept && acts && (
        <Form
          action={href("/admin/triage/take")}
          look="actions"
          hidden={{ version: id }}
          label={words.backOf(words.kinds[one.kind], moment(view, one.madeAt))}
        >
          <Button size="s">{words.back}</Button>
        </Form>
      )}
    </>
  );
}
