import { Facts, Place, Section, Stack } from "#base/ui/index.ts";
import type { TextPage, Texts } from "./texts.ts";
import type { InsightWords } from "../messages.ts";

/** A page of plain text; the centre's telephone closes it where there is one. */
export function PlainText({ text, telephone }: { text: TextPage; telephone?: string }) {
  return (
    <Stack gap="l">
      <Place title={text.title} lead={text.lead} />
      {text.parts.map(({ title, paragraphs = [], list = [], steps = [] }) => (
        <Section title={title} gap="m">
          {paragraphs.map((paragraph) => (
            <p>{paragraph}</p>
          ))}
          {list.length > 0 && (
            <ul>
              {list.map((line) => (
                <li>{line}</li>
              ))}
            </ul>
          )}
          {steps.length > 0 && (
            <ol>
              {steps.map((line) => (
                <li>{line}</li>
              ))}
            </ol>
          )}
        </Section>
      ))}
      {telephone !== undefined && <p>{telephone}</p>}
    </Stack>
  );
}

/** Every figure in words: formula, example, what it leaves out. */
export function HowWeCount({
  t,
  texts,
  href,
}: {
  t: InsightWords;
  texts: Texts;
  href: (path: string) => string;
}) {
  return (
    <Stack gap="l">
      <Place title={t.how.title} lead={t.how.lead} />
      {texts.formulas.map(({ id, title, formula, example, mind, page }) => (
        <Section
          title={title}
          id={id}
          gap="m"
          {...(page !== undefined && { link: { href: href(page.path), label: page.label } })}
        >
          <Facts
            side
            facts={[
              { name: t.how.formula, value: <b>{formula}</b> },
              { name: t.how.example, value: example },
              { name: t.how.mind, value: mind },
            ]}
          />
        </Section>
      ))}
      <Section title={t.how.sources} id="sources" gap="m">
        <ul>
          {texts.sources.map((source) => (
            <li>{source}</li>
          ))}
        </ul>
      </Section>
    </Stack>
  );
}
