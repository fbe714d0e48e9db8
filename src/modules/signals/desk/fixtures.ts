import type { Ctx } from "#base/context.ts";
import { saveRulePack } from "#base/time/rules.ts";
import type { Actor } from "#base/policy.ts";
import { registerOrganisation } from "#modules/organisations/index.ts";
import { defaultRulePack } from "#modules/problems/index.ts";
import { insertMessages, upsertAuthors } from "../store.ts";
import {
  formatMessageNumber,
  type Channel,
  type StoredSuggestion,
  type UrgencyLevel,
} from "../signal.ts";

/** Two municipalities of the imaginary region and a village of the first. */
export const deskPlaces = {
  dolgomost: "019a0000-0000-7000-8000-00000000e001",
  kedrinsky: "019a0000-0000-7000-8000-00000000e002",
  bor: "019a0000-0000-7000-8000-00000000e003",
};

export const deskPeople = {
  marina: "019a0000-0000-7000-8000-0000000000a1",
  pavel: "019a0000-0000-7000-8000-0000000000a2",
  zoya: "019a0000-0000-7000-8000-0000000000a3",
  olga: "019a0000-0000-7000-8000-0000000000a4",
};

const person = (
  id: string,
  name: string,
  roles: Extract<Actor, { kind: "person" }>["roles"],
): Actor => ({
  kind: "person",
  id,
  name,
  roles,
  ties: [],
});

const coordinatorOf = (id: string) => [
  { role: "coordinator", scope: { kind: "territory" as const, id } },
];

/** Marina and Pavel sort in Dolgomost, Zoya in the Kedrin district, Olga in the whole region. */
export const deskActors = {
  marina: person(deskPeople.marina, "Марина Веткина", coordinatorOf(deskPlaces.dolgomost)),
  pavel: person(deskPeople.pavel, "Павел Лузин", coordinatorOf(deskPlaces.dolgomost)),
  zoya: person(deskPeople.zoya, "Зоя Крутова", coordinatorOf(deskPlaces.kedrinsky)),
  olga: person(deskPeople.olga, "Ольга Ремез", [{ role: "operator", scope: { kind: "region" } }]),
};

/** Places, the rules of deadlines and one body: what the desk stands on. */
export async function seedDesk(ctx: Ctx): Promise<{ body: string }> {
  const place = (id: string, kind: string, name: string, parent?: string) => ({
    region_id: ctx.region.id,
    id,
    kind,
    slug: id.slice(-4),
    name,
    official_name: name,
    parent_id: parent ?? null,
    created_at: ctx.now(),
  });
  await ctx.db
    .insertInto("territories_territories")
    .values([
      place(deskPlaces.dolgomost, "municipality", "Долгомост"),
      place(deskPlaces.kedrinsky, "municipality", "Кедринский округ"),
    ])
    .execute();
  await ctx.db
    .insertInto("territories_territories")
    .values(place(deskPlaces.bor, "settlement", "Дальний Бор", deskPlaces.dolgomost))
    .execute();
  await saveRulePack(ctx, { code: defaultRulePack.code, title: "practice", pack: defaultRulePack });
  const body = await registerOrganisation(ctx, {
    kind: "road-service",
    name: "МКУ «Благоустройство Долгомоста»",
    shortName: "МКУ «Благоустройство»",
    territoryId: deskPlaces.dolgomost,
  });
  return { body: body.id };
}

export const manholeText =
  "Опять провалился люк у школы. Дети бегут и не видят. Мой телефон +7 912 345-67-89.";

/** What triage would say of the open manhole. */
export function suggestionFixture(part: Partial<StoredSuggestion> = {}): StoredSuggestion {
  return {
    engine: "phrases-1",
    topic: { code: "roads.manhole", group: "roads", confidence: 0.94, runnersUp: [] },
    place: {
      municipalityId: deskPlaces.dolgomost,
      settlementId: null,
      streetName: "улица Набережная",
      house: "14",
      lat: 57.15,
      lon: 60.1,
      confidence: 0.91,
      label: "Долгомост, улица Набережная, 14",
    },
    urgency: { level: "danger", confidence: 0.88, reasons: ["open-manhole"] },
    noise: { is: false, reason: null, confidence: 0.03 },
    body: { organisationId: null, reason: "", confidence: 0 },
    spans: [
      { start: 6, end: 20, field: "topic" },
      { start: 23, end: 28, field: "place" },
      { start: 6, end: 20, field: "urgency" },
    ],
    ...part,
  };
}

export type MessageFixture = {
  text?: string;
  channel?: Channel;
  municipality?: string | null;
  urgency?: UrgencyLevel;
  /** Minutes from now until it is due; null for no deadline. */
  due?: number | null;
  email?: string;
  suggestion?: Partial<StoredSuggestion>;
  machine?: boolean;
};

let serial = 0;

/** A message as intake leaves it on the desk. */
export async function createMessage(
  ctx: Ctx,
  told: MessageFixture = {},
): Promise<{ id: string; number: string }> {
  serial += 1;
  const id = ctx.newId();
  const number = formatMessageNumber("2026", serial);
  const at = ctx.now();
  const channel = told.channel ?? "vk";
  const authors = await upsertAuthors(ctx, [
    {
      id: ctx.newId(),
      channel,
      author_key: `author ${serial}`,
      name: "Анна Тихая",
      email: told.email ?? null,
      wants_letters: told.email !== undefined,
      created_at: at,
    },
  ]);
  await insertMessages(ctx, [
    {
      id,
      number,
      channel,
      external_id: `desk ${serial}`,
      author_id: authors.get(`${channel} author ${serial}`) ?? null,
      text: told.text ?? manholeText,
      municipality_id: told.municipality === undefined ? deskPlaces.dolgomost : told.municipality,
      written_at: at,
      received_at: at,
      state: told.machine === true ? "noise" : "waiting",
      urgency: told.urgency ?? "normal",
      suggestion: JSON.stringify(suggestionFixture(told.suggestion)),
      due_at:
        told.due === null || told.machine === true
          ? null
          : new Date(at.getTime() + (told.due ?? 60) * 60_000),
      ...(told.machine === true && {
        noise_reason: "advert",
        decided_by_machine: true,
        decided_at: at,
      }),
    },
  ]);
  return { id, number };
}
