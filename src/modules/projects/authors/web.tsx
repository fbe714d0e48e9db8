import { projectNumberParam, renderSection, withSection } from "../charter/edit-section.tsx";
import { actionRoute } from "#base/http/action-route.ts";
import { z } from "zod";
import type { RequestContext, Route } from "#base/http/route.ts";
import { addAuthor, authorInput, removeAuthor } from "./actions.ts";
import { chooseLead, chooseLeadInput } from "../rows/row-order.ts";
import { projectViewContext } from "../view.ts";

/** Creates a POST route of the page of people: redirects to one of its sections, or shows the page with the errors. */
function peopleRoute<T>(
  path: string,
  options: {
    schema: z.ZodType<T>;
    section: "lead" | "authors";
    done: "lead" | "invited" | "authorRemoved";
    act: (c: RequestContext, input: T) => Promise<unknown>;
  },
): Route {
  return actionRoute({
    path: `/projects/:number${path}`,
    permission: "projects.project.edit",
    schema: options.schema,
    async act(c, input) {
      await options.act(c, input);
      return {
        path: `/projects/${projectNumberParam(c)}/edit/people#${options.section}`,
        flash: projectViewContext(c).t.done[options.done],
      };
    },
    onInvalid: (c, form, status) => renderSection(withSection(c, "people"), form, status),
  });
}

export const authorRoutes: readonly Route[] = [
  peopleRoute("/lead", {
    schema: chooseLeadInput,
    section: "lead",
    done: "lead",
    act: (c, input) => chooseLead(c.ctx, projectNumberParam(c), input),
  }),
  peopleRoute("/authors", {
    schema: authorInput,
    section: "authors",
    done: "invited",
    act: (c, input) => addAuthor(c.ctx, projectNumberParam(c), input),
  }),
  peopleRoute("/authors/:person/remove", {
    schema: z.object({}),
    section: "authors",
    done: "authorRemoved",
    act: (c) => removeAuthor(c.ctx, projectNumberParam(c), c.param("person")),
  }),
];
