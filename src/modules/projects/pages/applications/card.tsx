import { Actions, ButtonLink, Empty, Section, Timeline, type Step } from "#base/ui/index.ts";
import type { ApplicationLine } from "../../applications-show.ts";
import { pathOf, sayDay, sayNumber, type ContestReader } from "../../applications-view.ts";

/** «Two applications» beside a project's card: newest first, with decision, score and what was mended. */
export function ApplicationsAside({
  reader,
  project,
  lines,
  mayBegin,
}: {
  reader: ContestReader;
  project: string;
  lines: readonly ApplicationLine[];
  mayBegin: boolean;
}) {
  const { t, href } = reader;
  const begin = href(`/projects/${project}/applications/new`);
  if (lines.length === 0 && !mayBegin) return null;
  return (
    <Section title={t.list.title(lines.length)} small id="applications">
      {lines.length === 0 ? (
        <Empty
          title={t.list.none}
          text={t.list.noneText}
          level={3}
          action={{ href: begin, label: t.list.begin }}
        />
      ) : (
        <>
          <Timeline
            entries={lines.map((line) => {
              const day = line.decided_on ?? line.submitted_on;
              return {
                ...looksOf(line),
                title: titleOf(reader, project, line),
                at: day === null ? line.started_at : new Date(`${day}T12:00:00Z`),
                when: day === null ? "" : sayDay(reader, day),
                text: <LineText reader={reader} project={project} line={line} />,
              };
            })}
          />
          {mayBegin && (
            <Actions>
              <ButtonLink href={begin} size="s">
                {t.list.begin}
              </ButtonLink>
            </Actions>
          )}
        </>
      )}
    </Section>
  );
}

function looksOf({ stage }: ApplicationLine) {
  if (stage === "supported") return { fact: "verified", icon: "check" } as const;
  if (stage === "not-supported") return { fact: "refuted", icon: "back" } as const;
  return { icon: stage === "draft" ? "edit" : "doc" } as const;
}

function titleOf(reader: ContestReader, project: string, line: ApplicationLine) {
  const { t, href } = reader;
  const stage = t.stages[line.stage];
  const score = line.score === null ? undefined : Number(line.score);
  const text =
    score === undefined
      ? stage
      : t.list.scored(stage, t.list.points(score, sayNumber(reader, score)));
  return line.open ? <a href={href(pathOf({ project, seq: line.seq }))}>{text}</a> : text;
}

function LineText({
  reader,
  project,
  line,
}: {
  reader: ContestReader;
  project: string;
  line: ApplicationLine;
}) {
  const { t, href } = reader;
  return (
    <p class="small">
      {line.contest}
      {line.number !== "" && (
        <>
          {", "}
          <span class="num">{line.number}</span>
        </>
      )}
      {line.open && line.formerSeq !== null && (
        <>
          {". "}
          <a href={href(pathOf({ project, seq: line.seq }, "/changes"))}>{t.list.changes}</a>
        </>
      )}
    </p>
  );
}

/** The applications as steps of the project's life: «Application 1, refused». */
export function applicationSteps(reader: ContestReader, lines: readonly ApplicationLine[]): Step[] {
  const { list, stages } = reader.t;
  return lines
    .filter(({ stage }) => stage !== "withdrawn")
    .toReversed()
    .map(({ seq, stage }): Step => {
      const title = list.step(seq);
      if (stage === "supported")
        return { state: "done", icon: "doc", title, note: list.noteGranted };
      if (stage === "not-supported")
        return { state: "back", icon: "back", title, note: list.noteDeclined };
      return { state: "now", icon: "edit", title, note: stages[stage] };
    });
}
