import { emptyForm, type FormState } from "#base/http/form.ts";
import { QrCode } from "#base/ui/content/qr.tsx";
import {
  Actions,
  Button,
  Cluster,
  Field,
  Form,
  Grid,
  PageHeader,
  Section,
  Stack,
  Table,
  Tag,
  fieldProps,
  fieldError,
  FormErrorSummary,
} from "#base/ui/index.ts";
import type { PeopleMessages } from "../messages.ts";
import { NewPasswordFields } from "../sign-in/page.tsx";

export type AccountSection = "name" | "password" | "second-step";

export type AccountModel = {
  name: string;
  email: string;
  roles: readonly string[];
  sessions: readonly { id: string; device: string; since: string; here: boolean }[];
  secondStep: boolean;
  /** The form that came back, if one did. */
  rejected?: { section: AccountSection; form: FormState };
};

type Props = { t: PeopleMessages; href: (path: string) => string; model: AccountModel };

function sectionForm(model: AccountModel, section: AccountSection): FormState {
  return model.rejected?.section === section ? model.rejected.form : emptyForm;
}

export function AccountPage(props: Props) {
  const { t, href, model } = props;
  return (
    <Stack gap="xl">
      <PageHeader title={t.account.title} lead={`${model.name}, ${model.email}`}>
        <Form action={href("/sign-out")} variant="actions">
          <Button>{t.account.signOut}</Button>
        </Form>
      </PageHeader>
      {model.rejected && <FormErrorSummary form={model.rejected.form} />}
      <Section title={t.account.roles} id="roles">
        {model.roles.length === 0 ? (
          <p>{t.account.noRoles}</p>
        ) : (
          <p class="cluster">
            {model.roles.map((role) => (
              <Tag>{role}</Tag>
            ))}
          </p>
        )}
      </Section>
      <Sessions {...props} />
      <Grid cols={2}>
        <PasswordForm {...props} />
        <Stack gap="xl">
          <SecondStep {...props} />
          <NameForm {...props} />
        </Stack>
      </Grid>
    </Stack>
  );
}

function NameForm({ t, href, model }: Props) {
  const form = sectionForm(model, "name");
  return (
    <Section title={t.account.name} id="name">
      <Form action={href("/account/name")} variant="card">
        <Field
          label={t.fields.name}
          required
          autocomplete="name"
          {...fieldProps({ ...form, values: { name: model.name, ...form.values } }, "name")}
        />
        <Actions>
          <Button>{t.account.saveName}</Button>
        </Actions>
      </Form>
    </Section>
  );
}

function PasswordForm({ t, href, model }: Props) {
  const form = sectionForm(model, "password");
  return (
    <Section title={t.account.password} id="password">
      <Form action={href("/account/password")} variant="card">
        <Field
          kind="password"
          name="password"
          label={t.fields.currentPassword}
          required
          autocomplete="current-password"
          {...fieldError(form, "password")}
        />
        <NewPasswordFields t={t} form={form} />
        <Actions>
          <Button>{t.account.savePassword}</Button>
        </Actions>
      </Form>
    </Section>
  );
}

function SecondStep({ t, href, model }: Props) {
  const form = sectionForm(model, "second-step");
  const on = model.secondStep;
  return (
    <Section title={t.account.secondStep} id="second-step">
      <Form
        action={href(on ? "/account/second-step/off" : "/account/second-step/on")}
        variant="card"
      >
        <p>{on ? t.account.secondStepOn : t.account.secondStepOff}</p>
        <Field
          kind="password"
          name="secondPassword"
          label={t.fields.currentPassword}
          required
          autocomplete="current-password"
          {...fieldError(form, "secondPassword")}
        />
        <Actions>
          {on ? (
            <>
              <Button formaction={href("/account/second-step/codes")}>{t.account.newCodes}</Button>
              <Button kind="danger">{t.account.turnOff}</Button>
            </>
          ) : (
            <Button>{t.account.turnOn}</Button>
          )}
        </Actions>
      </Form>
    </Section>
  );
}

function Sessions({ t, href, model }: Props) {
  return (
    <Section title={t.account.sessions} id="sessions">
      <Table
        caption={t.account.sessions}
        captionHidden
        cards
        rows={model.sessions}
        columns={[
          { head: t.account.device, cell: (row) => row.device },
          { head: t.account.since, cell: (row) => row.since },
          {
            head: t.account.end,
            cell: (row) =>
              row.here ? (
                t.account.here
              ) : (
                <Form
                  action={href("/account/sessions/end")}
                  hidden={{ id: row.id }}
                  variant="actions"
                >
                  <Button size="s">{t.account.end}</Button>
                </Form>
              ),
          },
        ]}
      />
      {model.sessions.length > 1 && (
        <Form action={href("/account/sessions/end-others")} variant="actions">
          <Button>{t.account.endOthers}</Button>
        </Form>
      )}
    </Section>
  );
}

export type SecondStepSetupModel = { uri: string; codes: readonly string[]; form: FormState };

/** The square code and the backup codes, shown once, and the form that proves the app has them. */
export function SecondStepSetupPage({
  t,
  href,
  model,
}: Omit<Props, "model"> & { model: SecondStepSetupModel }) {
  const key = URL.parse(model.uri)?.searchParams.get("secret") ?? "";
  return (
    <Stack gap="xl">
      <PageHeader title={t.account.setupTitle} />
      <FormErrorSummary form={model.form} />
      <Section title={t.account.scan}>
        <QrCode text={model.uri} label={t.account.scanAlt} />
        <p>
          {t.account.byHand}: <code>{key.replace(/(.{4})(?=.)/g, "$1 ")}</code>
        </p>
      </Section>
      <BackupCodesPage t={t} codes={model.codes} />
      <Form
        action={href("/account/second-step/confirm")}
        variant="card"
        hidden={{ uri: model.uri, codes: model.codes.join(" ") }}
      >
        <Field
          label={t.account.confirm}
          required
          inputmode="numeric"
          autocomplete="one-time-code"
          {...fieldProps(model.form, "code")}
        />
        <Actions>
          <Button kind="primary">{t.account.turnOn}</Button>
        </Actions>
      </Form>
    </Stack>
  );
}

export function BackupCodesPage({ t, codes }: { t: PeopleMessages; codes: readonly string[] }) {
  return (
    <Section title={t.account.backupTitle} lead={t.account.backupText}>
      <Cluster gap="l">
        {codes.map((code) => (
          <code>{code}</code>
        ))}
      </Cluster>
    </Section>
  );
}
