/** What can happen to a message or a problem, as data; a replayer turns each step into an action. */
import type { NoiseReason } from "./noise.ts";
import type { RejectReason } from "./answer-texts.ts";
import type { DrawnPicture } from "../pictures.ts";

/** A named person, or the author of a message through the private link. */
export type StepActor =
  | { readonly kind: "person"; readonly person: string }
  | { readonly kind: "author"; readonly message: string };

export type ScenarioStep = { readonly at: string } & (
  | { readonly kind: "message"; readonly message: string }
  | { readonly kind: "open"; readonly by: string; readonly message: string }
  | { readonly kind: "join"; readonly by: string; readonly message: string }
  | {
      readonly kind: "noise";
      readonly by: string;
      readonly message: string;
      readonly reason: NoiseReason;
    }
  | {
      readonly kind: "answer-and-close";
      readonly by: string;
      readonly message: string;
      readonly text: string;
    }
  | { readonly kind: "route"; readonly by: string; readonly body: string; readonly reason: string }
  | { readonly kind: "acknowledge"; readonly by: string }
  | {
      readonly kind: "reroute";
      readonly by: string;
      readonly body: string;
      readonly reason: string;
    }
  | {
      readonly kind: "answer";
      readonly by: string;
      readonly form: "interim" | "final";
      readonly text: string;
      readonly version: number;
      readonly quality: "good" | "poor";
    }
  | {
      readonly kind: "claim";
      readonly by: string;
      readonly text: string;
      readonly photo: DrawnPicture;
    }
  | {
      readonly kind: "verify";
      readonly by: StepActor;
      readonly ok: boolean;
      readonly text: string;
      readonly before: DrawnPicture | null;
      readonly after: DrawnPicture | null;
    }
  | {
      readonly kind: "refute";
      readonly by: StepActor;
      readonly text: string;
      readonly photo: DrawnPicture | null;
    }
  | { readonly kind: "escalate"; readonly by: string; readonly level: 2 | 3; readonly to: string }
  | { readonly kind: "plan"; readonly by: string; readonly until: string; readonly text: string }
  | {
      readonly kind: "reject";
      readonly by: string;
      readonly reason: RejectReason;
      readonly text: string;
    }
  | { readonly kind: "withdraw"; readonly by: StepActor; readonly text: string }
  | { readonly kind: "merge"; readonly by: string; readonly into: string; readonly reason: string }
  | { readonly kind: "unmerge"; readonly by: string; readonly reason: string }
  | { readonly kind: "reopen"; readonly by: StepActor; readonly text: string }
);

export type IncidentStage =
  | "new"
  | "confirmed"
  | "routed"
  | "acknowledged"
  | "answered-interim"
  | "answered-final"
  | "claimed"
  | "refuted"
  | "verified"
  | "planned"
  | "rejected"
  | "withdrawn"
  | "merged"
  | "noise"
  | "answered-and-closed";

/** Returns the problem's stage after a run of steps; escalation and merging change none. */
export function stageAfter(steps: readonly ScenarioStep[]): IncidentStage {
  return steps.reduce<IncidentStage>((stage, step) => applyStep(stage, step), "new");
}

function applyStep(stage: IncidentStage, step: ScenarioStep): IncidentStage {
  switch (step.kind) {
    case "message":
    case "join":
    case "escalate":
      return stage;
    case "open":
    case "unmerge":
      return "confirmed";
    case "noise":
      return "noise";
    case "answer-and-close":
      return "answered-and-closed";
    case "route":
    case "reroute":
      return "routed";
    case "acknowledge":
      return "acknowledged";
    case "answer":
      return step.form === "final" ? "answered-final" : "answered-interim";
    case "claim":
      return "claimed";
    case "verify":
      return step.ok ? "verified" : "refuted";
    case "refute":
      return "refuted";
    case "plan":
      return "planned";
    case "reject":
      return "rejected";
    case "withdraw":
      return "withdrawn";
    case "merge":
      return "merged";
    case "reopen":
      return "refuted";
  }
}
