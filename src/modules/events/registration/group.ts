import { contactInput, type ContactInput } from "#modules/people/index.ts";
import { transact, type Ctx } from "#base/context.ts";
import { invalidField } from "#base/refusal.ts";
import { registerByStaff, type RegistrationResult } from "./actions.ts";
import type { AttendanceMode, RegistrationRole } from "../event.ts";

type GroupMember = Omit<ContactInput, "consent" | "personId">;

export type GroupLineIssue = { line: number; issue: "no-surname" | "wrong-contact" };

/**
 * Parses «Surname given patronymic; e-mail or telephone; organisation», a person a line; the parts
 * after the name may be in any order. Returns the people and what is wrong with which line.
 */
export function parseGroup(text: string): { people: GroupMember[]; troubles: GroupLineIssue[] } {
  const people: GroupMember[] = [];
  const issues: GroupLineIssue[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === "") continue;
    const [name = "", ...rest] = line.split(/[;\t]/).map((part) => part.trim());
    const [surname = "", givenName = "", ...more] = name.split(/\s+/);
    const email = rest.find((part) => part.includes("@"));
    const phone = rest.find((part) => part !== email && /^[+\d][\d\s()-]{6,}$/.test(part));
    const organisation = rest.find((part) => part !== email && part !== phone && part !== "") ?? "";
    const person = contactInput.safeParse({
      surname,
      givenName,
      patronymic: more.join(" "),
      email,
      phone,
      organisation,
    });
    if (surname === "") issues.push({ line: index + 1, issue: "no-surname" });
    else if (!person.success) issues.push({ line: index + 1, issue: "wrong-contact" });
    else
      people.push({ surname, givenName, patronymic: more.join(" "), email, phone, organisation });
  }
  return { people, troubles: issues };
}

/** Registers a whole group by staff: everybody, or nobody and the lines to correct. */
export async function registerGroup(
  ctx: Ctx,
  key: string,
  group: {
    text: string;
    municipalityId?: string | undefined;
    role: RegistrationRole;
    mode?: AttendanceMode | undefined;
  },
): Promise<RegistrationResult[]> {
  const { people, troubles: issues } = parseGroup(group.text);
  if (issues.length > 0) {
    throw invalidField("people", "events.group-wrong", {
      lines: issues.map(({ line }) => line).join(", "),
    });
  }
  if (people.length === 0) throw invalidField("people", "events.group-empty");
  return transact(ctx, async (tx) => {
    const made: RegistrationResult[] = [];
    for (const person of people) {
      made.push(
        await registerByStaff(tx, key, {
          ...person,
          municipalityId: group.municipalityId,
          role: group.role,
          mode: group.mode,
        }),
      );
    }
    return made;
  });
}
