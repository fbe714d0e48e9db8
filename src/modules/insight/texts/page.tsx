import { DescriptionList, PageHeader, Section, Stack } from "#base/ui/index.ts";
import type { TextPageContent, InsightTexts } from "./texts.ts";
import type { InsightMessages } from "../messages.ts";

/** A page of plain text; the centre's telephone closes it where there is one. */
export function PlainTextPage({ text, telephone }: { text: TextPageContent; telephone?: string }) {
  return (
    <Stack gap="l">
      <PageHeader title={text.title} lead={text.lead} />
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

/** Every figure explained: formula, example, what it leaves out. */
export function FormulasPage({
  t,
  texts,
  href,
}: {
  t: InsightMessages;
  texts: InsightTexts;
  href: (path: string) => string;
}) {
  return (
    <Stack gap="l">
      <PageHeader title={t.how.title} lead={t.how.lead} />
      {texts.formulas.map(({ id, title, formula, example, mind, page }) => (
        <Section
          title={title}
          id={id}
          gap="m"
          {...(page !== undefined && { link: { href: href(page.path), label: page.label } })}
        >
          <DescriptionList
            side
            items={[
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
