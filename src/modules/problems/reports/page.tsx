import { Meta, Place, PlainRows, Stack } from "#base/ui/index.ts";
import { sayMoment, type Reader } from "../view.ts";

/** All residents' words about one problem. */
export function VoicesPage(view: {
  reader: Reader;
  title: string;
  href: string;
  voices: readonly { channel: string; excerpt: string; at: Date }[];
}) {
  const { reader, voices } = view;
  const { t } = reader;
  return (
    <Stack gap="l">
      <Place title={t.card.voices} lead={<a href={view.href}>{view.title}</a>} />
      <PlainRows>
        {voices.map((voice) => (
          <>
            <p>«{voice.excerpt}»</p>
            <Meta
              items={[sayMoment(reader, voice.at), t.channels[voice.channel] ?? voice.channel]}
            />
          </>
        ))}
      </PlainRows>
    </Stack>
  );
}
