import { z } from "zod";
import type { Exchange, Route } from "#base/http/route.ts";
import { blankForm, submit, type FormState } from "#base/http/form.ts";
import { demand, may } from "#base/policy.ts";
import { consultationPolicy, findConsultation } from "#modules/consultations/index.ts";
import { listProblems, listQuery } from "#modules/problems/index.ts";
import { namesFor } from "../entity-names.ts";
import { openInput, openProject, problemsNamed } from "./open-project.ts";
import { NewPage } from "./new-page.tsx";
import { limits } from "./actions.ts";
import { projectPolicy } from "../policy.ts";
import { readerOf } from "../view.ts";

const newQuery = z.object({
  problem: z.string().trim().max(2000).default(""),
  problems: z.string().trim().max(2000).default(""),
  /** A cluster: what is open of a topic, where a municipality is named there. */
  municipality: z.uuid().optional(),
  topic: z.string().max(60).optional(),
  /** Number of the consultation it grows from. */
  consultation: z.string().trim().max(40).default(""),
});

const mostGathered = 12;

/** The numbers that the address names, else those of the cluster it names, what burns most first. */
async function numbersIn(x: Exchange): Promise<string> {
  const { problem, problems, municipality, topic } = x.query(newQuery);
  if (problem !== "" || problems !== "" || topic === undefined)
    return `${problem} ${problems}`.trim();
  const place = municipality === undefined ? {} : { municipality };
  const asked = listQuery.parse({ ...place, topic, stage: "open", sort: "burning" });
  const { rows } = await listProblems(x.ctx, asked, { limit: mostGathered });
  return rows.map(({ number }) => number).join(" ");
}

/** The first sentence of a question, for want of a title. */
const opening = (question: string): string =>
  (question.split(/(?<=[.?!])\s|\n/)[0] ?? "").slice(0, limits.title);

/** What was asked and agreed, taken over into the form; a consultation that is not the reader's gives nothing. */
async function advised(x: Exchange, number: string): Promise<FormState> {
  const row = await findConsultation(x.ctx, number);
  if (row === undefined || !may(consultationPolicy, x.ctx.actor, "handle", row)) return blankForm;
  return {
    values: {
      title: opening(row.question),
      significance: [row.question, row.record_stands, row.record_agreed]
        .filter(Boolean)
        .join("\n\n"),
      consultation: row.number,
    },
    lists: { placeIds: [row.municipality_id] },
    errors: {},
  };
}

/** The texts of problems that are to grow into a project; a wrong number is told on the form. */
async function grown(x: Exchange, numbers: string): Promise<FormState> {
  if (numbers === "") return blankForm;
  const problems = await problemsNamed(x.ctx, numbers);
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

async function showNew(x: Exchange, form?: FormState, status = 200): Promise<Response> {
  demand({ policy: projectPolicy, actor: x.ctx.actor, action: "open" });
  const reader = readerOf(x);
  const { consultation } = x.query(newQuery);
  const opened =
    form ??
    (consultation === "" ? await grown(x, await numbersIn(x)) : await advised(x, consultation));
  const names = await namesFor(x);
  return x.page({
    title: reader.t.create.title,
    section: "projects",
    status,
    crumbs: [{ label: reader.t.list.title, href: x.href("/projects") }],
    islands: ["okno-counter"],
    body: (
      <NewPage
        reader={reader}
        action={x.href("/projects/new")}
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
    asks: "projects.project.open",
    handle: (x) => showNew(x),
  },
  {
    method: "post",
    path: "/projects/new",
    asks: "projects.project.open",
    handle: (x) =>
      submit(x, {
        schema: openInput,
        act: async (input) => {
          const project = await openProject(x.ctx, input);
          return x.go(`/projects/${project.number}`, readerOf(x).t.done.opened);
        },
        again: (form, status) => showNew(x, form, status),
      }),
  },
];
