import type { FormState } from "#base/http/form.ts";
import {
  Actions,
  Button,
  ChoiceInput,
  Field,
  Form,
  PageHeader,
  Rows,
  Section,
  Stack,
  formatNumber,
  FormErrorSummary,
  fieldProps,
} from "#base/ui/index.ts";
import type { ApplicationSummary } from "../applications/reads.ts";
import { formatDay, type ContestViewContext } from "../applications/view.ts";
import type { ProfileEntry } from "../contests/directory.ts";
import type { ContestProfile } from "../contests/profile.ts";
import type { ContestCall } from "../contests/store.ts";

/** First step of an application: the choice of a contest and its profile. */
export function ChooseContestPage({
  viewContext: view,
  calls,
  book,
  hrefOf,
}: {
  viewContext: ContestViewContext;
  calls: readonly ContestCall[];
  book: readonly ProfileEntry[];
  hrefOf: (choice: { profile: string; call?: string }) => string;
}) {
  const { begin, contests } = view.t;
  return (
    <Stack gap="l">
      <PageHeader title={begin.title} lead={begin.lead} />
      {calls.length > 0 && (
        <Section title={begin.open}>
          <Rows
            rows={calls.map((call) => ({
              title: call.title,
              href: hrefOf({ profile: call.profile, call: call.id }),
              text: call.note,
              meta: [contests.until(formatDay(view, call.closes_on))],
            }))}
          />
        </Section>
      )}
      <Section title={begin.forms}>
        <Rows
          rows={book.map(({ profile }) => ({
            title: profile.title,
            href: hrefOf({ profile: profile.code }),
            text: profile.funder,
            meta: profileTerms(view, profile),
          }))}
        />
      </Section>
    </Stack>
  );
}

/** Lists the terms of a profile in words: maximum grant, own share, longest term. */
export function profileTerms(view: ContestViewContext, profile: ContestProfile): string[] {
  const { begin, profiles } = view.t;
  const { most } = profile.grant;
  return [
    ...(most === undefined ? [] : [begin.upTo(formatNumber(most, { lang: view.lang }))]),
    ...(profile.ownShare > 0 ? [begin.own(Math.round(profile.ownShare * 100))] : []),
    ...(profile.dates.longestMonths === undefined
      ? []
      : [profiles.longestText(profile.dates.longestMonths)]),
  ];
}

/** Second step: the contest's title, the sum requested, and the source of the texts. */
export function BeginApplicationPage({
  viewContext: view,
  project,
  profile,
  call,
  lines,
  form,
}: {
  viewContext: ContestViewContext;
  project: { number: string; title: string };
  profile: ContestProfile;
  call: ContestCall | undefined;
  lines: readonly ApplicationSummary[];
  form: FormState;
}) {
  const { begin, edit } = view.t;
  const former = lines.map(({ seq, contest }) => ({
    value: String(seq),
    label: begin.formerOf(seq, contest),
  }));
  return (
    <Stack gap="l">
      <PageHeader title={profile.title} lead={project.title} />
      <FormErrorSummary form={form} />
      <Form
        action={view.href(`/projects/${project.number}/applications`)}
        hidden={{ profile: profile.code, ...(call !== undefined && { callId: call.id }) }}
        variant="card"
      >
        <Field
          {...fieldProps(form, "contest", call?.title)}
          label={begin.contest}
          hint={begin.contestHint}
          required
          width="full"
        />
        {profile.directions.length > 0 && (
          <Field
            {...fieldProps(form, "direction")}
            kind="select"
            label={begin.direction}
            options={profile.directions.map((value) => ({ value, label: value }))}
            empty={edit.choose}
            optional
          />
        )}
        <Field
          {...fieldProps(form, "asked")}
          label={begin.asked}
          hint={begin.askedHint}
          inputmode="decimal"
          optional
          width="s"
        />
        {former.length > 0 && (
          <ChoiceInput
            {...fieldProps(form, "former")}
            legend={begin.former}
            kind="radio"
            options={[...former, { value: "", label: begin.none }]}
          />
        )}
        <Actions>
          <Button kind="primary">{begin.go}</Button>
        </Actions>
      </Form>
      <p class="small muted">{profile.note}</p>
    </Stack>
  );
}
