import {
  EmptyState,
  formatNumber,
  PageHeader,
  Stack,
  Status,
  Table,
  formatDateTime,
} from "#base/ui/index.ts";
import type { ChannelState } from "./channels.ts";
import { type AdministrationView } from "../view.tsx";

/** Where messages come from, the silent channels marked in word and icon. */
export function ChannelsPage({
  view,
  channels,
}: {
  view: AdministrationView;
  channels: readonly ChannelState[];
}) {
  const { t, lang } = view;
  const state = ({ silentDays }: ChannelState) =>
    silentDays === undefined ? (
      <Status kind="working">{t.connectors.works}</Status>
    ) : (
      <Status kind="overdue">{t.connectors.silent(silentDays)}</Status>
    );
  return (
    <Stack gap="l">
      <PageHeader title={t.connectors.title} lead={t.connectors.lead} />
      {channels.length === 0 ? (
        <EmptyState
          level={2}
          icon="message"
          title={t.connectors.empty}
          text={t.connectors.emptyText}
        />
      ) : (
        <Table
          caption={t.connectors.caption}
          captionHidden
          cards
          rows={channels}
          columns={[
            {
              head: t.connectors.channel,
              cell: ({ channel }) => t.connectors.names[channel] ?? channel,
            },
            { head: t.connectors.state, cell: state },
            { head: t.connectors.last, cell: ({ newest }) => formatDateTime(newest, view) },
            {
              head: t.connectors.day,
              number: true,
              cell: ({ day }) => formatNumber(day, { lang }),
            },
            {
              head: t.connectors.week,
              number: true,
              cell: ({ week }) => formatNumber(week, { lang }),
            },
          ]}
        />
      )}
    </Stack>
  );
}
