import { formatNumber } from "#base/ui/index.ts";
import { fullName } from "#modules/people/index.ts";
import type { ProjectCard } from "../card/reads.ts";
import type { Part } from "./store.ts";
import { costTotal, type ActivityKind, type Article, type Likelihood } from "../project.ts";
import { sayDay, sayMoney, saySpan, type Reader } from "../view.ts";
import type { RowLine } from "../charter/edit-page.tsx";

/** Each part's rows in one line and a note, as the lists of editing show them. */
export function rowLines(reader: Reader, part: Part, card: ProjectCard): RowLine[] {
  const { t, lang } = reader;
  const tasks = new Map(card.tasks.map(({ id, title }) => [id, title]));
  const activities = new Map(card.activities.map(({ id, title }) => [id, title]));
  const lines: Record<Part, () => RowLine[]> = {
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
          saySpan(reader, row.starts_on, row.ends_on),
          t.plan.total(card.occasions.filter((one) => one.activity_id === row.id).length),
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
          t.articles[row.article as Article],
          t.card.moneyTotal(sayMoney(reader, costTotal(row))),
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
        note: t.likelihoods[likelihood as Likelihood],
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
        note: [media, sayDay(reader, day)].filter(Boolean).join(", "),
      })),
  };
  return lines[part]();
}
