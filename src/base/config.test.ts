import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { ConfigError, readConfig } from "./config.ts";

describe("the settings", () => {
  it("need nothing to start with", () => {
    expect(readConfig({})).toMatchObject({
      port: 3000,
      host: "127.0.0.1",
      dataDir: resolve("data"),
      databaseUrl: undefined,
      roles: ["web", "worker"],
      url: "http://localhost:3000",
      proxies: 0,
    });
  });

  it("left empty count as not given", () => {
    expect(readConfig({ DATABASE_URL: "", PORT: "", OKNO_URL: "" }).port).toBe(3000);
  });

  it("are read as they stand", () => {
    const config = readConfig({
      PORT: "8080",
      OKNO_URL: "https://okno.example/",
      OKNO_ROLES: "worker",
      OKNO_MAP_TILES: "https://tiles.example/{z}/{x}/{y}.png",
      OKNO_PROXIES: "1",
      SMTP_URL: "smtps://post:secret@mail.example",
    });
    expect(config).toMatchObject({
      port: 8080,
      url: "https://okno.example",
      roles: ["worker"],
      mapTiles: "https://tiles.example/{z}/{x}/{y}.png",
      proxies: 1,
    });
  });

  it.each([
    ["PORT", "many"],
    ["PORT", "70000"],
    ["PORT", "80.5"],
    ["DATABASE_URL", "mysql://db.example/okno"],
    ["OKNO_ROLES", "web,cook"],
    ["OKNO_ROLES", "web,,worker"],
    ["OKNO_URL", "okno.example"],
    ["OKNO_URL", "localhost:3000"],
    ["OKNO_SECRET", "short"],
    ["OKNO_LOG", "loud"],
    ["OKNO_MAIL_FROM", "nobody"],
    ["OKNO_MAP_TILES", "tiles"],
    ["OKNO_PROXIES", "-1"],
    ["SMTP_URL", "mail.example:25"],
  ])("refuse %s=%s in one sentence that names it", (name, value) => {
    const read = () => readConfig({ [name]: value });
    expect(read).toThrow(ConfigError);
    expect(read).toThrow(new RegExp(`^${name}[ =:].*\\.$`));
    expect(read).not.toThrow(/\n|undefined/);
  });

  it.each([
    ["OKNO_SECRET", "s3cret-too-short"],
    ["DATABASE_URL", "mysql://okno:s3cret@db.example/okno"],
    ["SMTP_URL", "http://post:s3cret@mail.example"],
  ])("never repeat what is secret in a wrong %s", (name, value) => {
    expect(() => readConfig({ [name]: value })).toThrow(name);
    expect(() => readConfig({ [name]: value })).not.toThrow(/s3cret/);
  });
});
