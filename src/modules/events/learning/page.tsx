import {
  Actions,
  ButtonLink,
  EmptyState,
  formatNumber,
  PageHeader,
  Stack,
  Table,
} from "#base/ui/index.ts";
import { fullName } from "#modules/people/index.ts";
import type { certificateMessages } from "../certificates/messages.ts";
import type { LearningRecord } from "./reads.ts";
import { eventPath, formatFullDate, type AttendanceViewContext } from "../attendance/view.ts";

type LearningMessages = (typeof certificateMessages)["ru"];

/** Record of a person's participation: events, hours, certificates, a PDF extract. */
export function LearningPage(view: {
  viewContext: AttendanceViewContext;
  words: LearningMessages;
  learning: LearningRecord | undefined;
  pdf: string;
}) {
  const { viewContext, words, learning } = view;
  const t = words.learning;
  const toEvents = { href: viewContext.href("/events"), label: t.toEvents };
  if (learning === undefined)
    return <EmptyState title={t.noCard} text={t.noCardText} level={1} action={toEvents} />;
  const { lines } = learning;
  return (
    <Stack gap="l">
      <PageHeader title={t.title} lead={t.lead(fullName(learning.contact))} />
      {lines.length === 0 ? (
        <EmptyState title={t.none} text={t.noneText} level={2} action={toEvents} />
      ) : (
        <Stack gap="m">
          <p>
            <b>{t.total(lines.length, learning.hours)}</b>
          </p>
          <Table
            caption={t.caption}
            captionHidden
            cards
            rows={lines}
            columns={[
              {
                head: t.event,
                rowHead: true,
                cell: ({ event }) => <a href={viewContext.href(eventPath(event))}>{event.title}</a>,
              },
              { head: t.day, cell: ({ event }) => formatFullDate(viewContext, event.starts_at) },
              {
                head: t.hours,
                number: true,
                cell: ({ certificate }) =>
                  certificate === undefined ? "" : formatNumber(certificate.hours, viewContext),
              },
              {
                head: t.certificate,
                cell: ({ certificate }) =>
                  certificate !== undefined && (
                    <a href={viewContext.href(`/certificates/${certificate.code}`)}>
                      {certificate.number}
                    </a>
                  ),
              },
            ]}
          />
          <Actions>
            <ButtonLink href={view.pdf} download>
              {t.pdf}
            </ButtonLink>
          </Actions>
        </Stack>
      )}
    </Stack>
  );
}
