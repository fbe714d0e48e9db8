import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { may } from "#base/policy.ts";
import { deviceName } from "./accounts/device.ts";
import { toRegionPath } from "./sign-in/return-path.ts";
import { personPolicy } from "./policy.ts";
import { personRoles, toScopedRole, roles, roleScopes, validateRoleScope } from "./roles/rules.ts";
import { hashSecret, generateSecret } from "./tokens/secret.ts";

const region = "sinegorsk";

describe("the way back after sign-in", () => {
  test("leads to our own page of the region, with its query", () => {
    expect(toRegionPath("/sinegorsk/problems/К-1?page=2", region)).toBe(
      "/problems/%D0%9A-1?page=2",
    );
    expect(toRegionPath("/sinegorsk", region)).toBe("/");
  });

  test.each([
    "https://evil.example/sinegorsk",
    "//evil.example/sinegorsk",
    "/\\evil.example",
    "\\\\evil.example",
    "/sinegorsk/../evil",
    "/sinegorsk/\n/evil",
    "/sinegorskevil",
    "/other/desk",
    "javascript:alert(1)",
    "sinegorsk/desk",
    "",
  ])("refuses %j", (given) => {
    expect(toRegionPath(given, region)).toBeUndefined();
  });

  test("never leaves our origin and region, whatever is given", () => {
    const part = fc.constantFrom(
      "/",
      "\\",
      "//",
      "..",
      ".",
      "@",
      ":",
      "?",
      "#",
      "evil.example",
      region,
      "http:",
      "\t",
      "%2f",
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
        const path = toRegionPath(parts.join(""), region);
        if (path === undefined) return;
        const landed = new URL(`/${region}${path === "/" ? "" : path}`, "https://okno.example");
        expect(landed.origin).toBe("https://okno.example");
        expect(landed.pathname === `/${region}` || landed.pathname.startsWith(`/${region}/`)).toBe(
          true,
        );
      }),
    );
  });
});

describe("roles", () => {
  test("every role needs exactly its own kind of place", () => {
    const id = "019a0000-0000-7000-8000-000000000001";
    fc.assert(
      fc.property(
        fc.constantFrom(...roles),
        fc.boolean(),
        fc.boolean(),
        (role, territory, organisation) => {
          const place = {
            territory_id: territory ? id : null,
            organisation_id: organisation ? id : null,
          };
          const needs = roleScopes[role];
          const fits =
            territory === (needs === "territory") && organisation === (needs === "organisation");
          expect(validateRoleScope(role, place) === undefined).toBe(fits);
        },
      ),
    );
  });

  test("only an administrator of the region rules people; nobody else, wherever their role holds", () => {
    for (const role of roles) {
      const actor = {
        kind: "person" as const,
        id: "p",
        name: "",
        ties: [],
        roles: [toScopedRole({ role, territory_id: null, organisation_id: null })],
      };
      expect(may(personPolicy, actor, "admin")).toBe(role === "administrator");
    }
    const elsewhere = { role: "administrator", scope: { kind: "territory" as const, id: "t" } };
    const actor = { kind: "person" as const, id: "p", name: "", ties: [], roles: [elsewhere] };
    expect(may(personPolicy, actor, "admin")).toBe(false);
  });

  test("a person is never given the role of a program", () => {
    expect(personRoles).not.toContain("connector");
    expect(personRoles).toHaveLength(roles.length - 1);
  });
});

test("a device is named by its browser and system, never by the whole text", () => {
  const yandex =
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 YaBrowser/25.1 Safari/537.36";
  const iphone =
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Mobile Safari/604";
  expect(deviceName(yandex)).toBe("Yandex Browser, Windows");
  expect(deviceName(iphone)).toBe("Safari, iOS");
  expect(deviceName("curl/8")).toBeUndefined();
  expect(deviceName(null)).toBeUndefined();
});

test("secrets differ, and only equal ones have equal hashes", () => {
  const [one, two] = [generateSecret("okno_"), generateSecret("okno_")];
  expect(one).toMatch(/^okno_[\w-]{43}$/);
  expect(hashSecret(one).equals(hashSecret(two))).toBe(false);
  expect(hashSecret(one).equals(hashSecret(one))).toBe(true);
});
