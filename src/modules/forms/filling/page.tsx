import { h } from "preact";
import {
  Actions,
  Button,
  ButtonLink,
  ErrorSummary,
  Flash,
  Form,
  PageHeader,
  PlainRows,
  Section,
  Stack,
  Tabs,
} from "#base/ui/index.ts";
import type { FormDefinition, FormSection } from "../definition/definition.ts";
import { isLong, listSteps, type FillingState } from "./filling.ts";
import { localize } from "../localize.ts";
import type { FormViewContext } from "../view.ts";
import { FormFields } from "../kinds/form-fields.tsx";
import type { FieldOptions } from "../kinds/field-context.tsx";

export type FillPageProps = {
  view: FormViewContext;
  filling: FillingState;
  ground: FieldOptions;
  /** Where the form is posted. */
  action: string;
  /** Addresses of the steps, by section. */
  stepHref: (section: string) => string;
  /** Where the island saves; none where nothing is kept. */
  saveHref?: string | undefined;
  preview?: boolean;
  /** What this person began before and has not sent. */
  drafts?: readonly { href: string; savedAt: Date }[];
};

/** A form being filled in: whole, or section by section when it is long. */
export function FillPage(model: FillPageProps) {
  const { view, filling, preview } = model;
  const { t, lang } = view;
  const { definition, errors, refusal } = filling;
  const listed = Object.entries(errors).map(([name, text]) => ({ name, text }));
  return (
    <Stack gap="l">
      <PageHeader
        title={localize(definition.title, lang)}
        lead={definition.lead === undefined ? undefined : localize(definition.lead, lang)}
      />
      {preview && <Flash>{t.fill.preview}</Flash>}
      {model.drafts !== undefined && model.drafts.length > 0 && (
        <Section title={t.fill.ownDrafts} small>
          <PlainRows
            children={model.drafts.map(({ href, savedAt }) => (
              <a href={href}>{t.fill.ownDraft(view.formatMoment(savedAt))}</a>
            ))}
          />
        </Section>
      )}
      {refusal !== undefined && listed.length === 0 && <Flash kind="danger">{refusal}</Flash>}
      <ErrorSummary errors={listed} />
      <FillForm {...model} />
    </Stack>
  );
}

function FillForm(model: FillPageProps) {
  const { view, filling, ground, action, preview } = model;
  const { t } = view;
  const { definition, answers, errors } = filling;
  const byStep = isLong(definition) && filling.showAll !== true && preview !== true;
  const steps = listSteps(definition, answers, filling.section);
  const shown = byStep && steps.section !== undefined ? [steps.section.code] : undefined;
  const last = !byStep || steps.at === steps.sections.length - 1;
  return (
    <>
      {byStep && <Steps {...model} sections={steps.sections} at={steps.at} />}
      <Form action={action} files hidden={hiddenFields(filling, shown)} variant="card" gap="l">
        <FormIsland model={model} />
        <FormFields
          definition={definition}
          answers={answers}
          errors={errors}
          ground={ground}
          {...(shown !== undefined && { sections: shown })}
        />
        <Honeypot label={t.fill.trap} />
        {preview !== true && (
          <Actions>
            {last ? (
              <Button kind="primary" name="do" value="send">
                {t.fill.send}
              </Button>
            ) : (
              <Button kind="primary" name="do" value="next">
                {t.fill.next}
              </Button>
            )}
            <Button kind="quiet" name="do" value="save">
              {t.fill.saveDraft}
            </Button>
            <span class="hint" data-save-state role="status">
              {filling.reply !== undefined && filling.reply.state === "draft"
                ? t.fill.savedAt(view.formatTime(filling.reply.savedAt))
                : ""}
            </span>
          </Actions>
        )}
      </Form>
      {byStep && steps.at > 0 && (
        <p>
          <a href={model.stepHref(steps.sections[steps.at - 1]?.code ?? "")}>{t.fill.back}</a>
        </p>
      )}
      {preview !== true && filling.reply === undefined && (
        <Actions>
          <ButtonLink kind="quiet" size="s" href={view.href(`/forms/${filling.form.code}?paper=1`)}>
            {t.fill.paper}
          </ButtonLink>
          <ButtonLink kind="quiet" size="s" href={view.href(`/forms/${filling.form.code}/link`)}>
            {t.fill.lost}
          </ButtonLink>
        </Actions>
      )}
    </>
  );
}

function hiddenFields(filling: FillingState, shown: string[] | undefined): Record<string, string> {
  return {
    key: filling.key,
    formVersion: String(filling.formVersion),
    ...(filling.pageId !== undefined && { page: filling.pageId }),
    ...(filling.reply !== undefined && { seen: String(filling.reply.version) }),
    ...(shown?.[0] !== undefined && { section: shown[0] }),
  };
}

type StepsProps = FillPageProps & { sections: readonly FormSection[]; at: number };

function Steps({ view: { t, lang }, sections, at, stepHref }: StepsProps) {
  const current = sections[at];
  return (
    <>
      <p>
        <strong>
          {current && t.fill.step(at + 1, sections.length, localize(current.title, lang))}
        </strong>
      </p>
      <Tabs
        label={t.fill.steps}
        tabs={sections.map(({ code, title }, index) => ({
          href: stepHref(code),
          label: localize(title, lang),
          ...(index === at && { current: true }),
        }))}
      />
    </>
  );
}

/** People do not see this field; programs fill it in. */
function Honeypot({ label }: { label: string }) {
  return (
    <div hidden>
      <label>
        {label}
        <input name="website" tabindex={-1} autocomplete="off" />
      </label>
    </div>
  );
}

/** What the island needs to judge the answers as the server does, and to save them. */
function FormIsland({ model }: { model: FillPageProps }) {
  const { view, filling, saveHref, preview } = model;
  const { t } = view;
  return h("okno-form", {
    hidden: true,
    "data-definition": JSON.stringify(stripTexts(filling.definition)),
    "data-answers": JSON.stringify(filling.answers),
    "data-yes": t.fill.savedAt("{time}"),
    "data-saving": t.fill.saving,
    "data-failed": t.fill.notSaved,
    "data-clashed": t.fill.clashed,
    "data-lang": view.lang,
    ...(saveHref !== undefined && preview !== true && { "data-save": saveHref }),
  });
}

/** Conditions need no sentences: the page is half as long without them. */
export function stripTexts(definition: FormDefinition): unknown {
  const texts = new Set(["text", "title", "hint", "lead", "thanks", "low", "high", "unit", "say"]);
  const strip = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(strip);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).flatMap(([key, inner]) => {
        const isText = texts.has(key) && typeof inner === "object" && inner !== null;
        return isText ? [] : [[key, strip(inner)]];
      }),
    );
  };
  return strip(definition);
}
