import {
  Actions,
  Button,
  EmptyState,
  DescriptionList,
  Form,
  formatDateTime,
  formatNumber,
  formatPercent,
  Section,
  Status,
  Table,
} from "#base/ui/index.ts";
import { modelKinds, type ModelKind, type ModelVersion } from "#modules/triage/index.ts";
import type { TrainingView } from "./view.ts";

type Props = { view: TrainingView };

const maxVersions = 5;

const formatMoment = ({ lang, zone, now }: TrainingView, at: Date | null): string =>
  at === null ? "" : formatDateTime(at, { lang, zone, now });

/** What was learnt, what works now and the ways back. */
export function VersionsSection({ view }: Props) {
  const { t, versions, lang } = view;
  const words = t.versions;
  const rest = versions.length - maxVersions;
  return (
    <Section title={words.title} lead={words.lead}>
      <DescriptionList
        items={modelKinds.map((kind) => ({
          name: words.kinds[kind],
          value: <ActiveVersion view={view} kind={kind} />,
        }))}
      />
      <TrainForm view={view} />
      {versions.length === 0 ? (
        <EmptyState level={3} icon="doc" title={words.none} text={words.noneText} />
      ) : (
        <VersionTable view={view} />
      )}
      {rest > 0 && <p class="small muted">{words.more(formatNumber(rest, { lang }))}</p>}
    </Section>
  );
}

/** The active version of a kind, with the way back to the default one. */
function ActiveVersion({ view, kind }: Props & { kind: ModelKind }) {
  const { t, versions, canManage, href } = view;
  const words = t.versions;
  const used = versions.find((one) => one.kind === kind && one.state === "in-use");
  if (used === undefined) return <>{kind === "topic" ? words.phrases : words.rules}</>;
  return (
    <>
      {words.nowLearned(formatMoment(view, used.madeAt))}
      {canManage && (
        <Form action={href("/admin/triage/leave")} variant="actions" hidden={{ kind }}>
          <Button kind="quiet" size="s">
            {kind === "topic" ? words.toPhrases : words.toRules}
          </Button>
        </Form>
      )}
    </>
  );
}

function TrainForm({ view }: Props) {
  const { t, job, canManage, href } = view;
  const words = t.teach;
  return (
    <div>
      <h3>{words.title}</h3>
      <p>{job === undefined ? words.never : words[job.state](formatMoment(view, job.at))}</p>
      {canManage && (
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
      rows={versions.slice(0, maxVersions)}
      columns={[
        {
          head: words.made,
          cell: (one) => words.backOf(words.kinds[one.kind], formatMoment(view, one.madeAt)),
        },
        // Beside the name, so that a narrow screen has the way back without scrolling.
        { head: words.state, cell: (one) => <VersionState view={view} one={one} /> },
        { head: words.texts, number: true, cell: ({ texts }) => formatNumber(texts, { lang }) },
        {
          head: words.figures,
          cell: ({ card: { metrics } }) =>
            words.figuresText(
              percent(metrics.accuracy),
              percent(metrics.ece, 1),
              percent(metrics.coverageAt90),
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
  const { t, canManage, href } = view;
  const words = t.versions;
  const { state, activatedAt, deactivatedAt, hasFile, id } = one;
  if (state === "in-use")
    return <Status kind="verified">{words.inUse(formatMoment(view, activatedAt))}</Status>;
  if (state === "refused") return <>{words.refused}</>;
  return (
    <>
      {words.left(formatMoment(view, deactivatedAt))}
      {!hasFile && <p class="small muted">{words.gone}</p>}
      {hasFile && canManage && (
        <Form
          action={href("/admin/triage/take")}
          variant="actions"
          hidden={{ version: id }}
          label={words.backOf(words.kinds[one.kind], formatMoment(view, one.madeAt))}
        >
          <Button size="s">{words.back}</Button>
        </Form>
      )}
    </>
  );
}
