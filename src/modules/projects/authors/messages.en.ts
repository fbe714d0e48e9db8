import { type Messages } from "#base/messages.ts";
import type { inviteRu } from "./messages.ru.ts";

export const inviteEn = {
  subject: (problem: string) => `A project grew from your message: ${problem}`,
  text: (grown: { problem: string; project: string; number: string }) =>
    `You wrote of the problem “${grown.problem}”. People took it up and began the project “${grown.project}” (${grown.number}). If you want to help, answer this letter or come to the resource centre.`,
} satisfies Messages<typeof inviteRu>;
