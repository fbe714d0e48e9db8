import { Table } from "#base/ui/index.ts";
import type { ProjectCard } from "./reads.ts";
import { budgetTotals, costTotal, type CostArticle } from "../project.ts";
import { formatRoubleAmount, type ProjectViewContext } from "../view.ts";

/** The budget row by row, with the sums of each payer below. */
export function BudgetTable({
  viewContext: view,
  card,
}: {
  viewContext: ProjectViewContext;
  card: ProjectCard;
}) {
  const { t } = view;
  const { costs, activities } = card;
  if (costs.length === 0) return <p class="muted">{t.card.budgetEmpty}</p>;
  const titles = new Map(activities.map(({ id, title }) => [id, title]));
  const totals = budgetTotals(costs);
  const money = (kopecks: number) => formatRoubleAmount(view, kopecks);
  return (
    <Table
      caption={t.card.budget}
      captionHidden
      cards
      columns={[
        {
          head: t.fields.what,
          cell: ({ what, comment, article, activity_id: id }) => (
            <>
              {what}
              <p class="small muted">
                {[
                  t.articles[article as CostArticle],
                  titles.get(id ?? "") ?? t.card.noActivity,
                ].join(". ")}
              </p>
              {comment !== "" && <p class="small muted">{comment}</p>}
            </>
          ),
          foot: t.card.total,
        },
        {
          head: t.card.cost,
          number: true,
          cell: (cost) => money(costTotal(cost)),
          foot: money(totals.total),
        },
        {
          head: t.card.grant,
          number: true,
          cell: (cost) => money(cost.from_grant),
          foot: money(totals.grant),
        },
        {
          head: t.card.own,
          number: true,
          cell: (cost) => money(cost.from_own),
          foot: money(totals.own),
        },
        {
          head: t.card.partners,
          number: true,
          cell: (cost) => money(cost.from_partners),
          foot: money(totals.partners),
        },
      ]}
      rows={costs}
    />
  );
}
