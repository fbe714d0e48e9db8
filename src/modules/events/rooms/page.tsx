import { MunicipalityField, OrganisationField } from "../edit/event-fields.tsx";
import type { FormState } from "#base/http/form.ts";
import {
  Actions,
  Button,
  ButtonLink,
  EmptyState,
  DescriptionList,
  Field,
  Form,
  Grid,
  PageHeader,
  Rows,
  Section,
  Stack,
  Status,
  FormErrorSummary,
} from "#base/ui/index.ts";
import type { EventRoom } from "./conflicts-store.ts";
import { type EventNames } from "../names.ts";
import type { RoomSlot } from "./store.ts";
import { labelledFields, dateBadge, formatHours, type EventsViewContext } from "../view.ts";

type Href = (path: string) => string;

export function RoomsPage({
  viewContext: view,
  names,
  href,
  makes,
}: {
  viewContext: EventsViewContext;
  names: EventNames;
  href: Href;
  makes: boolean;
}) {
  const { t } = view;
  return (
    <Stack gap="l">
      <PageHeader title={t.rooms.title} lead={t.rooms.lead}>
        {makes && (
          <Actions>
            <ButtonLink kind="primary" icon="plus" href={href("/rooms/new")}>
              {t.rooms.add}
            </ButtonLink>
          </Actions>
        )}
      </PageHeader>
      {names.rooms.length === 0 ? (
        <EmptyState level={2} icon="house" title={t.rooms.emptyTitle} text={t.rooms.emptyText} />
      ) : (
        <Rows
          level={2}
          rows={names.rooms.map((room) => ({
            title: room.name,
            href: href(`/rooms/${room.id}`),
            meta: [
              {
                icon: "pin",
                text: [names.territory(room.municipality_id), room.address]
                  .filter(Boolean)
                  .join(", "),
              },
              room.capacity === null
                ? undefined
                : { icon: "people", text: t.rooms.capacity(room.capacity) },
            ],
            ...(room.closed_at !== null && {
              side: <Status kind="closed">{t.rooms.isClosed}</Status>,
            }),
          }))}
        />
      )}
    </Stack>
  );
}

export type RoomView = {
  viewContext: EventsViewContext;
  room: EventRoom;
  slots: readonly RoomSlot[];
  names: EventNames;
  href: Href;
  canManage: boolean;
};

/** Room with its timetable. */
export function RoomPage({ viewContext: view, room, slots, names, href, canManage }: RoomView) {
  const { t } = view;
  return (
    <Stack gap="l">
      <PageHeader title={room.name}>
        <DescriptionList
          side
          items={[
            {
              name: t.rooms.address,
              value: [names.territory(room.municipality_id), room.address]
                .filter(Boolean)
                .join(", "),
            },
            { name: t.rooms.seats, value: room.capacity === null ? "" : String(room.capacity) },
            {
              name: t.rooms.organisation,
              value: names.organisation(room.organisation_id) || t.rooms.noOrganisation,
            },
            { name: t.rooms.note, value: room.note },
          ]}
        />
        {room.closed_at !== null && <Status kind="closed">{t.rooms.isClosed}</Status>}
      </PageHeader>
      <Section title={t.rooms.timetable}>
        {slots.length === 0 ? (
          <p class="muted">{t.rooms.free}</p>
        ) : (
          <Rows
            level={3}
            rows={slots.map((slot) => ({
              title: slot.title,
              href: href(`/events/${slot.number}`),
              date: dateBadge(view, slot.starts_at),
              meta: [
                { icon: "clock", text: formatHours(view, slot) },
                slot.event === slot.title ? undefined : { text: slot.event },
              ],
            }))}
          />
        )}
      </Section>
      {canManage && (
        <Actions>
          <ButtonLink href={href(`/rooms/${room.id}/edit`)}>{t.rooms.change}</ButtonLink>
          {room.closed_at === null && (
            <Form action={href(`/rooms/${room.id}/close`)} variant="actions">
              <Button kind="danger">{t.rooms.close}</Button>
            </Form>
          )}
        </Actions>
      )}
    </Stack>
  );
}

export type RoomFormView = {
  viewContext: EventsViewContext;
  names: EventNames;
  organisations: { value: string; label: string }[];
  room: EventRoom | undefined;
  state: FormState;
  href: Href;
};

export function RoomFormPage({
  viewContext: view,
  names,
  organisations,
  room,
  state,
  href,
}: RoomFormView) {
  const { t } = view;
  const title = room === undefined ? t.rooms.add : t.rooms.change;
  const { version } = state.values;
  const field = labelledFields(state);
  return (
    <Stack gap="l">
      <PageHeader title={title} />
      <FormErrorSummary form={state} />
      <Form
        action={href(room === undefined ? "/rooms/new" : `/rooms/${room.id}/edit`)}
        variant="card"
        label={title}
        {...(version !== undefined && { hidden: { version } })}
      >
        <Field {...field("name", t.rooms.name)} required maxlength={160} />
        <Grid>
          <MunicipalityField
            viewContext={view}
            state={state}
            names={names}
            label={t.rooms.municipality}
          />
          <Field {...field("address", t.rooms.address)} maxlength={300} />
          <Field {...field("capacity", t.rooms.seats)} kind="number" min={1} width="s" />
          <OrganisationField
            viewContext={view}
            state={state}
            organisations={organisations}
            label={t.rooms.organisation}
            empty={t.rooms.noOrganisation}
          />
        </Grid>
        <Field
          {...field("note", t.rooms.note)}
          kind="textarea"
          rows={2}
          hint={t.rooms.noteHint}
          optional
        />
        <Actions>
          <Button kind="primary">{t.rooms.save}</Button>
        </Actions>
      </Form>
    </Stack>
  );
}
