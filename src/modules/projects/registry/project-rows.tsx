import { Rows, Status } from "#base/ui/index.ts";
import type { ProjectEntityNames } from "../entity-names.ts";
import type { ProjectSummary } from "./reads.ts";
import {
  formatRoubleAmount,
  formatDaySpan,
  projectStatus,
  type ProjectViewContext,
} from "../view.ts";

/** A list of projects: title, applicant, places, dates, status. */
export function ProjectRows({
  viewContext: view,
  lines,
  names,
  level = 3,
}: {
  viewContext: ProjectViewContext;
  lines: readonly ProjectSummary[];
  names: Pick<ProjectEntityNames, "href" | "territory" | "organisation">;
  level?: 2 | 3 | 4;
}) {
  const { t } = view;
  return (
    <Rows
      level={level}
      rows={lines.map((line) => {
        const status = projectStatus(view, line);
        const organisation = names.organisation(line.organisation_id);
        const place = names.territory(line.municipality_id);
        return {
          title: line.title,
          href: names.href(`/projects/${line.number}`),
          meta: [
            { text: line.number },
            organisation === "" ? undefined : { icon: "people", text: organisation },
            place === "" ? undefined : { icon: "pin", text: place },
            line.starts_on === null
              ? undefined
              : { text: formatDaySpan(view, line.starts_on, line.ends_on) },
            line.awarded === null
              ? undefined
              : { text: t.card.moneyTotal(formatRoubleAmount(view, line.awarded)) },
            line.public ? undefined : { text: t.list.hidden },
          ],
          side: <Status kind={status.kind}>{status.text}</Status>,
        };
      })}
    />
  );
}
