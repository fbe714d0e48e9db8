import { Section, Timeline, formatNumber } from "#base/ui/index.ts";
import { parseRemarkLines } from "../remarks/remark-lines.ts";
import { listRewrittenFields } from "../submission/snapshot.ts";
import type { Application } from "../applications/store.ts";
import { formatDay, type ProjectViewContext } from "../view.ts";
import type { ProjectCardProps } from "./page.tsx";

const timelineFacts = {
  "not-supported": "refuted",
  supported: "verified",
  submitted: "claimed",
} as const;

/** Every application, newest first: outcome, number, remarks and what was corrected. */
export function CardApplications(view: ProjectCardProps) {
  const { viewContext, card } = view;
  const { applications } = card;
  if (applications.length === 0) return null;
  return (
    <Section title={viewContext.t.card.applications(applications.length)} small id="applications">
      <Timeline
        level={3}
        entries={applications.toReversed().map((one) => {
          const at = one.decided_on ?? one.submitted_on;
          const fact =
            one.stage in timelineFacts ? timelineFacts[one.stage as "supported"] : undefined;
          return {
            ...(fact !== undefined && { fact }),
            icon: one.stage === "not-supported" ? ("back" as const) : ("doc" as const),
            title: formatOutcome(viewContext, one),
            at: at === null ? one.started_at : new Date(`${at}T12:00:00Z`),
            when: at === null ? "" : formatDay(viewContext, at),
            children: <ApplicationEntry {...view} application={one} />,
          };
        })}
      />
    </Section>
  );
}

function formatOutcome({ t, lang }: ProjectViewContext, { stage, score }: Application): string {
  const { applicationTitles, score: points } = t.card.stepper;
  const title = applicationTitles[stage];
  return score === null ? title : `${title}, ${points(score, formatNumber(score, { lang }))}`;
}

function ApplicationEntry({
  application,
  ...view
}: ProjectCardProps & { application: Application }) {
  const { viewContext, card, names, redact, canReadApplications } = view;
  const { t } = viewContext;
  const remarks =
    canReadApplications || application.remarks_public ? parseRemarkLines(application.remarks) : [];
  const number = application.number === "" ? t.card.noNumber : application.number;
  const base = names.href(`/projects/${card.project.number}/applications/${application.seq}`);
  return (
    <>
      <p class="small">
        {application.contest}
        <br />
        {canReadApplications ? (
          <a class="num" href={base}>
            {number}
          </a>
        ) : (
          <span class="num">{number}</span>
        )}
      </p>
      {remarks.length > 0 && (
        <p class="small">
          {t.card.experts}{" "}
          {remarks.map((line) => `«${redact(line.replace(/\.$/, ""))}»`).join(", ")}.
          {canReadApplications && !application.remarks_public && (
            <span class="muted"> {t.card.remarksHidden}</span>
          )}
        </p>
      )}
      <RewrittenFields {...view} application={application} base={base} />
    </>
  );
}

const maxNamedFields = 4;

/** Fields rewritten since the former application; guests see them once its remarks are public. */
function RewrittenFields({
  viewContext: view,
  card,
  canReadApplications,
  application,
  base,
}: ProjectCardProps & { application: Application; base: string }) {
  const { t } = view;
  const former = card.applications.find(({ id }) => id === application.former_id);
  if (former === undefined || (!canReadApplications && !former.remarks_public)) return null;
  if (application.snapshot === null || former.snapshot === null) return null;
  const fields = listRewrittenFields(application.snapshot, former.snapshot);
  const rest = fields.length - maxNamedFields;
  const named = fields.slice(0, maxNamedFields).join(", ");
  return (
    <p class="small">
      {fields.length > 0 && `${t.card.rewritten(named, Math.max(0, rest))} `}
      {canReadApplications && <a href={`${base}/changes`}>{t.card.mended}</a>}
    </p>
  );
}
