import type { Route } from "#base/http/route.ts";
import { loadProblemCard } from "../card/reads.ts";
import { problemViewContext } from "../view.ts";
import { ReportsPage } from "./page.tsx";
import { listReports } from "./reads.ts";

export const reportRoutes: Route[] = [
  {
    method: "get",
    path: "/problems/:number/voices",
    permission: "problems.problem.read",
    handle: async (c) => {
      const view = problemViewContext(c);
      const { problem } = await loadProblemCard(c.ctx, c.param("number"));
      const href = c.href(`/problems/${problem.number}`);
      return c.page({
        title: view.t.card.voices,
        section: "problems",
        breadcrumbs: [{ label: problem.number, href }],
        body: (
          <ReportsPage
            viewContext={view}
            title={problem.title}
            href={href}
            reports={await listReports(c.ctx, problem.id)}
          />
        ),
      });
    },
  },
];
