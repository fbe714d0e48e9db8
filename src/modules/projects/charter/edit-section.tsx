import { FormErrorSummary } from "#base/ui/index.ts";
import type { RequestContext } from "#base/http/route.ts";
import { emptyForm, type FormState } from "#base/http/form.ts";
import { notFound } from "#base/refusal.ts";
import { fullName, loadPersonNames } from "#modules/people/index.ts";
import { loadProjectCard, type ProjectCard } from "../card/reads.ts";
import { loadProject } from "../load.ts";
import { AuthorsSection } from "../authors/section.tsx";
import {
  CharterEditPage,
  LeadForm,
  PartList,
  editSectionNames,
  editSections,
  type EditSection,
} from "./edit-page.tsx";
import { partRowSummaries } from "../rows/summaries.ts";
import type { ProjectPart } from "../rows/store.ts";
import { listRevisions, type ProjectFieldChange } from "../history/store.ts";
import { listAuthors } from "../authors/store.ts";
import { projectViewContext, type ProjectViewContext } from "../view.ts";

/** Returns the number or id of the project in the path. */
export const projectNumberParam = (c: RequestContext) => c.param("number");

/** Loads the card of a project; throws unless the actor may edit it. */
export async function loadEditableCard(c: RequestContext): Promise<ProjectCard> {
  const project = await loadProject(c.ctx, projectNumberParam(c), "edit");
  return loadProjectCard(c.ctx, project.id);
}

/** Returns title, section and breadcrumbs of the edit pages. */
export function pageFrame(c: RequestContext, view: ProjectViewContext, card: ProjectCard) {
  return {
    title: view.t.edit.title,
    section: "projects",
    breadcrumbs: [
      { label: view.t.list.title, href: c.href("/projects") },
      { label: card.project.number, href: c.href(`/projects/${card.project.number}`) },
    ],
  };
}

/**
 * Lists changes others saved to this part after the form's version; empty unless the status is
 * 409.
 */
export async function conflictingChanges(
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

/** Renders an edit page with the lists of its parts; throws not-found for an unknown section. */
export async function renderSection(
  c: RequestContext,
  form = emptyForm,
  status = 200,
): Promise<Response> {
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

/** Returns the edit page that lists a part. */
export const sectionOfPart = (part: ProjectPart): EditSection =>
  editSectionNames.find((name) => (editSections[name] as readonly ProjectPart[]).includes(part)) ??
  "passport";

/**
 * Returns the context with another `section`, so that an invalid form is shown on the page it is
 * part of.
 */
export function withSection(c: RequestContext, section: EditSection): RequestContext {
  return { ...c, param: (name) => (name === "section" ? section : c.param(name)) };
}
