import type { FormState } from "#base/http/form.ts";
import {
  Actions,
  Button,
  ButtonLink,
  Checkbox,
  EmptyState,
  Field,
  Form,
  Grid,
  PageHeader,
  Rows,
  Stack,
  Status,
  FormErrorSummary,
} from "#base/ui/index.ts";
import { eventKinds } from "../event.ts";
import { type EventNames } from "../names.ts";
import type { EventSeries } from "./store.ts";
import { labelledFields, type EventsViewContext } from "../view.ts";
import {
  FormatField,
  MunicipalityField,
  OrganisationField,
  RoomField,
  seatsControl,
} from "../edit/event-fields.tsx";

type Href = (path: string) => string;

/** Formats a rule: «каждую неделю, вторник, 18:00». */
function formatRecurrence({ t, lang }: EventsViewContext, series: EventSeries): string {
  const weekday = new Intl.DateTimeFormat(lang === "ru" ? "ru-RU" : "en-GB", {
    weekday: "long",
    timeZone: "UTC",
  }).format(new Date(`${series.first_day}T00:00:00Z`));
  const two = (n: number) => String(n).padStart(2, "0");
  const { start_minutes: start } = series;
  const rule = t.series.recurrence[series.rule](series.every, weekday);
  return `${rule}, ${two(Math.floor(start / 60))}:${two(start % 60)}`;
}

export function SeriesListPage({
  viewContext: view,
  series,
  names,
  href,
}: {
  viewContext: EventsViewContext;
  series: readonly EventSeries[];
  names: EventNames;
  href: Href;
}) {
  const { t } = view;
  return (
    <Stack gap="l">
      <PageHeader title={t.series.title} lead={t.series.lead}>
        <Actions>
          <ButtonLink kind="primary" icon="plus" href={href("/series/new")}>
            {t.series.add}
          </ButtonLink>
        </Actions>
      </PageHeader>
      {series.length === 0 ? (
        <EmptyState level={2} icon="loop" title={t.series.emptyTitle} text={t.series.emptyText} />
      ) : (
        <Rows
          level={2}
          rows={series.map((one) => ({
            title: one.title,
            href: href(`/series/${one.id}`),
            meta: [
              { icon: "loop", text: formatRecurrence(view, one) },
              {
                icon: "pin",
                text: [
                  names.territory(one.municipality_id),
                  names.room(one.room_id)?.name ?? one.address,
                ]
                  .filter(Boolean)
                  .join(", "),
              },
            ],
            ...(one.ended_at !== null && {
              side: <Status kind="closed">{t.series.isEnded}</Status>,
            }),
          }))}
        />
      )}
    </Stack>
  );
}

export type SeriesFormView = {
  viewContext: EventsViewContext;
  series: EventSeries | undefined;
  names: EventNames;
  organisations: { value: string; label: string }[];
  state: FormState;
  href: Href;
};

export function SeriesFormPage(view: SeriesFormView) {
  const { viewContext, series, state, href } = view;
  const { t } = viewContext;
  const title = series === undefined ? t.series.add : t.series.change;
  const { version } = state.values;
  return (
    <Stack gap="l">
      <PageHeader
        title={title}
        {...(series !== undefined && { lead: formatRecurrence(viewContext, series) })}
      />
      <FormErrorSummary form={state} />
      <Form
        action={href(series === undefined ? "/series/new" : `/series/${series.id}`)}
        variant="card"
        label={title}
        {...(version !== undefined && { hidden: { version } })}
      >
        <AboutFields {...view} />
        <ScheduleFields {...view} />
        <Checkbox
          name="announce"
          label={t.series.announce}
          checked={state.values.announce === "yes"}
        />
        <Actions>
          <Button kind="primary">{t.series.save}</Button>
        </Actions>
      </Form>
      {series !== undefined && series.ended_at === null && (
        <Form action={href(`/series/${series.id}/end`)} variant="actions">
          <Button kind="danger">{t.series.end}</Button>
        </Form>
      )}
    </Stack>
  );
}

function AboutFields({ viewContext, state, names, organisations }: SeriesFormView) {
  const { t } = viewContext;
  const field = labelledFields(state);
  return (
    <>
      <Field {...field("title", t.edit.name)} required width="full" maxlength={200} />
      <Field {...field("summary", t.edit.summary)} kind="textarea" rows={3} optional />
      <Grid>
        <Field
          {...field("kind", t.edit.kind)}
          kind="select"
          options={eventKinds.map((kind) => ({ value: kind, label: t.kinds[kind] }))}
        />
        <FormatField viewContext={viewContext} state={state} />
        <MunicipalityField viewContext={viewContext} state={state} names={names} />
        <RoomField viewContext={viewContext} state={state} names={names} />
        <Field {...field("address", t.edit.address)} optional maxlength={300} />
        <OrganisationField viewContext={viewContext} state={state} organisations={organisations} />
        <Field {...field("capacity", t.edit.capacity)} {...seatsControl} hint={t.edit.noLimit} />
      </Grid>
    </>
  );
}

function ScheduleFields({ viewContext: { t }, state }: SeriesFormView) {
  const field = labelledFields(state);
  return (
    <>
      <Grid>
        <Field
          {...field("rule", t.series.rule)}
          kind="select"
          options={(["week", "month"] as const).map((rule) => ({
            value: rule,
            label: t.series.rules[rule],
          }))}
        />
        <Field
          {...field("every", t.series.every)}
          kind="number"
          min={1}
          max={12}
          hint={t.series.everyHint}
          width="s"
        />
        <Field {...field("firstDay", t.series.firstDay)} kind="date" required />
        <Field {...field("lastDay", t.series.lastDay)} kind="date" hint={t.series.lastDayHint} />
        <Field {...field("start", t.series.start)} kind="time" required />
        <Field
          {...field("length", t.series.length)}
          kind="number"
          min={5}
          max={1440}
          width="s"
          required
        />
        <Field
          {...field("weeksAhead", t.series.weeksAhead)}
          kind="number"
          min={1}
          max={52}
          width="s"
        />
      </Grid>
      <Field
        {...field("exceptions", t.series.exceptions)}
        hint={t.series.exceptionsHint}
        optional
        width="full"
      />
    </>
  );
}
