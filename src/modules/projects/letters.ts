import { labelOf } from "#base/messages.ts";
import { asSystem, transact, type Ctx, type UnitOfWork } from "#base/context.ts";
import type { ScheduledTask } from "#base/jobs.ts";
import { queueEmail } from "#base/mail/mail.ts";
import { formatDate } from "#base/ui/index.ts";
import { loadPersonEmails } from "#modules/people/index.ts";
import type { LoadedApplication } from "./applications/load.ts";
import { addDays } from "./project.ts";
import { listAuthors } from "./authors/store.ts";
import { selectOverdueProjects, type OverdueProject } from "./store.ts";
import { ru } from "./messages.ru.ts";

type Tx = Ctx & { unit: UnitOfWork };
type ProjectEmail = { dedupeKey: string; subject: string; body: string };

const absoluteUrl = (ctx: Ctx, path: string): string =>
  encodeURI(`${ctx.app.url}/${ctx.region.id}${path}`);

async function emailPeople(tx: Tx, people: readonly string[], email: ProjectEmail): Promise<void> {
  for (const [person, to] of await loadPersonEmails(tx, people)) {
    const { subject, body } = email;
    await queueEmail(tx, { to, subject, body, dedupeKey: `${email.dedupeKey} ${person}` });
  }
}

/** Emails the reviewers assigned to a round; each reviewer once per round. */
export async function notifyReviewers(
  tx: Tx,
  { project, application }: LoadedApplication,
  { round, reviewers }: { round: number; reviewers: readonly string[] },
): Promise<void> {
  const t = ru.letters;
  const link = absoluteUrl(
    tx,
    `/projects/${project.number}/applications/${application.seq}/review`,
  );
  await emailPeople(tx, reviewers, {
    dedupeKey: `projects.review ${application.id} ${round}`,
    subject: t.reviewSubject(project.title),
    body: t.review({ title: project.title, contest: application.contest, link }),
  });
}

/** Emails the project's authors about remarks: of a reviewer, or with the funder's decision. */
export async function notifyRemarks(
  tx: Tx,
  { project, application }: Pick<LoadedApplication, "project" | "application">,
  source: { by: string; count: number },
): Promise<void> {
  const t = ru.letters;
  const link = absoluteUrl(tx, `/projects/${project.number}/applications/${application.seq}`);
  await emailAuthors(tx, project.id, {
    dedupeKey: `projects.remarks ${application.id} ${source.by}`,
    subject: t.remarksSubject(project.title),
    body: t.remarks({ contest: application.contest, count: source.count, link }),
  });
}

async function emailAuthors(tx: Tx, project: string, email: ProjectEmail): Promise<void> {
  const authors = await listAuthors(tx, project);
  await emailPeople(
    tx,
    authors.map((one) => one.person_id),
    email,
  );
}

/**
 * Days for which a passed deadline is still announced: longer than the scheduler may have been
 * down.
 */
const overdueLookbackDays = 7;

/** Emails the authors of every project whose deadline has just passed; once per deadline. */
export async function notifyOverdueProjects(ctx: Ctx): Promise<void> {
  const until = addDays(ctx.today(), -1);
  const overdueProjects = await selectOverdueProjects(ctx, {
    from: addDays(until, -overdueLookbackDays),
    until,
  });
  for (const project of overdueProjects)
    await transact(asSystem(ctx, "projects.notify-overdue"), (tx) =>
      notifyOverdueProject(tx, project),
    );
}

async function notifyOverdueProject(
  tx: Tx,
  { id, number, title, timer, due_on: due }: OverdueProject,
): Promise<void> {
  const t = ru.letters;
  const day = formatDate(new Date(`${due}T12:00:00Z`), { lang: "ru", zone: "UTC", now: tx.now() });
  await emailAuthors(tx, id, {
    dedupeKey: `projects.overdue ${id} ${timer} ${due}`,
    subject: t.passedSubject(title),
    body: t.passed({
      title,
      what: labelOf(ru.timers, timer) ?? timer,
      day,
      link: absoluteUrl(tx, `/projects/${number}`),
    }),
  });
}

export const scheduledTasks: ScheduledTask[] = [
  { name: "projects.notify-overdue", every: "20 2 * * *", run: notifyOverdueProjects },
];
