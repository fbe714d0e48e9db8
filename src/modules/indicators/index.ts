/**
 * Promises: a promised number of a project (or of the centre's year), computed from facts with its evidence.
 *
 * A promise is a target, a day and a measure: a count source narrowed by a form. Nobody types what is
 * done; what no source sees is entered by hand with a file and counts once a second person approved it.
 * The board is counted when it is asked for. An ended period is locked with a snapshot and its hash, and
 * later changes of facts show beside it. Reports put the same figures into DOCX, PDF and a page, and are
 * frozen when they are sent.
 *
 * Refused, at the field: a target of zero, days outside the project, a share of nothing, the same facts
 * counted twice, one's own entry approved, a period locked twice.
 */
import type { Module } from "#base/module.ts";
import { promisePolicy } from "./policy.ts";
import { words } from "./view.ts";
import { promiseRoutes } from "./board/web.tsx";

export const promises: Module = {
  name: "promises",
  words,
  policies: { promise: promisePolicy },
  routes: promiseRoutes,
};

export { projectPromised } from "./board/project-section.tsx";
export { changePromise, setPromise, withdrawPromise } from "./actions.ts";
export type { PromiseInput } from "./actions.ts";
export { everyBoard, figuresOf } from "./board/progress.ts";
export type { Figure, ProjectFigures } from "./board/progress.ts";
export { approveEntry, enterFact, refuseEntry } from "./entries/actions.ts";
export type { EntryInput } from "./entries/actions.ts";
export { lockPeriod } from "./periods/actions.ts";
export { writeReport } from "./reports/actions.ts";
