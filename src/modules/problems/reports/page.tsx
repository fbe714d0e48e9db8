import { labelOf } from "#base/messages.ts";
import { Meta, PageHeader, PlainRows, Stack, formatDateTime } from "#base/ui/index.ts";
import { type ProblemViewContext } from "../view.ts";

/** All residents' words about one problem. */
export function ReportsPage(view: {
  viewContext: ProblemViewContext;
  title: string;
  href: string;
  voices: readonly { channel: string; excerpt: string; at: Date }[];
}) {
  const { viewContext, voices } = view;
  const { t } = viewContext;
  return (
    <Stack gap="l">
      <PageHeader title={t.card.voices} lead={<a href={view.href}>{view.title}</a>} />
      <PlainRows>
        {voices.map((voice) => (
          <>
            <p>«{voice.excerpt}»</p>
            <Meta
              items={[
                formatDateTime(voice.at, viewContext),
                labelOf(t.channels, voice.channel) ?? voice.channel,
              ]}
            />
          </>
        ))}
      </PlainRows>
    </Stack>
  );
}
