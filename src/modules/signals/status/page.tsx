import { emptyForm, type FormState } from "#base/http/form.ts";
import {
  Button,
  Checkbox,
  ChoiceInput,
  Evidence,
  Field,
  Form,
  Pane,
  PageHeader,
  Quote,
  Section,
  Stack,
  Status,
  Timeline,
  FramedPanes,
  type StatusKind,
  type TimelineEntry,
  fieldProps,
  fieldError,
  FormErrorSummary,
} from "#base/ui/index.ts";
import type { SignalMessages } from "../messages.ts";

type StatusMessages = SignalMessages["status"];

/** Which of the page's forms came back. */
export type StatusForm = "verdict" | "again" | "erase";

export type StatusView = {
  t: StatusMessages;
  /** Address of this page; its forms post below it. */
  base: string;
  number: string;
  written: string;
  text: string;
  reply: string | null;
  state: { kind: StatusKind; label: string; text: string };
  problem:
    | {
        number: string;
        title: string;
        status: { kind: StatusKind; text: string };
        href: string | null;
      }
    | undefined;
  entries: readonly TimelineEntry[];
  pictures: readonly string[];
  permissions: { judge: boolean; sayAgain: boolean; withdraw: boolean };
  email: string | null;
  erased: boolean;
  form: { of: StatusForm; state: FormState } | undefined;
};

/** What became of a message, for its author's eyes only. */
export function StatusPage(view: StatusView) {
  const { t, problem, permissions } = view;
  const shown = problem?.status ?? { kind: view.state.kind, text: view.state.label };
  return (
    <Stack gap="l">
      <PageHeader title={t.title(view.number)} lead={t.lead(view.written)}>
        <p class="small muted">{t.privateNote}</p>
      </PageHeader>
      <FormErrorSummary form={view.form?.state ?? emptyForm} />
      <FramedPanes>
        <Pane
          title={problem?.title ?? view.state.label}
          lit={!permissions.judge && !permissions.sayAgain}
        >
          <p>
            <Status kind={shown.kind}>{shown.text}</Status>
          </p>
          <p>{view.state.text}</p>
          {problem !== undefined && problem.href !== null && (
            <p>
              <a href={problem.href}>{t.openProblem(problem.number)}</a>
            </p>
          )}
          {view.reply !== null && (
            <>
              <h3>{t.reply}</h3>
              <Quote>{view.reply}</Quote>
            </>
          )}
        </Pane>
        {permissions.judge && <VerifyForm view={view} />}
        {permissions.sayAgain && <ReportAgainForm view={view} />}
      </FramedPanes>
      <Section title={t.history}>
        <Timeline entries={view.entries} />
      </Section>
      <Section title={t.yourWords}>
        <Quote>{view.text}</Quote>
        {view.pictures.length > 0 && (
          <Evidence
            small
            photos={view.pictures.map((src, index) => ({
              src,
              alt: t.pictureAlt(index + 1),
              caption: t.pictureAlt(index + 1),
            }))}
          />
        )}
      </Section>
      <YourDataSection view={view} />
    </Stack>
  );
}

function formStateOf(view: StatusView, of: StatusForm): FormState {
  return view.form?.of === of ? view.form.state : emptyForm;
}

function VerifyForm({ view }: { view: StatusView }) {
  const { t } = view;
  const form = formStateOf(view, "verdict");
  return (
    <Pane title={t.judge} lit>
      <p>{t.judgeLead}</p>
      <Form action={`${view.base}/verdict`} files>
        <ChoiceInput
          legend={t.outcome}
          kind="radio"
          required
          options={[
            { value: "fixed", label: t.fixed },
            { value: "not-fixed", label: t.notFixed },
          ]}
          {...fieldProps(form, "outcome")}
        />
        <Field
          kind="textarea"
          label={t.judgeText}
          rows={3}
          required
          {...fieldProps(form, "text")}
        />
        <PictureField t={t} {...fieldError(form, "pictures")} />
        <Button kind="primary">{t.judgeSend}</Button>
      </Form>
    </Pane>
  );
}

function ReportAgainForm({ view }: { view: StatusView }) {
  const { t } = view;
  const form = formStateOf(view, "again");
  return (
    <Pane title={t.again} lit>
      <p>{t.againLead}</p>
      <Form action={`${view.base}/again`} files>
        <Field
          kind="textarea"
          label={t.againText}
          rows={3}
          required
          {...fieldProps(form, "text")}
        />
        <PictureField t={t} {...fieldError(form, "pictures")} />
        <Button kind="primary">{t.againSend}</Button>
      </Form>
    </Pane>
  );
}

function PictureField({ t, error }: { t: StatusMessages; error?: string }) {
  return (
    <Field
      kind="file"

      name="pictures[]"
      label={t.judgePictures}
      hint={t.judgePicturesHint}
      accept="image/jpeg,image/png,image/webp"
      multiple
      optional
      {...(error !== undefined && { error })}
    />
  );
}

function YourDataSection({ view }: { view: StatusView }) {
  const { t, base } = view;
  const sure = formStateOf(view, "erase").errors.sure;
  return (
    <Section title={t.yourData}>
      <p>{view.email === null ? t.noLetters : t.letters(view.email)}</p>
      {view.email !== null && (
        <Form action={`${base}/letters`}>
          <Button kind="quiet">{t.stopLetters}</Button>
        </Form>
      )}
      {view.permissions.withdraw && (
        <Form action={`${base}/withdraw`}>
          <p class="hint">{t.withdrawHint}</p>
          <Button>{t.withdraw}</Button>
        </Form>
      )}
      {!view.erased && (
        <Form action={`${base}/erase`}>
          <p class="hint">{t.eraseHint}</p>
          <Checkbox name="sure" label={t.eraseSure} {...(sure !== undefined && { error: sure })} />
          <Button kind="danger">{t.erase}</Button>
        </Form>
      )}
    </Section>
  );
}
