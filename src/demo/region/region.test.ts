import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { catalogue } from "#modules/triage/topics/catalogue.ru.ts";
import { NOISE } from "./incidents/noise.ts";
import { FEATURED_INCIDENTS } from "./incidents/featured.ts";
import {
  altText,
  checkersOf,
  findCompetence,
  COMPETENCES,
  coordinatorsOf,
  drawPicture,
  fixedId,
  housesOf,
  isInside,
  TEMPLATES,
  MESSAGES,
  MUNICIPALITIES,
  findMunicipality,
  NOW,
  ORGANISATIONS,
  findDemoOrganisation,
  PEOPLE,
  POOR_ANSWERS,
  SCENES,
  SETTLEMENTS,
  STORIES,
  INCIDENTS,
} from "./index.ts";
import { parseHTML } from "linkedom";
import { bordersOf } from "./borders.ts";
import { TIMELINE } from "./incidents/stories.ts";
import { parseMinutes } from "./clock.ts";

const topics = new Set(catalogue.topics.map((topic) => topic.code));

describe("territories", () => {
  test("the 12 municipalities tile the region: every edge is shared by two or lies outside", () => {
    const edges = new Map<string, number>();
    for (const { borders } of MUNICIPALITIES) {
      const ring = borders.coordinates[0]?.[0] ?? [];
      expect(ring[0]).toEqual(ring.at(-1));
      ring.slice(1).forEach((point, index) => {
        const mark = [String(ring[index]), String(point)].toSorted().join(" ");
        edges.set(mark, (edges.get(mark) ?? 0) + 1);
      });
    }
    expect([...edges.values()].every((count) => count <= 2)).toBe(true);
    const outside = [...edges].filter(([, count]) => count === 1).map(([mark]) => mark.split(" "));
    const ends = new Map<string, number>();
    for (const end of outside.flat()) ends.set(end, (ends.get(end) ?? 0) + 1);
    expect([...ends.values()].every((count) => count === 2)).toBe(true);
    expect(outside.length).toBeGreaterThan(200);
  });

  test("a point lies in at most one municipality, and a point inside the outline in exactly one", () => {
    const inner = fc.record({
      lon: fc.double({ min: 58.85, max: 60.7, noNaN: true }),
      lat: fc.double({ min: 59.05, max: 59.75, noNaN: true }),
    });
    const count = (lon: number, lat: number) =>
      MUNICIPALITIES.filter((each) => isInside(each.borders, [lon, lat])).length;
    fc.assert(
      fc.property(inner, ({ lon, lat }) => count(lon, lat) === 1),
      { numRuns: 2000 },
    );
    const anywhere = fc.record({
      lon: fc.double({ min: 58.2, max: 61.6, noNaN: true }),
      lat: fc.double({ min: 58.4, max: 60, noNaN: true }),
    });
    fc.assert(
      fc.property(anywhere, ({ lon, lat }) => count(lon, lat) <= 1),
      { numRuns: 2000 },
    );
  });

  test("settlements, houses and landmarks lie inside their own municipality", () => {
    for (const settlement of SETTLEMENTS) {
      const { borders } = findMunicipality(settlement.municipality);
      const points = [
        settlement.centre,
        ...settlement.landmarks.map((each) => each.at),
        ...settlement.streets.flatMap((street) => housesOf(street).map((house) => house.at)),
      ];
      expect(points.filter((point) => !isInside(borders, point))).toEqual([]);
    }
    expect(bordersOf("dolgomost")).toEqual(findMunicipality("dolgomost").borders);
  });

  test("there are 4–9 settlements each, 10–25 streets in a centre and 3–6 in a village", () => {
    expect(MUNICIPALITIES).toHaveLength(12);
    for (const each of MUNICIPALITIES) {
      const [town, ...villages] = each.settlements;
      expect(each.settlements.length).toBeGreaterThanOrEqual(4);
      expect(each.settlements.length).toBeLessThanOrEqual(9);
      expect(town?.streets.length).toBeGreaterThanOrEqual(10);
      expect(town?.streets.length).toBeLessThanOrEqual(25);
      for (const village of villages) {
        expect(village.streets.length).toBeGreaterThanOrEqual(3);
        expect(village.streets.length).toBeLessThanOrEqual(6);
      }
    }
    expect(findMunicipality("dolgomost").population).toBe(38_420);
    expect(new Set(SETTLEMENTS.map((each) => each.oktmo)).size).toBe(SETTLEMENTS.length);
  });
});

describe("organisations and competence", () => {
  test("every ИНН and ОГРН passes its checksum and belongs to nobody else", () => {
    const weights = [2, 4, 10, 3, 5, 9, 4, 6, 8];
    for (const { inn, ogrn } of ORGANISATIONS) {
      expect(inn).toMatch(/^\d{10}$/);
      expect(ogrn).toMatch(/^\d{13}$/);
      const sum = weights.reduce((total, weight, index) => total + weight * Number(inn[index]), 0);
      expect((sum % 11) % 10).toBe(Number(inn[9]));
      expect(Number(BigInt(ogrn.slice(0, 12)) % 11n) % 10).toBe(Number(ogrn[12]));
    }
    expect(new Set(ORGANISATIONS.flatMap((each) => [each.inn, each.ogrn])).size).toBe(
      ORGANISATIONS.length * 2,
    );
  });

  test("there are about 45 bodies and 12 НКО and ТОС", () => {
    const community = ORGANISATIONS.filter((each) =>
      ["nko", "tos", "resource-centre"].includes(each.kind),
    );
    expect(community).toHaveLength(12);
    expect(ORGANISATIONS.length - community.length).toBeGreaterThanOrEqual(43);
  });

  test("each topic of the catalogue has a body with a specialist and a checker in each municipality", () => {
    for (const { code } of MUNICIPALITIES) {
      for (const topic of topics) {
        const found = findCompetence({ topic, municipality: code, day: "2026-05-31" });
        expect(found, `${topic} in ${code}`).not.toBeNull();
        if (!found) continue;
        const body = findDemoOrganisation(found.body);
        expect(
          PEOPLE.some(
            (each) =>
              each.role === "specialist" && each.ties.some((tie) => tie.organisation === body.key),
          ),
          body.key,
        ).toBe(true);
        expect(checkersOf(code, body.key).length).toBeGreaterThan(0);
      }
    }
  });

  test("competence rows name topics or groups of the catalogue, and no two rows in force collide", () => {
    const known = new Set([...topics, ...catalogue.groups.map((group) => group.code)]);
    expect(COMPETENCES.filter((each) => !known.has(each.topic))).toEqual([]);
    const live = COMPETENCES.filter((each) => each.until === null).map(
      (each) => `${each.topic} ${each.municipality}`,
    );
    expect(new Set(live).size).toBe(live.length);
  });
});

describe("people", () => {
  test("roles are all filled, addresses differ, every municipality has a coordinator", () => {
    const count = (role: string) => PEOPLE.filter((each) => each.role === role).length;
    expect(count("coordinator")).toBeGreaterThanOrEqual(8);
    expect(count("specialist")).toBeGreaterThanOrEqual(20);
    expect(count("cur-operator")).toBe(3);
    for (const role of [
      "administrator",
      "editor",
      "head",
      "council-secretary",
      "consultant",
      "funder",
    ])
      expect(count(role)).toBe(1);
    expect(new Set(PEOPLE.map((each) => each.email)).size).toBe(PEOPLE.length);
    expect(new Set(PEOPLE.map((each) => each.key)).size).toBe(PEOPLE.length);
    for (const { email } of PEOPLE) expect(email).toMatch(/^[a-z.]+@okno\.example$/);
    for (const { code } of MUNICIPALITIES) expect(coordinatorsOf(code).length).toBeGreaterThan(0);
    for (const tie of PEOPLE.flatMap((each) => each.ties))
      expect(findDemoOrganisation(tie.organisation)).toBeDefined();
  });

  test("one coordinator works for an executor and may not check it", () => {
    const tied = PEOPLE.filter((each) => each.role === "coordinator" && each.ties.length > 0);
    expect(tied.map((each) => each.key)).toEqual(["tyagunov"]);
    expect(checkersOf("mshinetsky", "mup-mshinetsky").map((each) => each.key)).not.toContain(
      "tyagunov",
    );
    expect(checkersOf("mshinetsky", "heat-south").map((each) => each.key)).toContain("tyagunov");
    const waiting = STORIES.find((each) => each.key === "lamps-mshinets");
    expect(waiting?.stage).toBe("claimed");
    expect(
      waiting?.steps.some((step) => step.kind === "route" && step.body === "mup-mshinetsky"),
    ).toBe(true);
  });
});

describe("messages", () => {
  test("about 500 messages tell of 180–220 troubles, 6–10 % of them are no trouble", () => {
    expect(MESSAGES.length).toBeGreaterThan(470);
    expect(MESSAGES.length).toBeLessThan(560);
    expect(INCIDENTS.length).toBeGreaterThanOrEqual(180);
    expect(INCIDENTS.length).toBeLessThanOrEqual(220);
    const share = MESSAGES.filter((each) => each.trouble === null).length / MESSAGES.length;
    expect(share).toBeGreaterThan(0.06);
    expect(share).toBeLessThan(0.1);
  });

  test("no two texts are alike, no slot is left open, and no number could be somebody's", () => {
    expect(
      new Set(MESSAGES.map((each) => each.text.toLowerCase().replace(/[^а-яёa-z0-9]/g, ""))).size,
    ).toBe(MESSAGES.length);
    expect(new Set(MESSAGES.map((each) => `${each.channel} ${each.externalId}`)).size).toBe(
      MESSAGES.length,
    );
    for (const { text } of MESSAGES) {
      expect(text).not.toMatch(/[{}[\]|]|undefined/);
      for (const [, code] of text.matchAll(/8 \((\d{3})\)/g)) expect(code).toBe("000");
    }
    expect(MESSAGES.filter((each) => each.text.includes("8 (000)")).length).toBeGreaterThan(5);
  });

  test("at least 150 base texts and 60 answers were written by hand", () => {
    const texts = new Set([
      ...TEMPLATES.flatMap((each) => each.texts),
      ...FEATURED_INCIDENTS.flatMap((each) => each.template.texts),
      ...NOISE.map((each) => each.text),
    ]);
    expect(texts.size).toBeGreaterThan(250);
    const answers = new Set([
      ...POOR_ANSWERS,
      ...[...TEMPLATES, ...FEATURED_INCIDENTS.map((each) => each.template)].flatMap((each) => [
        ...each.interimTexts,
        ...each.claimTexts,
      ]),
    ]);
    expect(answers.size).toBeGreaterThan(100);
  });

  test("one municipality is nearly silent and every channel is used", () => {
    const from = (code: string) => MESSAGES.filter((each) => each.municipality === code).length;
    expect(from("verkhnelipsky")).toBeLessThan(5);
    expect(
      Math.min(
        ...MUNICIPALITIES.filter((each) => each.code !== "verkhnelipsky").map((each) =>
          from(each.code),
        ),
      ),
    ).toBeGreaterThan(10);
    expect(new Set(MESSAGES.map((each) => each.channel)).size).toBe(6);
  });

  test("titles and summaries name their place and leave no slot open", () => {
    for (const { title, summary } of INCIDENTS)
      expect(title + summary).not.toMatch(/[{}[\]]|undefined/);
  });

  test("every topic used exists in the catalogue", () => {
    expect(
      [...TEMPLATES, ...FEATURED_INCIDENTS.map((each) => each.template)]
        .map((each) => each.topic)
        .filter((code) => !topics.has(code)),
    ).toEqual([]);
  });
});

describe("stories", () => {
  test("steps stand in the order of the clock and none lies after now", () => {
    for (const { key, steps } of STORIES) {
      const times = steps.map((step) => parseMinutes(step.at));
      expect(
        times.toSorted((a, b) => a - b),
        key,
      ).toEqual(times);
      expect(times.at(-1)).toBeLessThanOrEqual(parseMinutes(NOW));
      expect(steps[0]?.kind).toBe("message");
    }
    expect(TIMELINE).toHaveLength(STORIES.reduce((sum, each) => sum + each.steps.length, 0));
  });

  test("every stage of a problem's life is there now, in the proportions of the pages", () => {
    const stages = new Map<string, number>();
    for (const { stage } of STORIES) stages.set(stage, (stages.get(stage) ?? 0) + 1);
    for (const stage of [
      "new",
      "confirmed",
      "routed",
      "acknowledged",
      "answered-interim",
      "answered-final",
      "claimed",
      "refuted",
      "verified",
      "planned",
      "rejected",
      "withdrawn",
      "merged",
      "noise",
      "answered-and-closed",
    ]) {
      expect(stages.get(stage) ?? 0, stage).toBeGreaterThan(0);
    }
    const verified = (code: string) => {
      const own = STORIES.filter((each) => each.incident?.location.municipality === code);
      return own.filter((each) => each.stage === "verified").length / own.length;
    };
    expect(verified("kedrinsky")).toBeGreaterThan(0.65);
    expect(verified("dolgomost")).toBeLessThan(0.42);
    expect(verified("mshinetsky")).toBeLessThan(verified("zarechinsky"));
    const kinds = new Set(TIMELINE.map(({ step }) => step.kind));
    for (const kind of [
      "reroute",
      "escalate",
      "unmerge",
      "reopen",
      "refute",
      "plan",
      "withdraw",
    ] as const)
      expect(kinds).toContain(kind);
  });

  test("each step is one its person may take: the role, the place, the body, no tie to what is checked", () => {
    const person = new Map(PEOPLE.map((each) => [each.key, each]));
    for (const { incident, messages, steps } of STORIES) {
      let body: string | null = null;
      const seen = new Set<string>();
      const place = messages[0]?.municipality;
      const onDesk = (key: string) => {
        const who = person.get(key);
        return (
          who?.role === "cur-operator" ||
          (who?.role === "coordinator" && who.municipalities.some((each) => each === place))
        );
      };
      const ofBody = (key: string) =>
        person.get(key)?.ties.some((tie) => tie.organisation === body);
      for (const step of steps) {
        const where = `${incident?.key ?? messages[0]?.key} ${step.kind} ${step.at}`;
        if ("message" in step && step.kind !== "message")
          expect(seen, where).toContain(step.message);
        switch (step.kind) {
          case "message":
            seen.add(step.message);
            break;
          case "route":
            expect(onDesk(step.by), where).toBe(true);
            body = step.body;
            break;
          case "reroute":
            expect(ofBody(step.by), where).toBe(true);
            body = step.body;
            break;
          case "acknowledge":
          case "answer":
          case "claim":
          case "plan":
            expect(ofBody(step.by), where).toBe(true);
            break;
          case "verify":
          case "refute":
            if (step.by.kind === "author") {
              expect(seen, where).toContain(step.by.message);
              break;
            }
            expect(
              checkersOf(findMunicipality(place ?? "dolgomost").code, body ?? "").map(
                (each) => each.key,
              ),
              where,
            ).toContain(step.by.person);
            break;
          case "withdraw":
          case "reopen":
            expect(step.by.kind === "author" && seen.has(step.by.message), where).toBe(true);
            break;
          default:
            expect(onDesk(step.by), where).toBe(true);
        }
      }
    }
  });

  test("answers differ in quality, speak of their place and leave no slot open", () => {
    const answers = TIMELINE.flatMap(({ step }) =>
      step.kind === "answer" || step.kind === "claim" || step.kind === "plan" ? [step] : [],
    );
    for (const { text } of answers) expect(text).not.toMatch(/[{}]|undefined/);
    const graded = answers.flatMap((step) => (step.kind === "answer" ? [step.quality] : []));
    expect(graded.filter((quality) => quality === "poor").length).toBeGreaterThan(15);
    expect(graded.filter((quality) => quality === "good").length).toBeGreaterThan(60);
  });

  test("merged troubles and returns point to troubles that exist at the same place", () => {
    for (const incident of INCIDENTS) {
      const host = INCIDENTS.find((each) => each.key === incident.mergedInto);
      if (incident.mergedInto !== null) expect(host?.location).toEqual(incident.location);
      if (incident.recurrenceOf !== null)
        expect(INCIDENTS.map((each) => each.key)).toContain(incident.recurrenceOf);
    }
    const returning = INCIDENTS.filter((each) => each.recurrenceOf !== null);
    expect(returning.length).toBeGreaterThanOrEqual(4);
    for (const each of returning) {
      const before = STORIES.find((story) => story.key === each.recurrenceOf);
      const fixed = before?.steps.find((step) => step.kind === "verify" && step.ok);
      expect(fixed && parseMinutes(fixed.at), each.key).toBeLessThan(each.start);
    }
  });

  test("a merge finds its host opened and not yet ended", () => {
    for (const story of STORIES) {
      const merge = story.steps.find((step) => step.kind === "merge");
      if (!merge || merge.kind !== "merge") continue;
      const host = STORIES.find((each) => each.key === merge.into);
      const before = host?.steps.filter((step) => step.at <= merge.at) ?? [];
      expect(
        before.some((step) => step.kind === "open"),
        story.key,
      ).toBe(true);
      expect(
        before.some((step) => step.kind === "verify"),
        story.key,
      ).toBe(false);
    }
  });
});

describe("pictures and ids", () => {
  test("every scene draws valid, different and repeatable pictures with a description", () => {
    for (const scene of SCENES) {
      const before = drawPicture({ scene, state: "before", seed: "a" });
      const { document } = parseHTML(before);
      expect(document.querySelector("svg")).not.toBeNull();
      expect(wellFormed(before), scene).toBe(true);
      expect(wellFormed(drawPicture({ scene, state: "after", seed: "a" })), scene).toBe(true);
      expect(drawPicture({ scene, state: "before", seed: "a" })).toBe(before);
      expect(drawPicture({ scene, state: "before", seed: "b" })).not.toBe(before);
      expect(drawPicture({ scene, state: "after", seed: "a" })).not.toBe(before);
      expect(altText({ scene, state: "before" })).not.toBe(altText({ scene, state: "after" }));
    }
  });

  test("fixed ids look like UUIDv7 and never repeat", () => {
    expect(fixedId(1)).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    fc.assert(fc.property(fc.nat(), fc.nat(), (a, b) => (a === b) === (fixedId(a) === fixedId(b))));
  });
});

/** Tags open and close in turn, attributes are quoted, numbers are numbers. */
function wellFormed(xml: string): boolean {
  const open: string[] = [];
  const rest = xml.replace(
    /<(\/?)([a-z]+)((?:\s[a-zA-Z-]+="[^"<&]*")*)(\/?)>/g,
    (_, ...parts: string[]) => {
      const [closing, name = "", , alone] = parts;
      if (closing) return open.pop() === name ? "" : "!";
      if (!alone) open.push(name);
      return "";
    },
  );
  return rest === "" && open.length === 0 && !xml.includes("NaN") && !xml.includes("undefined");
}
