/** The system's Chromium, which the journeys drive: found, or installed where that can be done. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const INSTALL_WITHIN_MS = 240_000;

/** Answers the path of a browser, or undefined when there is none and none can be had. */
export function ensureChromium() {
  return findChromium() ?? (canInstall() ? installChromium() : undefined);
}

function findChromium() {
  const given = process.env.OKNO_CHROMIUM;
  if (given && existsSync(given)) return given;
  const folders = (process.env.PATH ?? "").split(delimiter);
  const paths = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  return paths.find((path) => existsSync(path));
}

function canInstall() {
  const apt = spawnSync("apt-get", ["--version"], { stdio: "ignore" });
  return process.getuid?.() === 0 && apt.status === 0;
}

function installChromium() {
  console.log("Installing Chromium for the journeys…");
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const apt = (args) =>
    spawnSync("apt-get", ["-q", ...args], { stdio: "ignore", timeout: INSTALL_WITHIN_MS, env });
  apt(["update"]);
  apt(["install", "-y", "--no-install-recommends", "chromium", "fonts-dejavu-core"]);
  return findChromium();
}
