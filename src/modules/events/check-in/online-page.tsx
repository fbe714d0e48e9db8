import { labelledFields } from "../view.ts";
import type { FormState } from "#base/http/form.ts";
import { QrCode } from "#base/ui/content/qr.tsx";
import {
  Actions,
  Button,
  Field,
  Form,
  PageHeader,
  Stack,
  Stat,
  FormErrorSummary,
  formatTime,
} from "#base/ui/index.ts";
import type { OnlineCode } from "./online-actions.ts";
import type { MarkableSession } from "../attendance/store.ts";
import { sessionOptions, eventPath, type AttendanceViewContext } from "../attendance/view.ts";
import { AttendanceTabs } from "../attendance/tabs.tsx";
import type { Event } from "../store.ts";

/** Code for remote participants, in large digits, and the address where it is entered. */
export function OnlineCodePage(view: {
  viewContext: AttendanceViewContext;
  event: Event;
  codes: readonly OnlineCode[];
  sessions: readonly MarkableSession[];
  url: string;
  form: FormState;
}) {
  const { viewContext, event, codes, sessions, form } = view;
  const { t } = viewContext;
  const title = (code: OnlineCode) =>
    sessions.find(({ id }) => id === code.session_id)?.title ?? t.door.wholeEvent;
  const field = labelledFields(form);
  return (
    <Stack gap="l">
      <PageHeader title={t.here.codeTitle} lead={t.here.codeLead} />
      <AttendanceTabs viewContext={viewContext} event={event} current="code" />
      <FormErrorSummary form={form} />
      {codes.length === 0 && <p>{t.here.noCode}</p>}
      {codes.map((code) => (
        <Stat
          level={2}
          title={title(code)}
          value={`${code.code.slice(0, 3)} ${code.code.slice(3)}`}
          formula={t.here.until(formatTime(code.closes_at, viewContext))}
        >
          <p>{`${t.here.address}: ${view.url}`}</p>
          <QrCode text={encodeURI(view.url)} label={t.here.qr} size={200} />
        </Stat>
      ))}
      <Form action={viewContext.href(eventPath(event, "/code"))}>
        {sessions.length > 0 && (
          <Field
            {...field("sessionId", t.door.where)}
            kind="select"
            options={sessionOptions(viewContext, sessions)}
          />
        )}
        <Field
          {...field("minutes", t.here.minutes, "30")}
          kind="number"
          width="s"
          min={5}
          max={240}
        />
        <Actions>
          <Button kind="primary">{t.here.show}</Button>
        </Actions>
      </Form>
    </Stack>
  );
}

/**
 * Form in which remote participants report themselves: code and surname; only the code with a
 * private link.
 */
export function SelfReportPage(view: {
  viewContext: AttendanceViewContext;
  event: Event;
  ticket: string | undefined;
  form: FormState;
}) {
  const { viewContext, event, ticket, form } = view;
  const { t } = viewContext;
  const asksPhone = form.errors.phoneEnd !== undefined || form.values.phoneEnd !== undefined;
  const field = labelledFields(form);
  return (
    <Stack gap="l">
      <PageHeader title={t.here.title} lead={t.here.lead(event.title)} />
      <FormErrorSummary form={form} />
      <Form
        action={viewContext.href(eventPath(event, "/here"))}
        hidden={ticket === undefined ? {} : { ticket }}
      >
        <Field
          {...field("code", t.here.code)}
          inputmode="numeric"
          width="s"
          hint={t.here.codeHint}
          autocomplete="off"
          required
        />
        {ticket === undefined && (
          <Field
            {...field("surname", t.here.surname)}
            hint={t.here.surnameHint}
            autocomplete="name"
            required
          />
        )}
        {asksPhone && (
          <Field
            {...field("phoneEnd", t.here.phoneEnd)}
            inputmode="numeric"
            width="s"
            hint={t.here.phoneEndHint}
          />
        )}
        <Actions>
          <Button kind="primary">{t.here.send}</Button>
        </Actions>
      </Form>
    </Stack>
  );
}
