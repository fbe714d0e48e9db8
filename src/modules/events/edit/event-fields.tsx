import type { FormState } from "#base/http/form.ts";
import { Field } from "#base/ui/index.ts";
import { eventFormats } from "../event.ts";
import { municipalityOptions, type EventNames } from "../names.ts";
import { labelledFields, type EventsViewContext } from "../view.ts";

type FormView = { viewContext: EventsViewContext; state: FormState };
type SelectOption = { value: string; label: string };

/** Control of a number of seats. */
export const seatsControl = { kind: "number", min: 1, width: "s" } as const;

export function FormatField({ viewContext: { t }, state }: FormView) {
  return (
    <Field
      {...labelledFields(state)("format", t.edit.format)}
      kind="select"
      options={eventFormats.map((format) => ({ value: format, label: t.formats[format] }))}
    />
  );
}

export function MunicipalityField({
  viewContext: { t },
  state,
  names,
  label = t.edit.municipality,
}: FormView & { names: EventNames; label?: string }) {
  return (
    <Field
      {...labelledFields(state)("municipalityId", label)}
      kind="select"
      required
      empty={t.form.choose}
      options={municipalityOptions(names)}
    />
  );
}

/** Field of a room: open rooms, and the chosen one even when it is closed. */
export function RoomField({
  viewContext: { t },
  state,
  names,
  label = t.edit.room,
}: FormView & { names: EventNames; label?: string }) {
  const rooms = names.rooms.filter(
    (room) => room.closed_at === null || room.id === state.values.roomId,
  );
  return (
    <Field
      {...labelledFields(state)("roomId", label)}
      kind="select"
      empty={t.edit.noRoom}
      options={rooms.map((room) => ({
        value: room.id,
        label: [names.territory(room.municipality_id), room.name].filter(Boolean).join(", "),
      }))}
    />
  );
}

export function OrganisationField({
  viewContext: { t },
  state,
  organisations,
  label = t.edit.organisation,
  empty = t.edit.noOrganisation,
}: FormView & { organisations: SelectOption[]; label?: string; empty?: string }) {
  return (
    <Field
      {...labelledFields(state)("organisationId", label)}
      kind="select"
      empty={empty}
      options={organisations}
    />
  );
}
