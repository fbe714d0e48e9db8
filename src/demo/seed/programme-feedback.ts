import { listEmailsByKey } from "#base/mail/mail.ts";
import { issueCertificates, sendFeedback } from "#modules/events/index.ts";
import type { SeededProgramme } from "./programme-project.ts";
import type { ReplayContext } from "./replay-context.ts";

type FeedbackContext = { replay: ReplayContext; programme: SeededProgramme };

/** Seeds the time after the conference: certificates for attendees and their feedback. */
export async function seedFeedback(
  { replay, programme }: FeedbackContext,
  conference: string,
): Promise<void> {
  const ctx = await replay.at(new Date("2026-04-18T10:00:00+05:00"), programme.organiser);
  await issueCertificates(ctx, conference);
  // The questions and the certificates go out by letter, which is the work of jobs.
  await replay.app.drainJobs();
  const asked = await listEmailsByKey(ctx, "feedback:");
  for (const [n, letter] of asked.entries()) {
    if (n % 3 === 2) continue;
    await replyWithFeedback(replay, { body: letter.body, at: letter.created_at }, n);
  }
}

const plannedUses = [
  "Посчитаю смету заново",
  "Позову соседей на сход",
  "Напишу в администрацию о зале",
];
const wishes = ["Больше примеров", "Ничего не менять", "Больше времени на вопросы"];

/** What the letter's private link says: which event, whose card, its secret. */
const feedbackLinkPattern = /events\/([^/\s]+)\/feedback\/([0-9a-f-]{36})\/([\w-]+)/;

/** Answers the three questions by the letter's link, as the person does. */
async function replyWithFeedback(
  stage: ReplayContext,
  letter: { body: string; at: Date },
  n: number,
): Promise<void> {
  const [, number = "", contact = "", token = ""] = feedbackLinkPattern.exec(letter.body) ?? [];
  const ctx = await stage.at(new Date(letter.at.getTime() + (n % 40) * 3_600_000), {
    kind: "guest",
  });
  const key = decodeURIComponent(number);
  await sendFeedback(
    ctx,
    { key, contact, token },
    {
      key: `demo-feedback-${n}`,
      answers: {
        useful: 3 + (n % 3),
        use: plannedUses[n % plannedUses.length] ?? "",
        better: wishes[n % wishes.length] ?? "",
      },
    },
  );
}
