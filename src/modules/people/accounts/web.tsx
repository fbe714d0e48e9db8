import { z } from "zod";
import { emptyForm, submit } from "#base/http/form.ts";
import type { RequestContext, RateLimit, Route } from "#base/http/route.ts";
import { orNotFound } from "#base/refusal.ts";
import { formatDateTime, Stack, ButtonLink, PageHeader } from "#base/ui/index.ts";
import { deviceName } from "./device.ts";
import { callAuth, moveFieldError, withoutCache, withCookies } from "../sign-in/auth-response.ts";
import type { AuthInstance } from "../sign-in/auth.ts";
import { checkPasswordsMatch, newPasswordFields } from "../sign-in/new-password.ts";
import {
  AccountPage,
  BackupCodesPage,
  SecondStepSetupPage,
  type AccountModel,
  type SecondStepSetupModel,
} from "./page.tsx";
import { nameField, recordOwnAccountFact, renameOwnAccount } from "./actions.ts";
import { requireOwnAccount } from "../policy.ts";
import { describeRoles, type OrganisationLookup } from "../roles/places.ts";
import { endOwnSessions } from "../sign-in/sessions.ts";
import { findUser, listRoles, listActiveSessions } from "../store.ts";
import { messagesFor } from "../messages.ts";

/** Each of these asks for the password, so each could be used to guess it. */
const passwordLimit: RateLimit = { name: "own-password", requests: 20, seconds: 300 };

const currentPasswordField = z.string("people.password-missing").max(500);

/** Creates the routes of the signed-in person's own account: name, password, sessions, second step. */
export function accountRoutes({
  auth,
  tokenOf: readSessionToken,
  names: organisations,
}: Pick<AuthInstance, "auth"> & {
  /** The session's token in a request. */
  tokenOf: (request: Request) => Promise<string | undefined>;
  names: OrganisationLookup;
}): Route[] {
  const { api } = auth;

  const renderAccount = async (
    c: RequestContext,
    back?: AccountModel["rejected"],
    status = 200,
  ) => {
    const { id } = requireOwnAccount(c.ctx);
    const [user, roles, sessions, currentToken] = await Promise.all([
      findUser(c.ctx, { id }),
      listRoles(c.ctx, [id], { inForce: true }),
      listActiveSessions(c.ctx, id),
      readSessionToken(c.request),
    ]);
    const { name, email, two_factor_enabled: secondStep } = orNotFound(user);
    const t = messagesFor(c.lang);
    const clock = { lang: c.lang, zone: c.ctx.region.timeZone, now: c.ctx.now() };
    const model: AccountModel = {
      name,
      email,
      secondStep,
      roles: (await describeRoles(c, roles, organisations)).map((role) => role.text),
      sessions: sessions.map((session) => ({
        id: session.id,
        device: deviceName(session.user_agent) ?? t.account.unknownDevice,
        since: formatDateTime(session.created_at, clock),
        here: session.token === currentToken,
      })),
      ...(back !== undefined && { rejected: back }),
    };
    return c.page({
      title: t.account.title,
      status,
      body: <AccountPage t={t} href={c.href} model={model} />,
    });
  };

  const rename = (c: RequestContext) =>
    submit(c, {
      schema: z.object({ name: nameField }),
      onValid: async (input) => {
        await renameOwnAccount(c.ctx, input);
        return c.redirect("/account", messagesFor(c.lang).account.nameSaved);
      },
      onInvalid: (form, status) => renderAccount(c, { section: "name", form }, status),
    });

  const changePassword = (c: RequestContext) =>
    submit(c, {
      schema: z
        .object({ password: currentPasswordField, ...newPasswordFields })
        .superRefine(checkPasswordsMatch),
      onValid: async (input) => {
        requireOwnAccount(c.ctx);
        const { headers } = await callAuth(
          api.changePassword({
            body: {
              currentPassword: input.password,
              newPassword: input.newPassword,
              revokeOtherSessions: true,
            },
            headers: c.request.headers,
            returnHeaders: true,
          }),
        );
        await recordOwnAccountFact(c.ctx, "person.password-changed");
        return withCookies(
          c.redirect("/account", messagesFor(c.lang).account.passwordSaved),
          headers,
        );
      },
      onInvalid: (form, status) => renderAccount(c, { section: "password", form }, status),
    });

  const endSession = (c: RequestContext) =>
    submit(c, {
      schema: z.object({ id: z.uuid() }),
      onValid: async ({ id }) => {
        await endOwnSessions(c.ctx, { id });
        return c.redirect("/account#sessions", messagesFor(c.lang).account.ended);
      },
      onInvalid: (_form, status) => renderAccount(c, undefined, status),
    });

  const endOtherSessions = async (c: RequestContext) => {
    requireOwnAccount(c.ctx);
    await endOwnSessions(c.ctx, { exceptToken: orNotFound(await readSessionToken(c.request)) });
    return c.redirect("/account#sessions", messagesFor(c.lang).account.endedOthers);
  };

  /** Runs an action of the second step behind the one form that asks for the password. */
  const withPassword = (c: RequestContext, act: (password: string) => Promise<Response>) =>
    submit(c, {
      schema: z.object({ secondPassword: currentPasswordField }),
      onValid: async (input) => {
        requireOwnAccount(c.ctx);
        return act(input.secondPassword);
      },
      onInvalid: (form, status) =>
        renderAccount(
          c,
          { section: "second-step", form: moveFieldError(form, "password", "secondPassword") },
          status,
        ),
    });

  const enableSecondStep = (c: RequestContext) =>
    withPassword(c, async (enteredPassword) => {
      const made = await callAuth(
        api.enableTwoFactor({ body: { password: enteredPassword }, headers: c.request.headers }),
      );
      if (made.method !== "totp") throw new Error("better-auth made no secret");
      return renderSecondStepSetup(c, {
        uri: made.totpURI,
        codes: made.backupCodes,
        form: emptyForm,
      });
    });

  const confirmSecondStep = (c: RequestContext) =>
    submit(c, {
      schema: z.object({
        code: z.string("people.code-wrong").max(40),
        uri: z
          .string()
          .regex(/^otpauth:\/\/totp\//)
          .max(500),
        codes: z.string().max(1000),
      }),
      onValid: async ({ code }) => {
        requireOwnAccount(c.ctx);
        const { headers } = await callAuth(
          api.verifyTOTP({
            body: { code: code.replace(/\s/g, "") },
            headers: c.request.headers,
            returnHeaders: true,
          }),
        );
        await recordOwnAccountFact(c.ctx, "person.second-step-enabled");
        return withCookies(c.redirect("/account", messagesFor(c.lang).account.turnedOn), headers);
      },
      onInvalid: (form, status) => {
        const { uri = "", codes = "" } = form.values;
        if (!uri.startsWith("otpauth://totp/")) return renderAccount(c, undefined, status);
        return renderSecondStepSetup(c, { uri, codes: codes.split(" "), form }, status);
      },
    });

  const disableSecondStep = (c: RequestContext) =>
    withPassword(c, async (enteredPassword) => {
      const { headers } = await callAuth(
        api.disableTwoFactor({
          body: { password: enteredPassword },
          headers: c.request.headers,
          returnHeaders: true,
        }),
      );
      await recordOwnAccountFact(c.ctx, "person.second-step-disabled");
      return withCookies(c.redirect("/account", messagesFor(c.lang).account.turnedOff), headers);
    });

  const regenerateBackupCodes = (c: RequestContext) =>
    withPassword(c, async (enteredPassword) => {
      const { backupCodes } = await callAuth(
        api.generateBackupCodes({
          body: { password: enteredPassword },
          headers: c.request.headers,
        }),
      );
      return renderBackupCodes(c, backupCodes);
    });

  const postRoute = (path: string, handle: Route["handle"], limit?: RateLimit): Route => ({
    method: "post",
    path,
    permission: "signed-in",
    handle,
    ...(limit !== undefined && { limit }),
  });

  return [
    {
      method: "get",
      path: "/account",
      permission: "signed-in",
      handle: (c) =>
        c.ctx.actor.kind === "person"
          ? renderAccount(c)
          : c.redirect(`/sign-in?next=${encodeURIComponent(c.url.pathname)}`),
    },
    postRoute("/account/name", rename),
    postRoute("/account/password", changePassword, passwordLimit),
    postRoute("/account/sessions/end", endSession),
    postRoute("/account/sessions/end-others", endOtherSessions),
    postRoute("/account/second-step/on", enableSecondStep, passwordLimit),
    postRoute("/account/second-step/confirm", confirmSecondStep, passwordLimit),
    postRoute("/account/second-step/off", disableSecondStep, passwordLimit),
    postRoute("/account/second-step/codes", regenerateBackupCodes, passwordLimit),
  ];
}

function accountCrumb(c: RequestContext) {
  return [{ label: messagesFor(c.lang).account.title, href: c.href("/account") }];
}

/** Renders the page as the answer to the post: the secret must not be in an address or a flash. */
function renderSecondStepSetup(
  c: RequestContext,
  model: SecondStepSetupModel,
  status = 200,
): Response {
  const t = messagesFor(c.lang);
  return withoutCache(
    c.page({
      title: t.account.setupTitle,
      breadcrumbs: accountCrumb(c),
      status,
      body: <SecondStepSetupPage t={t} href={c.href} model={model} />,
    }),
  );
}

function renderBackupCodes(c: RequestContext, codes: readonly string[]): Response {
  const t = messagesFor(c.lang);
  return withoutCache(
    c.page({
      title: t.account.backupTitle,
      breadcrumbs: accountCrumb(c),
      body: (
        <Stack gap="xl">
          <PageHeader title={t.account.backupTitle} />
          <BackupCodesPage t={t} codes={codes} />
          <p>
            <ButtonLink href={c.href("/account")}>{t.account.title}</ButtonLink>
          </p>
        </Stack>
      ),
    }),
  );
}
