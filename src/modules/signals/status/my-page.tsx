import { ButtonLink, Place, Stack } from "#base/ui/index.ts";
import type { SignalWords } from "../messages.ts";

/** Where to find a private link that was lost. */
export function MyPage({ t, tellHref }: { t: SignalWords["my"]; tellHref: string }) {
  return (
    <Stack gap="l">
      <Place title={t.title} lead={t.explain} />
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
