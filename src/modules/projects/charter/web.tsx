import { z } from "zod";
import type { Exchange, Route } from "#base/http/route.ts";
import { blankForm, submit, type FormState } from "#base/http/form.ts";
import { found, notFound } from "#base/refusal.ts";
import { fullName, personNames } from "#modules/people/index.ts";
import { addAuthor, authorInput, removeAuthor } from "../authors/actions.ts";
import { projectCard, type ProjectCard } from "../card/reads.ts";
import { seenVersion } from "../zod-fields.ts";
import { showAllowed } from "../load.ts";
import { namesFor } from "../entity-names.ts";
import { AuthorsSection } from "../authors/section.tsx";
import {
  Clash,
  EditPage,
  FormErrors,
  LeadForm,
  PartList,
  PassportForm,
  RowForm,
  sectionNames,
  sections,
  type EditSection,
} from "./edit-page.tsx";
import type { RowChoices } from "../rows/fields.tsx";
import { rowLines } from "../rows/summaries.ts";
import { chooseLead, leadInput, moveInput, moveRow } from "../rows/row-order.ts";
import { partInputs, type PartInputs } from "../rows/inputs.ts";
import { removeRow, writeRow } from "../rows/actions.ts";
import { parts, type Part } from "../rows/store.ts";
import { changePassport, passportInput } from "./actions.ts";
import { revisionsOf, type FieldChange } from "../history/store.ts";
import { authorsOf } from "../authors/store.ts";
import { rowForm } from "../rows/form-values.ts";
import { monthsOf } from "../schedule/date-ranges.ts";
import { readerOf, type Reader } from "../view.ts";
import { fileForm, fileOf, heldFile, holding } from "../files/web.ts";

const number = (x: Exchange) => x.param("number");

/** The card of a project that the actor may write. */
async function editCard(x: Exchange): Promise<ProjectCard> {
  const project = await showAllowed(x.ctx, number(x), "edit");
  return projectCard(x.ctx, project.id);
}

function frame(x: Exchange, reader: Reader, card: ProjectCard) {
  return {
    title: reader.t.edit.title,
    section: "projects",
    crumbs: [
      { label: reader.t.list.title, href: x.href("/projects") },
      { label: card.project.number, href: x.href(`/projects/${card.project.number}`) },
    ],
  };
}

/** What others saved into this part after the version that the form was opened with. */
async function changesSince(
  x: Exchange,
  card: ProjectCard,
  at: { part: string; row?: string; form: FormState; status: number },
): Promise<FieldChange[]> {
  const seen = Number(at.form.values.version);
  if (at.status !== 409 || !Number.isInteger(seen)) return [];
  const revisions = await revisionsOf(x.ctx, card.project.id, {
    since: seen,
    part: at.part,
    ...(at.row !== undefined && { row: at.row }),
  });
  const newest = new Map<string, FieldChange>();
  for (const change of revisions.flatMap(({ changes }) => changes)) {
    if (at.row !== undefined && change.row !== at.row) continue;
    if (!newest.has(change.field)) newest.set(change.field, change);
  }
  return [...newest.values()];
}

async function showPassport(x: Exchange, form?: FormState, status = 200): Promise<Response> {
  const reader = readerOf(x);
  const card = await editCard(x);
  const names = await namesFor(x);
  const opened = form ?? passportForm(card);
  const theirs = await changesSince(x, card, { part: "passport", form: opened, status });
  const { project } = card;
  return x.page({
    ...frame(x, reader, card),
    status,
    islands: ["okno-counter"],
    body: (
      <EditPage reader={reader} project={project} href={x.href} here="passport">
        <FormErrors form={opened} />
        <Clash reader={reader} theirs={theirs} form={opened} />
        <PassportForm
          reader={reader}
          project={project}
          href={x.href}
          form={opened}
          municipalities={names.municipalities.map(({ id, name }) => ({ value: id, label: name }))}
        />
      </EditPage>
    ),
  });
}

function passportForm({ project, organisation, programme, places }: ProjectCard): FormState {
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

async function showSection(x: Exchange, form = blankForm, status = 200): Promise<Response> {
  const reader = readerOf(x);
  const here = sectionNames.find((name) => name === x.param("section") && name !== "passport");
  if (here === undefined) throw notFound("base.not-found");
  const card = await editCard(x);
  const { project } = card;
  return x.page({
    ...frame(x, reader, card),
    status,
    body: (
      <EditPage reader={reader} project={project} href={x.href} here={here}>
        <FormErrors form={form} />
        {sections[here].map((part) => (
          <PartList
            reader={reader}
            project={project}
            part={part}
            lines={rowLines(reader, part, card)}
            href={x.href}
          />
        ))}
        {here === "people" && (
          <LeadForm
            reader={reader}
            project={project}
            people={teamOf(card)}
            form={form}
            action={x.href(`/projects/${project.number}/lead`)}
          />
        )}
        {here === "people" && (await authorsSection(x, { reader, card, form }))}
      </EditPage>
    ),
  });
}

const teamOf = (card: ProjectCard) =>
  card.team.flatMap(({ contact_id: id }) => {
    const contact = card.contacts.get(id);
    return contact === undefined ? [] : [{ value: id, label: fullName(contact) }];
  });

async function authorsSection(
  x: Exchange,
  { reader, card, form }: { reader: Reader; card: ProjectCard; form: FormState },
) {
  const authors = await authorsOf(x.ctx, card.project.id);
  const names = await personNames(
    x.ctx,
    authors.map((one) => one.person_id),
  );
  const base = x.href(`/projects/${card.project.number}/authors`);
  return <AuthorsSection reader={reader} authors={authors} names={names} base={base} form={form} />;
}

function partOf(x: Exchange): Part {
  return found(parts.find((part) => part === x.param("part")));
}

const sectionOf = (part: Part): EditSection =>
  sectionNames.find((name) => (sections[name] as readonly Part[]).includes(part)) ?? "passport";

async function showRow(x: Exchange, form?: FormState, status = 200): Promise<Response> {
  const reader = readerOf(x);
  const card = await editCard(x);
  const part = partOf(x);
  const row = x.param("row") === "new" ? undefined : x.param("row");
  const opened = form ?? openedForm(card, part, row);
  const at = { part, form: opened, status, ...(row !== undefined && { row }) };
  const choices = await choicesFor(x, reader, card);
  const held = await heldFile(x, opened);
  return x.page({
    ...frame(x, reader, card),
    status,
    islands: ["okno-counter"],
    body: (
      <EditPage reader={reader} project={card.project} href={x.href} here={sectionOf(part)}>
        <Clash reader={reader} theirs={await changesSince(x, card, at)} form={opened} />
        <RowForm
          view={{ reader, part, known: row !== undefined, form: opened, choices, held }}
          project={card.project}
          row={row}
          href={x.href}
        />
      </EditPage>
    ),
  });
}

function openedForm(card: ProjectCard, part: Part, row: string | undefined): FormState {
  if (row === undefined) return blankForm;
  const rows: readonly { id: string }[] = card[part];
  const index = rows.findIndex(({ id }) => id === row);
  return rowForm(part, found(card[part][index]), card);
}

async function choicesFor(x: Exchange, reader: Reader, card: ProjectCard): Promise<RowChoices> {
  const names = await namesFor(x);
  const { project } = card;
  const year = reader.today.slice(0, 4);
  const span = {
    from: project.starts_on ?? `${year}-01-01`,
    to: project.ends_on ?? `${year}-12-31`,
  };
  return {
    tasks: card.tasks.map(({ id, title }) => ({ value: id, label: title })),
    activities: card.activities.map(({ id, title }) => ({ value: id, label: title })),
    people: [...card.contacts].map(([id, contact]) => ({ value: id, label: fullName(contact) })),
    municipalities: names.municipalities.map(({ id, name }) => ({ value: id, label: name })),
    months: monthsOf(span)
      .slice(0, 36)
      .map((month) => ({
        value: month,
        label: `${reader.t.plan.monthNames[Number(month.slice(5)) - 1] ?? month} ${month.slice(0, 4)}`,
      })),
  };
}

async function saveOne<P extends Part>(x: Exchange, part: P): Promise<Response> {
  const row = x.param("row") === "new" ? undefined : x.param("row");
  const own = fileForm.extend({ version: seenVersion });
  const kept: { id?: string } = {};
  return submit(x, {
    schema: z.intersection(own, partInputs[part]),
    act: async (read) => {
      await showAllowed(x.ctx, number(x), "edit");
      const input = { ...read, fileId: undefined, ...(await fileOf(x, read, kept)) };
      await writeRow(x.ctx, number(x), {
        part,
        row,
        version: read.version,
        input: input as unknown as PartInputs[P],
      });
      return x.go(
        `/projects/${number(x)}/edit/${sectionOf(part)}#${part}`,
        readerOf(x).t.done.saved,
      );
    },
    again: (form, status) => showRow(x, holding(form, kept), status),
  });
}

export const editRoutes: Route[] = [
  {
    method: "get",
    path: "/projects/:number/edit",
    asks: "projects.project.edit",
    handle: (x) => showPassport(x),
  },
  {
    method: "post",
    path: "/projects/:number/edit",
    asks: "projects.project.edit",
    handle: (x) =>
      submit(x, {
        schema: passportInput,
        act: async (input) => {
          const project = await changePassport(x.ctx, number(x), input);
          return x.go(`/projects/${project.number}/edit`, readerOf(x).t.done.saved);
        },
        again: (form, status) => showPassport(x, form, status),
      }),
  },
  {
    method: "get",
    path: "/projects/:number/edit/:section",
    asks: "projects.project.edit",
    handle: (x) => showSection(x),
  },
  {
    method: "get",
    path: "/projects/:number/rows/:part/:row",
    asks: "projects.project.edit",
    handle: (x) => showRow(x),
  },
  {
    method: "post",
    path: "/projects/:number/rows/:part/:row",
    asks: "projects.project.edit",
    handle: (x) => saveOne(x, partOf(x)),
  },
  {
    method: "post",
    path: "/projects/:number/rows/:part/:row/remove",
    asks: "projects.project.edit",
    handle: (x) =>
      submit(x, {
        schema: z.object({ version: seenVersion }),
        act: async ({ version }) => {
          const part = partOf(x);
          const seen = version === undefined ? {} : { version };
          await removeRow(x.ctx, number(x), { part, row: x.param("row"), ...seen });
          const path = `/projects/${number(x)}/edit/${sectionOf(part)}#${part}`;
          return x.go(path, readerOf(x).t.done.removed);
        },
        again: async (form, status) => {
          const card = await editCard(x);
          const opened = openedForm(card, partOf(x), x.param("row"));
          const refusal = form.refusal === undefined ? {} : { refusal: form.refusal };
          return showRow(x, { ...opened, ...refusal }, status);
        },
      }),
  },
  {
    method: "post",
    path: "/projects/:number/rows/:part/:row/move",
    asks: "projects.project.edit",
    handle: (x) =>
      submit(x, {
        schema: moveInput,
        act: async (input) => {
          const part = partOf(x);
          await moveRow(x.ctx, number(x), { part, row: x.param("row"), ...input });
          const path = `/projects/${number(x)}/edit/${sectionOf(part)}#${part}`;
          return x.go(path, readerOf(x).t.done.reordered);
        },
        again: (form, status) => showSection(withSection(x, sectionOf(partOf(x))), form, status),
      }),
  },
  {
    method: "post",
    path: "/projects/:number/lead",
    asks: "projects.project.edit",
    handle: (x) =>
      submit(x, {
        schema: leadInput,
        act: async (input) => {
          await chooseLead(x.ctx, number(x), input);
          return x.go(`/projects/${number(x)}/edit/people#lead`, readerOf(x).t.done.lead);
        },
        again: (form, status) => showSection(withSection(x, "people"), form, status),
      }),
  },
  {
    method: "post",
    path: "/projects/:number/authors",
    asks: "projects.project.edit",
    handle: (x) =>
      submit(x, {
        schema: authorInput,
        act: async (input) => {
          await addAuthor(x.ctx, number(x), input);
          return x.go(`/projects/${number(x)}/edit/people#authors`, readerOf(x).t.done.invited);
        },
        again: (form, status) => showSection(withSection(x, "people"), form, status),
      }),
  },
  {
    method: "post",
    path: "/projects/:number/authors/:person/remove",
    asks: "projects.project.edit",
    handle: (x) =>
      submit(x, {
        schema: z.object({}),
        act: async () => {
          await removeAuthor(x.ctx, number(x), x.param("person"));
          return x.go(
            `/projects/${number(x)}/edit/people#authors`,
            readerOf(x).t.done.authorRemoved,
          );
        },
        again: (form, status) => showSection(withSection(x, "people"), form, status),
      }),
  },
];

/** A refused form comes back on the page that it stands on. */
function withSection(x: Exchange, section: EditSection): Exchange {
  return { ...x, param: (name) => (name === "section" ? section : x.param(name)) };
}
