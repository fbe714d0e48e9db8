import type { FormState } from "#base/http/form.ts";
import {
  Actions,
  Button,
  ButtonLink,
  Checkbox,
  Field,
  Form,
  Grid,
  Heading,
  PageHeader,
  Stack,
  fieldProps,
  fieldError,
  FormErrorSummary,
} from "#base/ui/index.ts";
import { passwordLength } from "./auth.ts";
import type { PeopleMessages } from "../messages.ts";

type HrefBuilder = (path: string) => string;
type SignInProps = {
  t: PeopleMessages;
  href: HrefBuilder;
  form: FormState;
  next: string | undefined;
};

const nextField = (next: string | undefined) => (next === undefined ? {} : { hidden: { next } });

export function SignInPage({ t, href, form, next }: SignInProps) {
  return (
    <Stack gap="xl">
      <PageHeader title={t.signIn.title} lead={t.signIn.lead}>
        <p>
          <a href={href("/tell")}>{t.signIn.report}</a>
        </p>
      </PageHeader>
      <FormErrorSummary form={form} />
      <Grid cols={2}>
        <Form action={href("/sign-in")} variant="card" {...nextField(next)}>
          <Field
            kind="email"
            label={t.fields.email}
            autocomplete="username"
            required
            {...fieldProps(form, "email")}
          />
          <Field
            kind="password"
            name="password"
            label={t.fields.password}
            required
            autocomplete="current-password"
            {...fieldError(form, "password")}
          />
          <Actions>
            <Button kind="primary">{t.signIn.submit}</Button>
          </Actions>
        </Form>
        <LinkRequestForm t={t} href={href} form={form} next={next} />
      </Grid>
    </Stack>
  );
}

function LinkRequestForm({ t, href, form, next }: SignInProps) {
  return (
    <Form
      action={href("/sign-in/link/send")}
      variant="card"
      label={t.signIn.byLinkTitle}
      {...nextField(next)}
    >
      <Heading level={2} class="h3">
        {t.signIn.byLinkTitle}
      </Heading>
      <p>{t.signIn.byLinkText}</p>
      <Field
        kind="email"
        label={t.fields.email}
        autocomplete="email"
        required
        {...fieldProps(form, "to")}
      />
      <Actions>
        <Button name="purpose" value="sign-in">
          {t.signIn.sendLink}
        </Button>
        <Button kind="quiet" name="purpose" value="password">
          {t.signIn.sendReset}
        </Button>
      </Actions>
    </Form>
  );
}

export function SignInCodePage({ t, href, form, next }: SignInProps) {
  return (
    <Stack gap="xl">
      <PageHeader title={t.signIn.codeTitle} lead={t.signIn.codeLead} />
      <FormErrorSummary form={form} />
      <Form action={href("/sign-in/code")} variant="card" {...nextField(next)}>
        <Field
          label={t.fields.code}
          hint={t.fields.codeHint}
          required
          width="s"
          autocomplete="one-time-code"
          {...fieldProps(form, "code")}
        />
        <Checkbox name="trust" label={t.signIn.trust} checked={form.values["trust"] === "yes"} />
        <Actions>
          <Button kind="primary">{t.signIn.codeSubmit}</Button>
          <ButtonLink href={href("/sign-in")} kind="quiet">
            {t.signIn.title}
          </ButtonLink>
        </Actions>
      </Form>
    </Stack>
  );
}

/** Mail programs open links to look at them: only the button spends this one. */
export function SignInLinkPage({ t, href, form, next, token }: SignInProps & { token: string }) {
  return (
    <Stack gap="xl">
      <PageHeader title={t.signIn.linkTitle} lead={t.signIn.linkLead} />
      <FormErrorSummary form={form} />
      <Form action={href("/sign-in/link")} hidden={{ token, ...(next !== undefined && { next }) }}>
        <Actions>
          <Button kind="primary" size="l">
            {t.signIn.submit}
          </Button>
          <ButtonLink href={href("/sign-in")} kind="quiet">
            {t.signIn.title}
          </ButtonLink>
        </Actions>
      </Form>
    </Stack>
  );
}

export function ResetPasswordPage({
  t,
  href,
  form,
  token,
}: Omit<SignInProps, "next"> & { token: string }) {
  return (
    <Stack gap="xl">
      <PageHeader title={t.signIn.resetTitle} lead={t.signIn.resetLead} />
      <FormErrorSummary form={form} />
      <Form action={href("/sign-in/password")} variant="card" hidden={{ token }}>
        <NewPasswordFields t={t} form={form} />
        <Actions>
          <Button kind="primary">{t.signIn.resetSubmit}</Button>
        </Actions>
      </Form>
    </Stack>
  );
}

/** A new password, asked twice because nobody sees what they type. */
export function NewPasswordFields({ t, form }: { t: PeopleMessages; form: FormState }) {
  return (
    <>
      <Field
        kind="password"
        name="newPassword"
        label={t.fields.newPassword}
        required
        hint={t.fields.passwordHint(passwordLength.min)}
        autocomplete="new-password"
        {...fieldError(form, "newPassword")}
      />
      <Field
        kind="password"
        name="repeat"
        label={t.fields.repeat}
        required
        autocomplete="new-password"
        {...fieldError(form, "repeat")}
      />
    </>
  );
}

export type InvitationPageModel = {
  email: string;
  name: string;
  role: string;
  region: string;
  /** The address has an account, so nothing but the role is asked. */
  known: boolean;
  action: string;
};

export function InvitationPage({
  t,
  model,
  form,
}: {
  t: PeopleMessages;
  model: InvitationPageModel;
  form: FormState;
}) {
  return (
    <Stack gap="xl">
      <PageHeader title={t.invitation.title} lead={t.invitation.lead(model.role, model.region)} />
      <FormErrorSummary form={form} />
      <Form action={model.action} variant="card">
        <p>
          {t.fields.email}: <b>{model.email}</b>
        </p>
        {model.known ? (
          <p>{t.invitation.known}</p>
        ) : (
          <>
            <Field
              label={t.fields.name}
              required
              autocomplete="name"
              {...fieldProps({ ...form, values: { name: model.name, ...form.values } }, "name")}
            />
            <NewPasswordFields t={t} form={form} />
          </>
        )}
        <Actions>
          <Button kind="primary">{t.invitation.submit}</Button>
        </Actions>
      </Form>
    </Stack>
  );
}
