import { projectNumberParam, renderSection, withSection } from "../charter/edit-section.tsx";
import { actionRoute } from "#base/http/action-route.ts";
import { z } from "zod";
import type { Route } from "#base/http/route.ts";
import { addAuthor, authorInput, removeAuthor } from "./actions.ts";
import { chooseLead, chooseLeadInput } from "../rows/row-order.ts";
import { projectViewContext } from "../view.ts";

export const authorRoutes: readonly Route[] = [
  actionRoute({
    path: "/projects/:number/lead",
    permission: "projects.project.edit",
    schema: chooseLeadInput,
    async act(c, input) {
      await chooseLead(c.ctx, projectNumberParam(c), input);
      return {
        path: `/projects/${projectNumberParam(c)}/edit/people#lead`,
        flash: projectViewContext(c).t.done.lead,
      };
    },
    onInvalid: (c, form, status) => renderSection(withSection(c, "people"), form, status),
  }),
  actionRoute({
    path: "/projects/:number/authors",
    permission: "projects.project.edit",
    schema: authorInput,
    async act(c, input) {
      await addAuthor(c.ctx, projectNumberParam(c), input);
      return {
        path: `/projects/${projectNumberParam(c)}/edit/people#authors`,
        flash: projectViewContext(c).t.done.invited,
      };
    },
    onInvalid: (c, form, status) => renderSection(withSection(c, "people"), form, status),
  }),
  actionRoute({
    path: "/projects/:number/authors/:person/remove",
    permission: "projects.project.edit",
    schema: z.object({}),
    async act(c) {
      await removeAuthor(c.ctx, projectNumberParam(c), c.param("person"));
      return {
        path: `/projects/${projectNumberParam(c)}/edit/people#authors`,
        flash: projectViewContext(c).t.done.authorRemoved,
      };
    },
    onInvalid: (c, form, status) => renderSection(withSection(c, "people"), form, status),
  }),
];
