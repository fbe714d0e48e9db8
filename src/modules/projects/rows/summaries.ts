import { formatNumber } from "#base/ui/index.ts";
import { fullName } from "#modules/people/index.ts";
import type { ProjectCard } from "../card/reads.ts";
import type { ProjectPart } from "./store.ts";
import { costTotal, type ActivityKind, type CostArticle, type RiskLikelihood } from "../project.ts";
import { formatDay, formatRoubleAmount, formatDaySpan, type ProjectViewContext } from "../view.ts";
import type { PartRowSummary } from "../charter/edit-page.tsx";

/** Lists a part's rows as a title and a note for the lists of the edit pages. */
export function partRowSummaries(
  view: ProjectViewContext,
  part: ProjectPart,
  card: ProjectCard,
): PartRowSummary[] {
  const { t, lang } = view;
  const tasks = new Map(card.tasks.map(({ id, title }) => [id, title]));
  const activities = new Map(card.activities.map(({ id, title }) => [id, title]));
  const lines: Record<ProjectPart, () => PartRowSummary[]> = {
    groups: () =>
      card.groups.map(({ id, title, people }) => ({
        id,
        title,
        note: people === null ? "" : t.card.people(people),
      })),
    tasks: () => card.tasks.map(({ id, title }) => ({ id, title })),
    activities: () =>
      card.activities.map((row) => ({
        id: row.id,
        title: row.title,
        note: [
          t.activityKinds[row.kind as ActivityKind],
          formatDaySpan(view, row.starts_on, row.ends_on),
          t.plan.total(card.occurrences.filter((one) => one.activity_id === row.id).length),
          tasks.get(row.task_id ?? "") ?? "",
        ]
          .filter(Boolean)
          .join(" · "),
      })),
    costs: () =>
      card.costs.map((row) => ({
        id: row.id,
        title: row.what,
        note: [
          t.articles[row.article as CostArticle],
          t.card.moneyTotal(formatRoubleAmount(view, costTotal(row))),
          activities.get(row.activity_id ?? "") ?? t.card.noActivity,
        ].join(" · "),
      })),
    team: () =>
      card.team.map(({ id, contact_id: contact, role }) => {
        const known = card.contacts.get(contact);
        return { id, title: known === undefined ? role : fullName(known), note: role };
      }),
    partners: () =>
      card.partners.map(({ id, organisation_id: organisation, name, contribution }) => ({
        id,
        title: card.partnerNames.get(organisation ?? "") ?? name,
        note: contribution,
      })),
    risks: () =>
      card.risks.map(({ id, title, likelihood }) => ({
        id,
        title,
        note: t.likelihoods[likelihood as RiskLikelihood],
      })),
    results: () =>
      card.results.map(({ id, what, target, unit }) => ({
        id,
        title: what,
        note: `${formatNumber(target, { lang })} ${unit}`,
      })),
    publications: () =>
      card.publications.map(({ id, title, media, published_on: day }) => ({
        id,
        title,
        note: [media, formatDay(view, day)].filter(Boolean).join(", "),
      })),
  };
  return lines[part]();
}
