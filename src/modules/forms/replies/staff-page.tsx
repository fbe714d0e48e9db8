import {
  ButtonLink,
  EmptyState,
  formatNumber,
  Pager,
  PageHeader,
  Rows,
  Stack,
} from "#base/ui/index.ts";
import type { ReplyView } from "./reads.ts";
import type { ReplySource } from "./store.ts";
import type { FormViewContext } from "../view.ts";
import { ReplyAnswers } from "./reply-answers.tsx";

export type RepliesPageProps = {
  view: FormViewContext;
  count: number;
  /** Addresses of the figures, and of the form as people see it. */
  results: string;
  page: string;
  rows: readonly {
    href: string;
    /** First words of the reply. */
    title: string;
    sentAt: Date | null;
    source: ReplySource;
    place: string;
    points: number | null;
    pointsOf: number | null;
  }[];
  newer: string | undefined;
  older: string | undefined;
};

/** Sent replies of a form, newest first. */
export function RepliesPage({ view, count, results, page, rows, newer, older }: RepliesPageProps) {
  const { t, lang } = view;
  return (
    <Stack gap="l">
      <PageHeader title={t.results.one} lead={t.results.oneLead}>
        <p>
          <ButtonLink size="s" href={results}>
            {t.builder.results}: {t.builder.replies(count)}
          </ButtonLink>
        </p>
      </PageHeader>
      {rows.length === 0 ? (
        <EmptyState
          title={t.results.empty}
          text={t.results.emptyText}
          action={{ href: page, label: t.builder.open }}
          level={2}
        />
      ) : (
        <Rows
          level={2}
          rows={rows.map((row) => ({
            title: row.title || t.results.unnamed,
            href: row.href,
            meta: [
              row.sentAt === null ? undefined : view.formatMoment(row.sentAt),
              row.place === "" ? undefined : { icon: "pin" as const, text: row.place },
              row.source === "site" ? undefined : t.results.sources[row.source],
              row.points === null || row.pointsOf === null
                ? undefined
                : t.fill.points(
                    formatNumber(row.points, { lang, digits: 2 }),
                    formatNumber(row.pointsOf, { lang, digits: 2 }),
                  ),
            ],
          }))}
        />
      )}
      <Pager {...(newer !== undefined && { newer })} {...(older !== undefined && { older })} />
    </Stack>
  );
}

export type StaffReplyPageProps = {
  view: FormViewContext;
  name: string;
  reply: ReplyView;
  placeName: (id: string) => string;
  fileHref: (id: string) => string;
};

/** One sent reply for the staff of the form. */
export function StaffReplyPage({ view, name, reply, ...reading }: StaffReplyPageProps) {
  const { t } = view;
  const lead = [
    reply.sentAt === null ? "" : t.fill.sentAt(view.formatMoment(reply.sentAt)),
    reply.score === undefined
      ? ""
      : t.fill.points(String(reply.score.points), String(reply.score.of)),
  ];
  return (
    <Stack gap="l">
      <PageHeader title={name} lead={lead.filter(Boolean).join(". ")} />
      <ReplyAnswers view={view} reply={reply} {...reading} />
    </Stack>
  );
}
