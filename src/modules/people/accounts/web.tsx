import { z } from "zod";
import { blankForm, submit } from "#base/http/form.ts";
import type { Exchange, RateLimit, Route } from "#base/http/route.ts";
import { found } from "#base/refusal.ts";
import { formatDateTime, Stack, ButtonLink, Place } from "#base/ui/index.ts";
import { deviceName } from "./device.ts";
import { ask, atField, secret, withCookies } from "../sign-in/auth-response.ts";
import type { OpenedAuth } from "../sign-in/auth.ts";
import { demandRepeat, newPasswordFields } from "../sign-in/new-password.ts";
import {
  Account,
  BackupCodes,
  SecondStepSetup,
  type AccountModel,
  type SetupModel,
} from "./page.tsx";
import { nameField, noteOwn, renameSelf } from "./actions.ts";
import { demandOwn } from "../policy.ts";
import { describeRoles, type PlaceNames } from "../roles/places.ts";
import { endOwnSessions } from "../sign-in/sessions.ts";
import { findUser, selectRoles, selectSessions } from "../store.ts";
import { bookOf } from "../messages.ts";

/** Each of these asks for the password, so each could be used to guess it. */
const passwordLimit: RateLimit = { name: "own-password", requests: 20, seconds: 300 };

const password = z.string("people.password-missing").max(500);

export function accountRoutes({
  auth,
  tokenOf,
  names,
}: Pick<OpenedAuth, "auth"> & {
  /** The session's token in a request. */
  tokenOf: (request: Request) => Promise<string | undefined>;
  names: PlaceNames;
}): Route[] {
  const { api } = auth;

  const page = async (x: Exchange, back?: AccountModel["back"], status = 200) => {
    const { id } = demandOwn(x.ctx);
    const [user, roles, sessions, here] = await Promise.all([
      findUser(x.ctx, { id }),
      selectRoles(x.ctx, [id], { inForce: true }),
      selectSessions(x.ctx, id),
      tokenOf(x.request),
    ]);
    const { name, email, two_factor_enabled: secondStep } = found(user);
    const t = bookOf(x.lang);
    const clock = { lang: x.lang, zone: x.ctx.region.timeZone, now: x.ctx.now() };
    const model: AccountModel = {
      name,
      email,
      secondStep,
      roles: (await describeRoles(x, roles, names)).map((role) => role.text),
      sessions: sessions.map((session) => ({
        id: session.id,
        device: deviceName(session.user_agent) ?? t.account.unknownDevice,
        since: formatDateTime(session.created_at, clock),
        here: session.token === here,
      })),
      ...(back !== undefined && { back }),
    };
    return x.page({
      title: t.account.title,
      status,
      body: <Account t={t} href={x.href} model={model} />,
    });
  };

  const rename = (x: Exchange) =>
    submit(x, {
      schema: z.object({ name: nameField }),
      act: async (input) => {
        await renameSelf(x.ctx, input);
        return x.go("/account", bookOf(x.lang).account.nameSaved);
      },
      again: (form, status) => page(x, { section: "name", form }, status),
    });

  const changePassword = (x: Exchange) =>
    submit(x, {
      schema: z.object({ password, ...newPasswordFields }).superRefine(demandRepeat),
      act: async (input) => {
        demandOwn(x.ctx);
        const { headers } = await ask(
          api.changePassword({
            body: {
              currentPassword: input.password,
              newPassword: input.newPassword,
              revokeOtherSessions: true,
            },
            headers: x.request.headers,
            returnHeaders: true,
          }),
        );
        await noteOwn(x.ctx, "person.password-changed");
        return withCookies(x.go("/account", bookOf(x.lang).account.passwordSaved), headers);
      },
      again: (form, status) => page(x, { section: "password", form }, status),
    });

  const endOne = (x: Exchange) =>
    submit(x, {
      schema: z.object({ id: z.uuid() }),
      act: async ({ id }) => {
        await endOwnSessions(x.ctx, { id });
        return x.go("/account#sessions", bookOf(x.lang).account.ended);
      },
      again: (_form, status) => page(x, undefined, status),
    });

  const endOthers = async (x: Exchange) => {
    demandOwn(x.ctx);
    await endOwnSessions(x.ctx, { exceptToken: found(await tokenOf(x.request)) });
    return x.go("/account#sessions", bookOf(x.lang).account.endedOthers);
  };

  /** The three acts of the second step ask the password in one form and return to it. */
  const withPassword = (x: Exchange, act: (password: string) => Promise<Response>) =>
    submit(x, {
      schema: z.object({ secondPassword: password }),
      act: async (input) => {
        demandOwn(x.ctx);
        return act(input.secondPassword);
      },
      again: (form, status) =>
        page(
          x,
          { section: "second-step", form: atField(form, "password", "secondPassword") },
          status,
        ),
    });

  const turnOn = (x: Exchange) =>
    withPassword(x, async (given) => {
      const made = await ask(
        api.enableTwoFactor({ body: { password: given }, headers: x.request.headers }),
      );
      if (made.method !== "totp") throw new Error("better-auth made no secret");
      return setupPage(x, { uri: made.totpURI, codes: made.backupCodes, form: blankForm });
    });

  const confirm = (x: Exchange) =>
    submit(x, {
      schema: z.object({
        code: z.string("people.code-wrong").max(40),
        uri: z
          .string()
          .regex(/^otpauth:\/\/totp\//)
          .max(500),
        codes: z.string().max(1000),
      }),
      act: async ({ code }) => {
        demandOwn(x.ctx);
        const { headers } = await ask(
          api.verifyTOTP({
            body: { code: code.replace(/\s/g, "") },
            headers: x.request.headers,
            returnHeaders: true,
          }),
        );
        await noteOwn(x.ctx, "person.second-step-enabled");
        return withCookies(x.go("/account", bookOf(x.lang).account.turnedOn), headers);
      },
      again: (form, status) => {
        const { uri = "", codes = "" } = form.values;
        if (!uri.startsWith("otpauth://totp/")) return page(x, undefined, status);
        return setupPage(x, { uri, codes: codes.split(" "), form }, status);
      },
    });

  const turnOff = (x: Exchange) =>
    withPassword(x, async (given) => {
      const { headers } = await ask(
        api.disableTwoFactor({
          body: { password: given },
          headers: x.request.headers,
          returnHeaders: true,
        }),
      );
      await noteOwn(x.ctx, "person.second-step-disabled");
      return withCookies(x.go("/account", bookOf(x.lang).account.turnedOff), headers);
    });

  const newCodes = (x: Exchange) =>
    withPassword(x, async (given) => {
      const { backupCodes } = await ask(
        api.generateBackupCodes({ body: { password: given }, headers: x.request.headers }),
      );
      return codesPage(x, backupCodes);
    });

  const own = (path: string, handle: Route["handle"], limit?: RateLimit): Route => ({
    method: "post",
    path,
    asks: "signed-in",
    handle,
    ...(limit !== undefined && { limit }),
  });

  return [
    {
      method: "get",
      path: "/account",
      asks: "signed-in",
      handle: (x) =>
        x.ctx.actor.kind === "person"
          ? page(x)
          : x.go(`/sign-in?next=${encodeURIComponent(x.url.pathname)}`),
    },
    own("/account/name", rename),
    own("/account/password", changePassword, passwordLimit),
    own("/account/sessions/end", endOne),
    own("/account/sessions/end-others", endOthers),
    own("/account/second-step/on", turnOn, passwordLimit),
    own("/account/second-step/confirm", confirm, passwordLimit),
    own("/account/second-step/off", turnOff, passwordLimit),
    own("/account/second-step/codes", newCodes, passwordLimit),
  ];
}

function accountCrumb(x: Exchange) {
  return [{ label: bookOf(x.lang).account.title, href: x.href("/account") }];
}

/** Answers the post itself: the secret must not stand in an address or a flash. */
function setupPage(x: Exchange, model: SetupModel, status = 200): Response {
  const t = bookOf(x.lang);
  return secret(
    x.page({
      title: t.account.setupTitle,
      crumbs: accountCrumb(x),
      status,
      body: <SecondStepSetup t={t} href={x.href} model={model} />,
    }),
  );
}

function codesPage(x: Exchange, codes: readonly string[]): Response {
  const t = bookOf(x.lang);
  return secret(
    x.page({
      title: t.account.backupTitle,
      crumbs: accountCrumb(x),
      body: (
        <Stack gap="xl">
          <Place title={t.account.backupTitle} />
          <BackupCodes t={t} codes={codes} />
          <p>
            <ButtonLink href={x.href("/account")}>{t.account.title}</ButtonLink>
          </p>
        </Stack>
      ),
    }),
  );
}
