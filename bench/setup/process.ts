import { spawn, type ChildProcess } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { packageRoot } from "#base/db/migrate.ts";

/** The built house as a process of its own, answering. */
export type AppProcess = {
  url: string;
  pid: number;
  /** Milliseconds from the spawn to the first page with status 200. */
  firstPageMs: number;
  stop(): Promise<void>;
};

/** Starts `dist/okno.js start` on a data folder and waits for its first page. */
export async function startAppProcess(options: {
  dataDir: string;
  roles: string;
  page: string;
  nodeArgs?: readonly string[];
}): Promise<AppProcess> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const began = performance.now();
  const child = spawn(
    process.execPath,
    [...(options.nodeArgs ?? []), join(packageRoot(), "dist", "okno.js"), "start"],
    {
      env: {
        ...process.env,
        PORT: String(port),
        OKNO_DATA: options.dataDir,
        OKNO_ROLES: options.roles,
        OKNO_LOG: "error",
        NODE_ENV: "production",
      },
      stdio: ["ignore", "ignore", "inherit"],
    },
  );
  await waitUntilReady(`${url}${options.page}`, child);
  return {
    url,
    pid: child.pid ?? 0,
    firstPageMs: performance.now() - began,
    stop: () =>
      new Promise((resolve) => {
        child.once("exit", () => resolve());
        child.kill("SIGTERM");
      }),
  };
}

/** Signs a person in by the form of a region; answers the cookie of their session. */
export async function signIn(
  url: string,
  person: { email: string; password: string },
): Promise<string> {
  const body = new FormData();
  body.append("email", person.email);
  body.append("password", person.password);
  const response = await fetch(`${url}/sign-in`, {
    method: "POST",
    body,
    redirect: "manual",
    headers: { "sec-fetch-site": "same-origin" },
  });
  if (response.status !== 303) throw new Error(`Signing in answered ${response.status}.`);
  return response.headers
    .getSetCookie()
    .map((line) => line.split(";")[0] ?? "")
    .join("; ");
}

const START_TIMEOUT_MS = 180_000;

async function waitUntilReady(url: string, child: ChildProcess): Promise<void> {
  const until = performance.now() + START_TIMEOUT_MS;
  while (performance.now() < until) {
    if (child.exitCode !== null) throw new Error(`The house ended with code ${child.exitCode}.`);
    const answer = await fetch(url).catch(() => undefined);
    await answer?.arrayBuffer();
    if (answer?.status === 200) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`${url} did not answer within ${START_TIMEOUT_MS / 1000} s.`);
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

/** Megabytes a process holds for itself, shared pages divided among their users; 0 where unknown. */
function ownMegabytes(pid: number): number {
  try {
    const text = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
    return Number(/^Pss:\s+(\d+) kB/m.exec(text)?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

/** Returns the resident megabytes of a process; 0 when the system does not report them. */
export function residentMegabytes(pid: number): number {
  try {
    const text = readFileSync(`/proc/${pid}/status`, "utf8");
    return Number(/^VmRSS:\s+(\d+) kB/m.exec(text)?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

/** Megabytes of the embedded server of a data folder with all its children. */
export function postgresMegabytes(dataDir: string): number {
  const pid = Number(
    readFileSync(join(dataDir, "postgres", "postmaster.pid"), "utf8").split("\n")[0],
  );
  return [pid, ...childrenOf(pid)].reduce((sum, one) => sum + ownMegabytes(one), 0);
}

function childrenOf(parent: number): number[] {
  try {
    return readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
      .filter((pid) => parentOf(pid) === parent);
  } catch {
    return [];
  }
}

function parentOf(pid: number): number | undefined {
  try {
    return Number(/\) \S (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, "utf8"))?.[1]);
  } catch {
    return undefined;
  }
}
