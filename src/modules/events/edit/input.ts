import { seatsInput, webAddressInput } from "../inputs.ts";
import { z } from "zod";
import type { Ctx } from "#base/context.ts";
import { toZoned } from "#base/time/local-time.ts";
import { optionalText, requiredText, seenVersion } from "#base/http/fields.ts";
import { eventKinds, eventFormats } from "../event.ts";
import { toInstant, wallTimeInput } from "../wall-time.ts";
import type { Event } from "../store.ts";

// What is left out stays as it is, so these texts have no default.
const eventFields = z.object({
  kind: z.enum(eventKinds),
  title: requiredText(200).min(3),
  summary: optionalText(4000).removeDefault(),
  format: z.enum(eventFormats),
  startsAt: wallTimeInput,
  endsAt: wallTimeInput,
  municipalityId: z.uuid(),
  roomId: z.uuid().nullable(),
  address: optionalText(300).removeDefault(),
  onlineUrl: webAddressInput,
  organisationId: z.uuid().nullable(),
  projectId: z.uuid().nullable(),
  activityId: z.uuid().nullable(),
  capacity: seatsInput.nullable(),
  onlineCapacity: seatsInput.nullable(),
  registrationOpensAt: wallTimeInput.nullable(),
  registrationClosesAt: wallTimeInput.nullable(),
  registrationFormId: z.uuid().nullable(),
  feedbackFormId: z.uuid().nullable(),
  confirmHours: z.coerce.number().int().min(0).max(240),
  certificateHours: z.coerce.number().min(0.5).max(1000).nullable(),
  certificateAfterSessions: z.coerce.number().int().min(1).max(100).nullable(),
  certificateAfterHours: z.coerce.number().min(0.5).max(1000).nullable(),
  public: z.boolean(),
});

/** A new event: kind, title, time and municipality are required, the rest has defaults. */
export const createEventInput = eventFields.partial().required({
  kind: true,
  title: true,
  startsAt: true,
  endsAt: true,
  municipalityId: true,
});
export type CreateEventInput = z.input<typeof createEventInput>;

/** A change: a field left out does not change, `null` empties it; `version` is the one the person saw. */
export const changeEventInput = eventFields.partial().extend({ version: seenVersion });
export type ChangeEventInput = z.input<typeof changeEventInput>;

export type EventColumns = Pick<
  Event,
  | "kind"
  | "title"
  | "summary"
  | "format"
  | "starts_at"
  | "ends_at"
  | "day"
  | "municipality_id"
  | "room_id"
  | "address"
  | "online_url"
  | "organisation_id"
  | "project_id"
  | "activity_id"
  | "capacity"
  | "online_capacity"
  | "registration_opens_at"
  | "registration_closes_at"
  | "registration_form_id"
  | "feedback_form_id"
  | "confirm_hours"
  | "certificate_hours"
  | "certificate_after_sessions"
  | "certificate_after_hours"
  | "public"
>;

export const defaultColumns: Omit<
  EventColumns,
  "kind" | "title" | "starts_at" | "ends_at" | "day" | "municipality_id"
> = {
  summary: "",
  format: "in-person",
  room_id: null,
  address: "",
  online_url: "",
  organisation_id: null,
  project_id: null,
  activity_id: null,
  capacity: null,
  online_capacity: null,
  registration_opens_at: null,
  registration_closes_at: null,
  registration_form_id: null,
  feedback_form_id: null,
  confirm_hours: 24,
  certificate_hours: null,
  certificate_after_sessions: null,
  certificate_after_hours: null,
  public: true,
};

/** Converts the input into columns; fields left out are absent. */
export function toColumns(
  ctx: Ctx,
  input: z.output<typeof changeEventInput>,
): Partial<EventColumns> {
  const zone = ctx.region.timeZone;
  const at = (given: z.output<typeof wallTimeInput> | null | undefined) =>
    given === undefined || given === null ? given : toInstant(given, zone);
  const starts = at(input.startsAt) ?? undefined;
  const given = {
    kind: input.kind,
    title: input.title,
    summary: input.summary,
    format: input.format,
    starts_at: starts,
    ends_at: at(input.endsAt) ?? undefined,
    day: starts && toZoned(starts, zone).date,
    municipality_id: input.municipalityId,
    room_id: input.roomId,
    address: input.address,
    online_url: input.onlineUrl,
    organisation_id: input.organisationId,
    project_id: input.projectId,
    activity_id: input.activityId,
    capacity: input.capacity,
    online_capacity: input.onlineCapacity,
    registration_opens_at: at(input.registrationOpensAt),
    registration_closes_at: at(input.registrationClosesAt),
    registration_form_id: input.registrationFormId,
    feedback_form_id: input.feedbackFormId,
    confirm_hours: input.confirmHours,
    certificate_hours: input.certificateHours,
    certificate_after_sessions: input.certificateAfterSessions,
    certificate_after_hours: input.certificateAfterHours,
    public: input.public,
  };
  return Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== undefined),
  ) as Partial<EventColumns>;
}

export const moveEventInput = changeEventInput.pick({
  startsAt: true,
  endsAt: true,
  roomId: true,
  address: true,
  municipalityId: true,
  version: true,
});
export type MoveEventInput = z.input<typeof moveEventInput>;

export type SeenVersion = { version?: number | undefined };

export const cancelEventInput = z.object({
  reason: requiredText(500, "events.no-reason").min(3, "events.no-reason"),
  version: seenVersion,
});
export type CancelEventInput = z.input<typeof cancelEventInput>;
