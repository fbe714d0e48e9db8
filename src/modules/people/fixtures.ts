import { createHmac } from "node:crypto";
import { parseHTML } from "linkedom";
import { expect } from "vitest";
import type { Ctx } from "#base/context.ts";
import { testRegionId, type TestApp } from "#testing/app.ts";
import { createPerson } from "./accounts/actions.ts";

export const password = "okno-demo-2026";
/** Returns a path inside the test region. */
export const regionPath = (path: string) => `/${testRegionId}${path}`;

/** Merges the cookies of a response into those a browser has. */
export function mergeCookies(response: Response, before = ""): string {
  const jar = new Map(
    before
      .split("; ")
      .filter(Boolean)
      .map((pair) => [pair.split("=")[0] ?? "", pair]),
  );
  for (const line of response.headers.getSetCookie()) {
    const pair = line.split(";")[0] ?? "";
    const name = pair.split("=")[0] ?? "";
    if (/max-age=0/i.test(line)) jar.delete(name);
    else jar.set(name, pair);
  }
  return [...jar.values()].join("; ");
}

/** Parses the HTML of a response. */
export const parsePage = async (response: Response) => parseHTML(await response.text()).document;

/** Replaces typographic no-break spaces by plain ones. */
export const normalizeSpaces = (text: string | null | undefined) =>
  (text ?? "").replace(/\u00a0/g, " ");

/** Returns the error summary of a rejected form. */
export const formErrors = async (response: Response) =>
  normalizeSpaces(
    (await parsePage(response)).querySelector("#errors, [data-kind=danger]")?.textContent,
  );

/** Finds the first link in a letter. */
export const findLink = (body: string | undefined) =>
  new URL(/http\S+/.exec(body ?? "")?.[0] ?? "");

/** Creates visitors of a test app who sign in and read their letters. */
export function createTestVisitors(app: TestApp, system: Ctx) {
  let count = 0;
  return {
    async newPerson(name = "Инна Дорохова") {
      count += 1;
      const email = `visitor${count}@okno.example`;
      const { id } = await createPerson(system, { name, email, password });
      return { id, email };
    },
    async signIn(email: string, given = password): Promise<string> {
      const response = await app.post(regionPath("/sign-in"), { email, password: given });
      expect(response.status).toBe(303);
      return mergeCookies(response);
    },
    /** Checks whether the cookie opens the visitor's own page. */
    inside: async (cookie: string) =>
      (await app.get(regionPath("/account"), cookie)).status === 200,
    async lettersTo(email: string): Promise<string[]> {
      await app.drainJobs();
      const rows = await system.db
        .selectFrom("base_emails")
        .select("body")
        .where("recipient", "=", email)
        .execute();
      return rows.map((row) => row.body);
    },
  };
}

/** Computes a time-based code (RFC 6238: SHA-1, thirty seconds, six digits). */
export function totp(secret: string, seconds = Date.now() / 1000): string {
  const bits = [...secret.replace(/=+$/, "")]
    .map((sign) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(sign).toString(2).padStart(5, "0"))
    .join("");
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const count = Buffer.alloc(8);
  count.writeBigUInt64BE(BigInt(Math.floor(seconds / 30)));
  const hash = createHmac("sha1", key).update(count).digest();
  const from = (hash.at(-1) ?? 0) & 15;
  return String((hash.readUInt32BE(from) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}
