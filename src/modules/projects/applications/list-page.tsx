import type { ComponentChildren } from "preact";
import { Actions, ButtonLink, EmptyState, PageHeader, Stack, Timeline } from "#base/ui/index.ts";
import type { ApplicationSummary } from "./reads.ts";
import { parseRemarkLines } from "../remarks/remark-lines.ts";
import { applicationPath, formatDay, formatDecimal, type ContestViewContext } from "./view.ts";

/** All applications of a project, newest first, with decision, score and what was mended. */
export function ApplicationsPage({
  viewContext: view,
  project,
  lines,
  mayBegin,
  logic,
}: {
  viewContext: ContestViewContext;
  project: { number: string; title: string };
  lines: readonly ApplicationSummary[];
  mayBegin: boolean;
  /** The logic check, for those who write the project. */
  logic?: ComponentChildren;
}) {
  const { t, href } = view;
  const begin = href(`/projects/${project.number}/applications/new`);
  return (
    <Stack gap="xl">
      <PageHeader title={t.list.title(lines.length)} lead={project.title}>
        {mayBegin && lines.length > 0 && (
          <Actions>
            <ButtonLink kind="primary" href={begin}>
              {t.list.begin}
            </ButtonLink>
          </Actions>
        )}
      </PageHeader>
      {lines.length === 0 ? (
        <EmptyState
          title={t.list.none}
          text={mayBegin ? t.list.noneText : t.list.noneYet}
          level={2}
          {...(mayBegin && { action: { href: begin, label: t.list.begin } })}
        />
      ) : (
        <Timeline
          level={2}
          entries={lines.map((line) => {
            const day = line.decided_on ?? line.submitted_on;
            return {
              ...timelineMark(line),
              title: summaryTitle(view, project.number, line),
              at: day === null ? line.started_at : new Date(`${day}T12:00:00Z`),
              when: day === null ? "" : formatDay(view, day),
              text: <SummaryText viewContext={view} project={project.number} line={line} />,
            };
          })}
        />
      )}
      {logic}
    </Stack>
  );
}

function timelineMark({ stage }: ApplicationSummary) {
  if (stage === "supported") return { fact: "verified", icon: "check" } as const;
  if (stage === "not-supported") return { fact: "refuted", icon: "back" } as const;
  return { icon: stage === "draft" ? "edit" : "doc" } as const;
}

function summaryTitle(view: ContestViewContext, project: string, line: ApplicationSummary) {
  const { t, href } = view;
  const stage = t.stages[line.stage];
  const score = line.score === null ? undefined : Number(line.score);
  const text =
    score === undefined
      ? stage
      : t.list.scored(stage, t.list.points(score, formatDecimal(view, score)));
  return line.canOpen ? (
    <a href={href(applicationPath({ project, seq: line.seq }))}>{text}</a>
  ) : (
    text
  );
}

function SummaryText({
  viewContext: view,
  project,
  line,
}: {
  viewContext: ContestViewContext;
  project: string;
  line: ApplicationSummary;
}) {
  const { t, href } = view;
  const [first, ...more] = parseRemarkLines(line.remarks);
  return (
    <p>
      {line.contest}
      {line.number !== "" && (
        <>
          {", "}
          <span class="num">{line.number}</span>
        </>
      )}
      {first !== undefined && (
        <>
          {". "}
          {t.list.said}: «{first}
          {more.length > 0 && "…"}»
        </>
      )}
      {line.canOpen && line.formerSeq !== null && (
        <>
          {". "}
          <a href={href(applicationPath({ project, seq: line.seq }, "/changes"))}>
            {t.list.changes}
          </a>
        </>
      )}
    </p>
  );
}
