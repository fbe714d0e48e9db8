import { asSystem, transact, type Ctx, type Unit } from "#base/context.ts";
import type { Clockwork } from "#base/jobs.ts";
import { writeLetter } from "#base/mail/mail.ts";
import { formatDate } from "#base/ui/index.ts";
import { personAddresses } from "#modules/people/index.ts";
import { today } from "./transition.ts";
import type { Opened } from "./applications/load.ts";
import { addDays } from "./project.ts";
import { authorsOf } from "./authors/store.ts";
import { selectPassed, type Passed } from "./store.ts";
import { ru } from "./messages.ru.ts";

type Tx = Ctx & { unit: Unit };
type Told = { occasion: string; subject: string; body: string };

const addressOf = (ctx: Ctx, path: string): string =>
  encodeURI(`${ctx.house.url}/${ctx.region.id}${path}`);

async function writeTo(tx: Tx, people: readonly string[], told: Told): Promise<void> {
  for (const [person, to] of await personAddresses(tx, people)) {
    const { subject, body } = told;
    await writeLetter(tx, { to, subject, body, occasion: `${told.occasion} ${person}` });
  }
}

/** Asks reviewers by letter; those asked in one round once. */
export async function askByLetter(
  tx: Tx,
  { project, application }: Opened,
  { round, reviewers }: { round: number; reviewers: readonly string[] },
): Promise<void> {
  const t = ru.letters;
  const link = addressOf(tx, `/projects/${project.number}/applications/${application.seq}/review`);
  await writeTo(tx, reviewers, {
    occasion: `projects.review ${application.id} ${round}`,
    subject: t.reviewSubject(project.title),
    body: t.review({ title: project.title, contest: application.contest, link }),
  });
}

/** Tells those who write the project that remarks came: of a reviewer, or with the funder's decision. */
export async function tellRemarks(
  tx: Tx,
  { project, application }: Pick<Opened, "project" | "application">,
  said: { by: string; count: number },
): Promise<void> {
  const t = ru.letters;
  const link = addressOf(tx, `/projects/${project.number}/applications/${application.seq}`);
  await writeToAuthors(tx, project.id, {
    occasion: `projects.remarks ${application.id} ${said.by}`,
    subject: t.remarksSubject(project.title),
    body: t.remarks({ contest: application.contest, count: said.count, link }),
  });
}

async function writeToAuthors(tx: Tx, project: string, told: Told): Promise<void> {
  const authors = await authorsOf(tx, project);
  await writeTo(
    tx,
    authors.map((one) => one.person_id),
    told,
  );
}

/** Days back that a passed term is still told of: longer than the clock may have stood still. */
const toldDays = 7;

/** Tells the authors of every project whose term has just passed; each term once. */
export async function tellPassed(ctx: Ctx): Promise<void> {
  const until = addDays(today(ctx), -1);
  const passed = await selectPassed(ctx, { from: addDays(until, -toldDays), until });
  for (const project of passed)
    await transact(asSystem(ctx, "projects.tell-passed"), (tx) => tellOne(tx, project));
}

async function tellOne(tx: Tx, { id, number, title, timer, due_on: due }: Passed): Promise<void> {
  const t = ru.letters;
  const day = formatDate(new Date(`${due}T12:00:00Z`), { lang: "ru", zone: "UTC", now: tx.now() });
  await writeToAuthors(tx, id, {
    occasion: `projects.passed ${id} ${timer} ${due}`,
    subject: t.passedSubject(title),
    body: t.passed({
      title,
      what: ru.timers[timer] ?? timer,
      day,
      link: addressOf(tx, `/projects/${number}`),
    }),
  });
}

export const clockwork: Clockwork[] = [
  { name: "projects.tell-passed", every: "20 2 * * *", run: tellPassed },
];
