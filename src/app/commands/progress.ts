export type ProgressBar = { show(done: number, all?: number): void; end(): void };

/** Creates a line that counts on a terminal; elsewhere only the start is written. */
export function createProgressBar(label: string): ProgressBar {
  const { stderr } = process;
  if (!stderr.isTTY) {
    stderr.write(`${label}…\n`);
    return { show() {}, end() {} };
  }
  let writtenAt = 0;
  return {
    show(done, all) {
      const now = performance.now();
      if (now - writtenAt < 100) return;
      writtenAt = now;
      const share = all === undefined ? "" : ` of ${all} ${bar(done / all)}`;
      stderr.write(`\r${label}: ${done}${share} `);
    },
    end() {
      stderr.write("\r\u001b[K");
    },
  };
}

const bar = (share: number) => `[${"#".repeat(Math.round(share * 20)).padEnd(20, ".")}]`;
