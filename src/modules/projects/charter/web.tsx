import { actionRoute } from "#base/http/action-route.ts";
import { FormErrorSummary } from "#base/ui/index.ts";
import { z } from "zod";
import type { RequestContext, Route } from "#base/http/route.ts";
import { emptyForm, submit, type FormState } from "#base/http/form.ts";
import { orNotFound, notFound } from "#base/refusal.ts";
import { seenVersion } from "#base/http/fields.ts";
import { fullName, loadPersonNames } from "#modules/people/index.ts";
import { addAuthor, authorInput, removeAuthor } from "../authors/actions.ts";
import { loadProjectCard, type ProjectCard } from "../card/reads.ts";
import { loadProject } from "../load.ts";
import { loadProjectEntityNames } from "../entity-names.ts";
import { AuthorsSection } from "../authors/section.tsx";
import {
  ConflictComparison,
  CharterEditPage,
  LeadForm,
  PartList,
  CharterForm,
  RowForm,
  editSectionNames,
  editSections,
  type EditSection,
} from "./edit-page.tsx";
import type { RowChoices } from "../rows/fields.tsx";
import { partRowSummaries } from "../rows/summaries.ts";
import { chooseLead, chooseLeadInput, moveRowInput, moveRow } from "../rows/row-order.ts";
import { partInputs, type PartInputs } from "../rows/inputs.ts";
import { removeRow, writeRow } from "../rows/actions.ts";
import { projectParts, type ProjectPart } from "../rows/store.ts";
import { updateCharter, charterInput } from "./actions.ts";
import { listRevisions, type ProjectFieldChange } from "../history/store.ts";
import { listAuthors } from "../authors/store.ts";
import { createRowForm } from "../rows/form-values.ts";
import { listMonths } from "../schedule/date-ranges.ts";
import { projectViewContext, type ProjectViewContext } from "../view.ts";
import { fileForm, resolveFormFile, findFormFile, withUploadedFile } from "../files/web.ts";

const projectNumberParam = (c: RequestContext) => c.param("number");

/** The card of a project that the actor may write. */
async function loadEditableCard(c: RequestContext): Promise<ProjectCard> {
  const project = await loadProject(c.ctx, projectNumberParam(c), "edit");
  return loadProjectCard(c.ctx, project.id);
}

function pageFrame(c: RequestContext, view: ProjectViewContext, card: ProjectCard) {
  return {
    title: view.t.edit.title,
    section: "projects",
    crumbs: [
      { label: view.t.list.title, href: c.href("/projects") },
      { label: card.project.number, href: c.href(`/projects/${card.project.number}`) },
    ],
  };
}

/** What others saved into this part after the version that the form was opened with. */
async function conflictingChanges(
  c: RequestContext,
  card: ProjectCard,
  at: { part: string; row?: string; form: FormState; status: number },
): Promise<ProjectFieldChange[]> {
  const seen = Number(at.form.values.version);
  if (at.status !== 409 || !Number.isInteger(seen)) return [];
  const revisions = await listRevisions(c.ctx, card.project.id, {
    since: seen,
    part: at.part,
    ...(at.row !== undefined && { row: at.row }),
  });
  const newest = new Map<string, ProjectFieldChange>();
  for (const change of revisions.flatMap(({ changes }) => changes)) {
    if (at.row !== undefined && change.row !== at.row) continue;
    if (!newest.has(change.field)) newest.set(change.field, change);
  }
  return [...newest.values()];
}

async function renderCharter(c: RequestContext, form?: FormState, status = 200): Promise<Response> {
  const view = projectViewContext(c);
  const card = await loadEditableCard(c);
  const names = await loadProjectEntityNames(c);
  const opened = form ?? charterForm(card);
  const theirs = await conflictingChanges(c, card, { part: "passport", form: opened, status });
  const { project } = card;
  return c.page({
    ...pageFrame(c, view, card),
    status,
    islands: ["okno-counter"],
    body: (
      <CharterEditPage viewContext={view} project={project} href={c.href} here="passport">
        <FormErrorSummary form={opened} />
        <ConflictComparison viewContext={view} theirs={theirs} form={opened} />
        <CharterForm
          viewContext={view}
          project={project}
          href={c.href}
          form={opened}
          municipalities={names.municipalities.map(({ id, name }) => ({ value: id, label: name }))}
        />
      </CharterEditPage>
    ),
  });
}

function charterForm({ project, organisation, programme, places }: ProjectCard): FormState {
  return {
    values: {
      title: project.title,
      summary: project.summary,
      significance: project.significance,
      goal: project.goal,
      direction: project.direction ?? "",
      organisation: organisation?.inn ?? organisation?.name ?? "",
      programme: programme?.number ?? "",
      startsOn: project.starts_on ?? "",
      endsOn: project.ends_on ?? "",
      contactInfo: project.contact_info,
      furtherLife: project.further_life,
      qualitativeResults: project.qualitative_results,
    },
    lists: { placeIds: places },
    errors: {},
  };
}

async function renderSection(c: RequestContext, form = emptyForm, status = 200): Promise<Response> {
  const view = projectViewContext(c);
  const here = editSectionNames.find((name) => name === c.param("section") && name !== "passport");
  if (here === undefined) throw notFound("base.not-found");
  const card = await loadEditableCard(c);
  const { project } = card;
  return c.page({
    ...pageFrame(c, view, card),
    status,
    body: (
      <CharterEditPage viewContext={view} project={project} href={c.href} here={here}>
        <FormErrorSummary form={form} />
        {editSections[here].map((part) => (
          <PartList
            viewContext={view}
            project={project}
            part={part}
            lines={partRowSummaries(view, part, card)}
            href={c.href}
          />
        ))}
        {here === "people" && (
          <LeadForm
            viewContext={view}
            project={project}
            people={teamOptions(card)}
            form={form}
            action={c.href(`/projects/${project.number}/lead`)}
          />
        )}
        {here === "people" && (await renderAuthorsSection(c, { viewContext: view, card, form }))}
      </CharterEditPage>
    ),
  });
}

const teamOptions = (card: ProjectCard) =>
  card.team.flatMap(({ contact_id: id }) => {
    const contact = card.contacts.get(id);
    return contact === undefined ? [] : [{ value: id, label: fullName(contact) }];
  });

async function renderAuthorsSection(
  c: RequestContext,
  {
    viewContext: view,
    card,
    form,
  }: { viewContext: ProjectViewContext; card: ProjectCard; form: FormState },
) {
  const authors = await listAuthors(c.ctx, card.project.id);
  const names = await loadPersonNames(
    c.ctx,
    authors.map((one) => one.person_id),
  );
  const base = c.href(`/projects/${card.project.number}/authors`);
  return (
    <AuthorsSection viewContext={view} authors={authors} names={names} base={base} form={form} />
  );
}

function partParam(c: RequestContext): ProjectPart {
  return orNotFound(projectParts.find((part) => part === c.param("part")));
}

const sectionOfPart = (part: ProjectPart): EditSection =>
  editSectionNames.find((name) => (editSections[name] as readonly ProjectPart[]).includes(part)) ??
  "passport";

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

export const editRoutes: Route[] = [
  {
    method: "get",
    path: "/projects/:number/edit",
    permission: "projects.project.edit",
    handle: (c) => renderCharter(c),
  },
  actionRoute({
    path: "/projects/:number/edit",
    permission: "projects.project.edit",
    schema: charterInput,
    async act(c, input) {
      const project = await updateCharter(c.ctx, projectNumberParam(c), input);
      return {
        path: `/projects/${project.number}/edit`,
        flash: projectViewContext(c).t.done.saved,
      };
    },
    onInvalid: (c, form, status) => renderCharter(c, form, status),
  }),
  {
    method: "get",
    path: "/projects/:number/edit/:section",
    permission: "projects.project.edit",
    handle: (c) => renderSection(c),
  },
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
      return { path: path, flash: projectViewContext(c).t.done.removed };
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
      return { path: path, flash: projectViewContext(c).t.done.reordered };
    },
    onInvalid: (c, form, status) =>
      renderSection(withSection(c, sectionOfPart(partParam(c))), form, status),
  }),
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

/** A refused form comes back on the page that it stands on. */
function withSection(c: RequestContext, section: EditSection): RequestContext {
  return { ...c, param: (name) => (name === "section" ? section : c.param(name)) };
}
