import { ButtonLink, PageHeader, Stack } from "#base/ui/index.ts";
import type { SignalMessages } from "../messages.ts";

/** Where to find a private link that was lost. */
export function MyMessagesPage({ t, tellHref }: { t: SignalMessages["my"]; tellHref: string }) {
  return (
    <Stack gap="l">
      <PageHeader title={t.title} lead={t.explain} />
      <ul>
        {t.where.map((hint) => (
          <li>{hint}</li>
        ))}
      </ul>
      <p>
        <ButtonLink href={tellHref}>{t.again}</ButtonLink>
      </p>
    </Stack>
  );
}
