import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Ctx } from "#base/context.ts";
import { openTestHouse, type TestHouse } from "#testing/app.ts";
import { cancelEvent, moveEvent } from "../edit/actions.ts";
import { addTowns, announced, guest, monday, newEvent, visitor } from "../fixtures.ts";
import { register } from "./actions.ts";

let house: TestHouse;
let system: Ctx;
let visitors: Ctx;

beforeAll(async () => {
  house = await openTestHouse();
  system = await house.system();
  await addTowns(system);
  visitors = await house.as(guest);
});
afterAll(() => house.close());
beforeEach(() => void (house.clock.now = monday));

/** The wall clock of the imaginary region. */
const at = (moment: string) => void (house.clock.now = new Date(`${moment}:00+05:00`));

const lettersTo = async (email: string) => {
  await house.tick("events.tell-eve");
  await house.settle();
  return system.db
    .selectFrom("base_letters")
    .select(["subject", "body"])
    .where("recipient", "=", email)
    .where("subject", "like", "Завтра%")
    .orderBy("created_at")
    .execute();
};

describe("on the eve of an event", () => {
  test("whoever has a seat is reminded once, from noon on", async () => {
    const event = await announced(system);
    const { registration } = await register(visitors, event.id, visitor(1));
    at("2026-06-06T15:00");
    expect(await lettersTo("visitor1@okno.example")).toEqual([]);
    at("2026-06-07T09:05");
    expect(await lettersTo("visitor1@okno.example")).toEqual([]);
    at("2026-06-07T12:05");
    const [letter, ...more] = await lettersTo("visitor1@okno.example");
    expect(more).toEqual([]);
    expect(letter?.subject).toBe("Завтра: Смета без слёз");
    expect(letter?.body).toContain(registration.code);
    expect(letter?.body).toContain("/my/events/");
    at("2026-06-07T13:05");
    expect(await lettersTo("visitor1@okno.example")).toHaveLength(1);
  });

  test("who waits for a seat and who comes to a cancelled event are left alone", async () => {
    const full = await announced(system, { capacity: 1 });
    await register(visitors, full.id, visitor(2));
    await register(visitors, full.id, visitor(3));
    const gone = await announced(system);
    await register(visitors, gone.id, visitor(4));
    await cancelEvent(system, gone.id, { reason: "Заболел ведущий" });
    at("2026-06-07T14:05");
    expect(await lettersTo("visitor2@okno.example")).toHaveLength(1);
    expect(await lettersTo("visitor3@okno.example")).toEqual([]);
    expect(await lettersTo("visitor4@okno.example")).toEqual([]);
  });

  test("after a move to another day the new eve has a letter of its own; online it leads to the link", async () => {
    const event = await announced(system, {
      format: "online",
      onlineUrl: "https://video.example/1",
    });
    await register(visitors, event.id, visitor(5));
    await newEvent(system);
    at("2026-06-07T12:05");
    expect((await lettersTo("visitor5@okno.example"))[0]?.body).toContain("по видеосвязи");
    await moveEvent(system, event.id, { startsAt: "2026-06-10T10:00", endsAt: "2026-06-10T14:00" });
    at("2026-06-09T12:05");
    expect(await lettersTo("visitor5@okno.example")).toHaveLength(2);
  });
});
