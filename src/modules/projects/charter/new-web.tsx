import { actionRoute } from "#base/http/action-route.ts";
import { z } from "zod";
import type { RequestContext, Route } from "#base/http/route.ts";
import { emptyForm, type FormState } from "#base/http/form.ts";
import { authorize, may } from "#base/policy.ts";
import { consultationPolicy, findConsultation } from "#modules/consultations/index.ts";
import { listProblems, problemListQuery } from "#modules/problems/index.ts";
import { loadProjectEntityNames } from "../entity-names.ts";
import { openProjectInput, openProject, findProblemsByNumbers } from "./open-project.ts";
import { NewProjectPage } from "./new-page.tsx";
import { charterLimits } from "./actions.ts";
import { projectPolicy } from "../policy.ts";
import { projectViewContext } from "../view.ts";

const newProjectQuery = z.object({
  problem: z.string().trim().max(2000).default(""),
  problems: z.string().trim().max(2000).default(""),
  /** A cluster: open problems of a topic, optionally of one municipality. */
  municipality: z.uuid().optional(),
  topic: z.string().max(60).optional(),
  /** Number of the consultation it originates from. */
  consultation: z.string().trim().max(40).default(""),
});

const maxClusterProblems = 12;

/** Returns the problem numbers of the query, else those of its cluster by descending priority. */
async function problemNumbersFrom(c: RequestContext): Promise<string> {
  const { problem, problems, municipality, topic } = c.query(newProjectQuery);
  if (problem !== "" || problems !== "" || topic === undefined)
    return `${problem} ${problems}`.trim();
  const place = municipality === undefined ? {} : { municipality };
  const query = problemListQuery.parse({ ...place, topic, stage: "open", sort: "burning" });
  const { rows } = await listProblems(c.ctx, query, { limit: maxClusterProblems });
  return rows.map(({ number }) => number).join(" ");
}

/** Returns the first sentence of a question, used as a title. */
const firstSentence = (question: string): string =>
  (question.split(/(?<=[.?!])\s|\n/)[0] ?? "").slice(0, charterLimits.title);

/** Returns form values prefilled from a consultation; empty when the actor may not read it. */
async function formFromConsultation(c: RequestContext, number: string): Promise<FormState> {
  const row = await findConsultation(c.ctx, number);
  if (row === undefined || !may(consultationPolicy, c.ctx.actor, "handle", row)) return emptyForm;
  return {
    values: {
      title: firstSentence(row.question),
      significance: [row.question, row.record_situation, row.record_agreed]
        .filter(Boolean)
        .join("\n\n"),
      consultation: row.number,
    },
    lists: { placeIds: [row.municipality_id] },
    errors: {},
  };
}

/** Returns form values prefilled from problems; an unknown number is an error of its field. */
async function formFromProblems(c: RequestContext, numbers: string): Promise<FormState> {
  if (numbers === "") return emptyForm;
  const problems = await findProblemsByNumbers(c.ctx, numbers);
  const [first] = problems;
  return {
    values: {
      title: first?.title ?? "",
      significance: problems
        .map(({ number, title, summary, address }) =>
          [`${number}. ${title}`, summary, address].filter(Boolean).join("\n"),
        )
        .join("\n\n"),
      problems: problems.map(({ number }) => number).join(" "),
    },
    lists: { placeIds: [...new Set(problems.map((one) => one.municipality_id))] },
    errors: {},
  };
}

async function renderNew(c: RequestContext, form?: FormState, status = 200): Promise<Response> {
  authorize({ policy: projectPolicy, actor: c.ctx.actor, action: "open" });
  const view = projectViewContext(c);
  const { consultation } = c.query(newProjectQuery);
  const opened =
    form ??
    (consultation === ""
      ? await formFromProblems(c, await problemNumbersFrom(c))
      : await formFromConsultation(c, consultation));
  const names = await loadProjectEntityNames(c);
  return c.page({
    title: view.t.create.title,
    section: "projects",
    status,
    breadcrumbs: [{ label: view.t.list.title, href: c.href("/projects") }],
    islands: ["okno-counter"],
    body: (
      <NewProjectPage
        viewContext={view}
        action={c.href("/projects/new")}
        form={opened}
        from={opened.values.problems ?? ""}
        municipalities={names.municipalities.map(({ id, name }) => ({ value: id, label: name }))}
      />
    ),
  });
}

export const newRoutes: Route[] = [
  {
    method: "get",
    path: "/projects/new",
    permission: "projects.project.open",
    handle: (c) => renderNew(c),
  },
  actionRoute({
    path: "/projects/new",
    permission: "projects.project.open",
    schema: openProjectInput,
    async act(c, input) {
      const project = await openProject(c.ctx, input);
      return { path: `/projects/${project.number}`, flash: projectViewContext(c).t.done.opened };
    },
    onInvalid: (c, form, status) => renderNew(c, form, status),
  }),
];
