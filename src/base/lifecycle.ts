import { conflict } from "./refusal.ts";

/** A stage: who must act next, which timer runs, and whether the life is over. */
export type Stage<Owner extends string> =
  | { final: true }
  | { final?: false; owner: Owner; timer: string };

export type Move<S extends string> = {
  from: readonly S[];
  to: S;
};

/** The life of a thing as a table; every change of stage passes through `move`. */
export type Lifecycle<S extends string, M extends string, Owner extends string> = {
  stages: Record<S, Stage<Owner>>;
  moves: Record<M, Move<S>>;
  /** The next stage, or a conflict that says what stage the thing is in now. */
  move(from: S, name: M): S;
  can(from: S, name: M): boolean;
  isFinal(stage: S): boolean;
  movesFrom(stage: S): M[];
};

/** Makes a lifecycle of a table; `module` names the word book of its conflicts. */
export function defineLifecycle<
  const S extends string,
  const M extends string,
  const Owner extends string,
>(
  module: string,
  table: { stages: Record<S, Stage<Owner>>; moves: Record<M, Move<NoInfer<S>>> },
): Lifecycle<S, M, Owner> {
  const { stages, moves } = table;
  const can = (from: S, name: M) => moves[name].from.includes(from);
  return {
    stages,
    moves,
    can,
    move(from, name) {
      if (can(from, name)) return moves[name].to;
      throw conflict(`${module}.stage-forbids`, { values: { stage: from, move: name } });
    },
    isFinal: (stage) => stages[stage].final === true,
    movesFrom: (stage) => (Object.keys(moves) as M[]).filter((name) => can(stage, name)),
  };
}
