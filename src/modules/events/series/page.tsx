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
  fieldProps,
  FormErrorSummary,
} from "#base/ui/index.ts";
import { eventKinds, eventFormats } from "../event.ts";
import type { EventNames } from "../names.ts";
import type { EventSeries } from "./store.ts";
import type { EventsViewContext } from "../view.ts";
import { roomOptions } from "../edit/page.tsx";

type Href = (path: string) => string;

/** «каждую неделю, вторник, 18:00» */
function formatRecurrence({ t, lang }: EventsViewContext, series: EventSeries): string {
  const weekday = new Intl.DateTimeFormat(lang === "ru" ? "ru-RU" : "en-GB", {
    weekday: "long",
    timeZone: "UTC",
  }).format(new Date(`${series.first_day}T00:00:00Z`));
  const two = (n: number) => String(n).padStart(2, "0");
  const { start_minutes: start } = series;
  const said = t.series.said[series.rule](series.every, weekday);
  return `${said}, ${two(Math.floor(start / 60))}:${two(start % 60)}`;
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

function AboutFields({ viewContext: { t }, state, names, organisations }: SeriesFormView) {
  return (
    <>
      <Field
        label={t.edit.name}
        required
        width="full"
        maxlength={200}
        {...fieldProps(state, "title")}
      />
      <Field
        kind="textarea"
        rows={3}
        label={t.edit.summary}
        optional
        {...fieldProps(state, "summary")}
      />
      <Grid>
        <Field
          kind="select"
          label={t.edit.kind}
          options={eventKinds.map((kind) => ({ value: kind, label: t.kinds[kind] }))}
          {...fieldProps(state, "kind")}
        />
        <Field
          kind="select"
          label={t.edit.format}
          options={eventFormats.map((format) => ({ value: format, label: t.formats[format] }))}
          {...fieldProps(state, "format")}
        />
        <Field
          kind="select"
          label={t.edit.municipality}
          required
          empty={t.form.choose}
          options={names.municipalities.map(({ id, name }) => ({ value: id, label: name }))}
          {...fieldProps(state, "municipalityId")}
        />
        <Field
          kind="select"
          label={t.edit.room}
          empty={t.edit.noRoom}
          options={roomOptions(names, state.values.roomId)}
          {...fieldProps(state, "roomId")}
        />
        <Field label={t.edit.address} optional maxlength={300} {...fieldProps(state, "address")} />
        <Field
          kind="select"
          label={t.edit.organisation}
          empty={t.edit.noOrganisation}
          options={organisations}
          {...fieldProps(state, "organisationId")}
        />
        <Field
          kind="number"
          min={1}
          label={t.edit.capacity}
          hint={t.edit.noLimit}
          width="s"
          {...fieldProps(state, "capacity")}
        />
      </Grid>
    </>
  );
}

function ScheduleFields({ viewContext: { t }, state }: SeriesFormView) {
  return (
    <>
      <Grid>
        <Field
          kind="select"
          label={t.series.rule}
          options={(["week", "month"] as const).map((rule) => ({
            value: rule,
            label: t.series.rules[rule],
          }))}
          {...fieldProps(state, "rule")}
        />
        <Field
          kind="number"
          min={1}
          max={12}
          label={t.series.every}
          hint={t.series.everyHint}
          width="s"
          {...fieldProps(state, "every")}
        />
        <Field kind="date" label={t.series.firstDay} required {...fieldProps(state, "firstDay")} />
        <Field
          kind="date"
          label={t.series.lastDay}
          hint={t.series.lastDayHint}
          {...fieldProps(state, "lastDay")}
        />
        <Field kind="time" label={t.series.start} required {...fieldProps(state, "start")} />
        <Field
          kind="number"
          min={5}
          max={1440}
          label={t.series.length}
          width="s"
          required
          {...fieldProps(state, "length")}
        />
        <Field
          kind="number"
          min={1}
          max={52}
          label={t.series.weeksAhead}
          width="s"
          {...fieldProps(state, "weeksAhead")}
        />
      </Grid>
      <Field
        label={t.series.exceptions}
        hint={t.series.exceptionsHint}
        optional
        width="full"
        {...fieldProps(state, "exceptions")}
      />
    </>
  );
}
