import {
  projectNumberParam,
  loadEditableCard,
  pageFrame,
  conflictingChanges,
  renderSection,
  withSection,
  sectionOfPart,
} from "../charter/edit-section.tsx";
import { actionRoute } from "#base/http/action-route.ts";
import { z } from "zod";
import type { RequestContext, Route } from "#base/http/route.ts";
import { emptyForm, submit, type FormState } from "#base/http/form.ts";
import { orNotFound } from "#base/refusal.ts";
import { seenVersion } from "#base/http/fields.ts";
import { fullName } from "#modules/people/index.ts";
import type { ProjectCard } from "../card/reads.ts";
import { loadProject } from "../load.ts";
import { loadProjectEntityNames } from "../entity-names.ts";
import { ConflictComparison, CharterEditPage, RowForm } from "../charter/edit-page.tsx";
import type { RowChoices } from "./fields.tsx";
import { moveRowInput, moveRow } from "./row-order.ts";
import { partInputs, type PartInputs } from "./inputs.ts";
import { removeRow, writeRow } from "./actions.ts";
import { projectParts, type ProjectPart } from "./store.ts";
import { createRowForm } from "./form-values.ts";
import { listMonths } from "../schedule/date-ranges.ts";
import { projectViewContext, type ProjectViewContext } from "../view.ts";
import { fileForm, resolveFormFile, findFormFile, withUploadedFile } from "../files/web.ts";

function partParam(c: RequestContext): ProjectPart {
  return orNotFound(projectParts.find((part) => part === c.param("part")));
}

async function renderRow(c: RequestContext, form?: FormState, status = 200): Promise<Response> {
  const view = projectViewContext(c);
  const card = await loadEditableCard(c);
  const part = partParam(c);
  const row = c.param("row") === "new" ? undefined : c.param("row");
  const opened = form ?? initialRowForm(card, part, row);
  const at = { part, form: opened, status, ...(row !== undefined && { row }) };
  const choices = await loadRowChoices(c, view, card);
  const held = await findFormFile(c, opened);
  return c.page({
    ...pageFrame(c, view, card),
    status,
    islands: ["okno-counter"],
    body: (
      <CharterEditPage
        viewContext={view}
        project={card.project}
        href={c.href}
        here={sectionOfPart(part)}
      >
        <ConflictComparison
          viewContext={view}
          theirs={await conflictingChanges(c, card, at)}
          form={opened}
        />
        <RowForm
          view={{
            viewContext: view,
            part,
            isExisting: row !== undefined,
            form: opened,
            choices,
            currentFile: held,
          }}
          project={card.project}
          row={row}
          href={c.href}
        />
      </CharterEditPage>
    ),
  });
}

function initialRowForm(card: ProjectCard, part: ProjectPart, row: string | undefined): FormState {
  if (row === undefined) return emptyForm;
  const rows: readonly { id: string }[] = card[part];
  const index = rows.findIndex(({ id }) => id === row);
  return createRowForm(part, orNotFound(card[part][index]), card);
}

async function loadRowChoices(
  c: RequestContext,
  view: ProjectViewContext,
  card: ProjectCard,
): Promise<RowChoices> {
  const names = await loadProjectEntityNames(c);
  const { project } = card;
  const year = view.today.slice(0, 4);
  const span = {
    from: project.starts_on ?? `${year}-01-01`,
    to: project.ends_on ?? `${year}-12-31`,
  };
  return {
    tasks: card.tasks.map(({ id, title }) => ({ value: id, label: title })),
    activities: card.activities.map(({ id, title }) => ({ value: id, label: title })),
    people: [...card.contacts].map(([id, contact]) => ({ value: id, label: fullName(contact) })),
    municipalities: names.municipalities.map(({ id, name }) => ({ value: id, label: name })),
    months: listMonths(span)
      .slice(0, 36)
      .map((month) => ({
        value: month,
        label: `${view.t.plan.monthNames[Number(month.slice(5)) - 1] ?? month} ${month.slice(0, 4)}`,
      })),
  };
}

async function saveSubmittedRow<P extends ProjectPart>(
  c: RequestContext,
  part: P,
): Promise<Response> {
  const row = c.param("row") === "new" ? undefined : c.param("row");
  const own = fileForm.extend({ version: seenVersion });
  const upload: { id?: string } = {};
  return submit(c, {
    schema: z.intersection(own, partInputs[part]),
    onValid: async (read) => {
      await loadProject(c.ctx, projectNumberParam(c), "edit");
      const input = { ...read, fileId: undefined, ...(await resolveFormFile(c, read, upload)) };
      await writeRow(c.ctx, projectNumberParam(c), {
        part,
        row,
        version: read.version,
        input: input as unknown as PartInputs[P],
      });
      return c.redirect(
        `/projects/${projectNumberParam(c)}/edit/${sectionOfPart(part)}#${part}`,
        projectViewContext(c).t.done.saved,
      );
    },
    onInvalid: (form, status) => renderRow(c, withUploadedFile(form, upload), status),
  });
}

export const rowRoutes: readonly Route[] = [
  {
    method: "get",
    path: "/projects/:number/rows/:part/:row",
    permission: "projects.project.edit",
    handle: (c) => renderRow(c),
  },
  {
    method: "post",
    path: "/projects/:number/rows/:part/:row",
    permission: "projects.project.edit",
    handle: (c) => saveSubmittedRow(c, partParam(c)),
  },
  actionRoute({
    path: "/projects/:number/rows/:part/:row/remove",
    permission: "projects.project.edit",
    schema: z.object({ version: seenVersion }),
    async act(c, { version }) {
      const part = partParam(c);
      const seen = version === undefined ? {} : { version };
      await removeRow(c.ctx, projectNumberParam(c), { part, row: c.param("row"), ...seen });
      const path = `/projects/${projectNumberParam(c)}/edit/${sectionOfPart(part)}#${part}`;
      return { path, flash: projectViewContext(c).t.done.removed };
    },
    async onInvalid(c, form, status) {
      const card = await loadEditableCard(c);
      const opened = initialRowForm(card, partParam(c), c.param("row"));
      const refusal = form.refusal === undefined ? {} : { refusal: form.refusal };
      return renderRow(c, { ...opened, ...refusal }, status);
    },
  }),
  actionRoute({
    path: "/projects/:number/rows/:part/:row/move",
    permission: "projects.project.edit",
    schema: moveRowInput,
    async act(c, input) {
      const part = partParam(c);
      await moveRow(c.ctx, projectNumberParam(c), { part, row: c.param("row"), ...input });
      const path = `/projects/${projectNumberParam(c)}/edit/${sectionOfPart(part)}#${part}`;
      return { path, flash: projectViewContext(c).t.done.reordered };
    },
    onInvalid: (c, form, status) =>
      renderSection(withSection(c, sectionOfPart(partParam(c))), form, status),
  }),
];
