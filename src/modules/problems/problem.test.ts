import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  applyTransition,
  requireFutureDate,
  lifecycle,
  openStages,
  formatProblemNumber,
  stages,
  stageTimer,
  maxEscalation,
  applyUnmerge,
  type ProblemTransitionName,
  type ProblemState,
  type ProblemStage,
  type ProblemStagePatch,
} from "./problem.ts";

const start = new Date("2026-06-01T05:00:00Z");
const after = (hours: number) => new Date(start.getTime() + hours * 3_600_000);
const moves = Object.keys(lifecycle.transitions) as ProblemTransitionName[];

const newborn: ProblemState = {
  stage: "new",
  body_id: null,
  escalation: 0,
  refuted_count: 0,
  reopened_count: 0,
  timer_started_at: start,
  stage_before_merge: null,
  routed_at: null,
  confirmed_at: null,
  reacted_at: null,
  answered_at: null,
};

type Step = {
  name: ProblemTransitionName;
  at: Date;
  before: ProblemState;
  patch: ProblemStagePatch;
  after: ProblemState;
};

/** A life made of random moves that the table allows, one an hour. */
const lives = fc.array(fc.nat(), { minLength: 1, maxLength: 25 }).map((picks) => {
  const steps: Step[] = [];
  let problem = newborn;
  for (const [n, pick] of picks.entries()) {
    const allowed = lifecycle.transitionsFrom(problem.stage);
    const name = allowed[pick % Math.max(allowed.length, 1)];
    if (name === undefined) break;
    const at = after(n + 1);
    const patch = applyTransition(problem, name, at);
    const sent = name === "route" || name === "reroute" ? { body_id: `body-${n}` } : {};
    const next: ProblemState = { ...problem, ...patch, ...sent };
    steps.push({ name, at, before: problem, patch, after: next });
    problem = next;
  }
  return steps;
});

const always = (holds: (step: Step) => void) =>
  fc.assert(
    fc.property(lives, (steps) => steps.forEach(holds)),
    { numRuns: 500 },
  );

/** Stages that can be reached from one by moves. */
function reachable(from: ProblemStage): Set<ProblemStage> {
  const seen = new Set<ProblemStage>([from]);
  for (const stage of seen)
    for (const name of lifecycle.transitionsFrom(stage)) seen.add(lifecycle.transitions[name].to);
  return seen;
}

describe("the table of a problem's life", () => {
  it.each(openStages)("gives «%s» an owner and a timer", (stage) => {
    expect(lifecycle.stages[stage]).toEqual({
      owner: expect.stringMatching(/^(coordinator|body)$/),
      timer: expect.stringMatching(/^[a-z]+$/),
    });
    expect(stageTimer(stage)).not.toBeNull();
  });

  it("lets every stage be reached from the first, and no stage be a trap", () => {
    expect([...reachable("new")].toSorted()).toEqual([...stages].toSorted());
    for (const stage of openStages) {
      expect([...reachable(stage)].some((end) => lifecycle.isFinal(end))).toBe(true);
      expect(reachable(stage)).toContain("verified");
    }
  });

  it("never ends on the body's claim alone", () => {
    const bodyMoves = ["acknowledge", "answer-interim", "answer", "claim", "plan"] as const;
    for (const name of bodyMoves)
      expect(lifecycle.isFinal(lifecycle.transitions[name].to)).toBe(false);
    expect(lifecycle.transitions.verify.from).toEqual(["claimed", "answered"]);
  });

  it("refuses any other move with a conflict", () => {
    for (const stage of stages) {
      for (const name of moves.filter((one) => !lifecycle.canTransition(stage, one))) {
        expect(() => applyTransition({ ...newborn, stage }, name, start)).toThrow(
          expect.objectContaining({ kind: "conflict", reason: "problems.stage-forbids" }),
        );
      }
    }
  });
});

describe("whatever happens to a problem", () => {
  it("a clock runs while it is open, and none once it is over", () => {
    always(({ at, after: { stage }, patch }) => {
      const final = lifecycle.isFinal(stage);
      expect(patch.timer === null).toBe(final);
      expect(patch.closed_at).toEqual(final ? at : null);
      expect(patch.stage_since).toEqual(at);
      if (!final) expect(patch.timer_started_at).toBeInstanceOf(Date);
      if (!final) expect(patch.timer_started_at?.getTime()).toBeLessThanOrEqual(at.getTime());
    });
  });

  it("every refutation and every return takes it one step higher, up to the top; nothing takes it down", () => {
    always(({ name, before, after: next }) => {
      const higher = name === "refute" || name === "reopen";
      const step = higher ? Math.min(before.escalation + 1, maxEscalation) : before.escalation;
      expect(next.escalation).toBe(step);
      expect(next.refuted_count).toBe(before.refuted_count + (name === "refute" ? 1 : 0));
      expect(next.reopened_count).toBe(before.reopened_count + (name === "reopen" ? 1 : 0));
    });
  });

  it("a merge taken back leaves stage and clock as they were", () => {
    always(({ before }) => {
      if (!lifecycle.canTransition(before.stage, "merge")) return;
      const merged = { ...before, ...applyTransition(before, "merge", after(100)) };
      const back = { ...merged, ...applyUnmerge(merged, after(200)) };
      expect(back.stage).toBe(before.stage);
      expect(back.timer_started_at).toEqual(before.timer_started_at);
      expect(back).toMatchObject({ timer: stageTimer(before.stage), closed_at: null });
      expect(back.routed_at).toEqual(before.routed_at);
    });
  });

  it("handing over and acknowledging win no time: the clock runs from the first routing", () => {
    always(({ name, before, after: next, patch }) => {
      if (name !== "reroute" && name !== "acknowledge") return;
      expect(before.routed_at).not.toBeNull();
      expect(next.routed_at).toEqual(before.routed_at);
      expect(patch.timer_started_at).toEqual(before.routed_at);
    });
  });

  it("the first confirmation, reaction and answer keep their moment, until it is opened again", () => {
    always(({ name, before, after: next }) => {
      if (name === "reopen" && before.body_id !== null) {
        expect([next.reacted_at, next.answered_at]).toEqual([null, null]);
        return;
      }
      for (const mark of ["confirmed_at", "reacted_at", "answered_at"] as const) {
        if (before[mark] !== null) expect(next[mark]).toEqual(before[mark]);
      }
    });
  });

  it("reopened, it is with its body again, or with the coordinator when it never had one", () => {
    always(({ name, before, after: next, at }) => {
      if (name !== "reopen") return;
      expect(next.stage).toBe(before.body_id === null ? "confirmed" : "routed");
      if (before.body_id !== null) expect(next.routed_at).toEqual(at);
    });
  });
});

describe("taking back a merge", () => {
  it("is refused to a problem that was not merged", () => {
    for (const stage of stages.filter((one) => one !== "merged")) {
      expect(() => applyUnmerge({ ...newborn, stage }, start)).toThrow(
        expect.objectContaining({ reason: "problems.not-merged" }),
      );
    }
  });
});

describe("a promised day", () => {
  const on = { today: "2028-02-29", field: "plannedFor" } as const;
  it("lies ahead, and no further than three years", () => {
    for (const day of ["2028-03-01", "2031-02-28"])
      expect(() => requireFutureDate(day, on)).not.toThrow();
    for (const day of ["2028-02-29", "2027-01-01"]) {
      expect(() => requireFutureDate(day, on)).toThrow(
        expect.objectContaining({ reason: "problems.date-past" }),
      );
    }
    expect(() => requireFutureDate("2031-03-01", on)).toThrow(
      expect.objectContaining({ reason: "problems.date-far" }),
    );
  });
});

it("a number is short enough to say aloud", () => {
  expect(formatProblemNumber("2026", 417)).toBe("К-2026-00417");
  expect(formatProblemNumber("2026", 123_456)).toBe("К-2026-123456");
});
