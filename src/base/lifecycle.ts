import { conflict } from "./refusal.ts";

/** A stage: who must act next, which timer runs, and whether the life is over. */
export type StageDefinition<Owner extends string> =
  | { final: true }
  | { final?: false; owner: Owner; timer: string };

export type Transition<S extends string> = {
  from: readonly S[];
  to: S;
};

/** The life of a thing as a table; every change of stage passes through `move`. */
export type Lifecycle<S extends string, M extends string, Owner extends string> = {
  stages: Record<S, StageDefinition<Owner>>;
  transitions: Record<M, Transition<S>>;
  /** The next stage, or a conflict that names the present stage. */
  transition(from: S, name: M): S;
  canTransition(from: S, name: M): boolean;
  isFinal(stage: S): boolean;
  transitionsFrom(stage: S): M[];
};

/** Makes a lifecycle of a table; `module` names the word book of its conflicts. */
export function defineLifecycle<
  const S extends string,
  const M extends string,
  const Owner extends string,
>(
  module: string,
  table: { stages: Record<S, StageDefinition<Owner>>; moves: Record<M, Transition<NoInfer<S>>> },
): Lifecycle<S, M, Owner> {
  const { stages, moves: transitions } = table;
  const canTransition = (from: S, name: M) => transitions[name].from.includes(from);
  return {
    stages,
    transitions,
    canTransition,
    transition(from, name) {
      if (canTransition(from, name)) return transitions[name].to;
      throw conflict(`${module}.stage-forbids`, { values: { stage: from, move: name } });
    },
    isFinal: (stage) => stages[stage].final === true,
    transitionsFrom: (stage) =>
      (Object.keys(transitions) as M[]).filter((name) => canTransition(stage, name)),
  };
}
