/** A condition or a computation as data. `answer` names a question by code, `part` a part of its answer. */
export type Expression =
  | { say: string | number | boolean | null }
  | { answer: string; part?: string | undefined }
  | { op: Operator; of: Expression[] };

export type Operator =
  | "and"
  | "or"
  | "not"
  | "="
  | "!="
  | "<"
  | "<="
  | ">"
  | ">="
  | "in"
  | "+"
  | "-"
  | "*"
  | "/"
  | "sum"
  | "count"
  | "min"
  | "max"
  | "round"
  | "if"
  | "given";

/** What an expression comes to; `null` where something it needs has no answer yet. */
export type Value = string | number | boolean | null | Value[];

/** Codes of the questions that an expression asks. */
export function referencesOf(expression: Expression | undefined): string[] {
  if (expression === undefined || "say" in expression) return [];
  if ("answer" in expression) return [expression.answer];
  return expression.of.flatMap(referencesOf);
}

/** Computes an expression; `ask` gives the value of an answer, `null` for none. Never throws. */
export function compute(
  expression: Expression,
  ask: (code: string, part: string | undefined) => Value,
): Value {
  if ("say" in expression) return expression.say;
  if ("answer" in expression) return ask(expression.answer, expression.part);
  const { op, of } = expression;
  const value = (index: number): Value => {
    const part = of[index];
    return part === undefined ? null : compute(part, ask);
  };
  const all = () => of.flatMap((part) => flat(compute(part, ask)));
  switch (op) {
    case "and":
      return of.every((part) => isTrue(compute(part, ask)));
    case "or":
      return of.some((part) => isTrue(compute(part, ask)));
    case "not":
      return !isTrue(value(0));
    case "given":
      return isGiven(value(0));
    case "if":
      return isTrue(value(0)) ? value(1) : value(2);
    case "in":
      return flat(value(1)).some((one) => isSame(one, value(0)));
    case "=":
      return isSame(value(0), value(1));
    case "!=":
      return isGiven(value(0)) && isGiven(value(1)) && !isSame(value(0), value(1));
    case "<":
    case "<=":
    case ">":
    case ">=":
      return isOrdered(op, value(0), value(1));
    case "count":
      return all().filter(isGiven).length;
    case "sum":
      return tidy(all().reduce<number>((sum, one) => sum + (numberOf(one) ?? 0), 0));
    case "min":
    case "max":
      return extreme(op, all());
    case "round":
      return rounded(numberOf(value(0)), numberOf(value(1)) ?? 0);
    default:
      return arithmetic(
        op,
        of.map((_, index) => numberOf(value(index))),
      );
  }
}

/** Does a condition hold? Nothing, an empty text, an empty list and zero do not. */
export function isTrue(value: Value): boolean {
  return Array.isArray(value) ? value.length > 0 : Boolean(value);
}

function isGiven(value: Value): boolean {
  return value !== null && value !== "" && !(Array.isArray(value) && value.length === 0);
}

function flat(value: Value): Value[] {
  return Array.isArray(value) ? value.flatMap(flat) : [value];
}

/** A number written as text equals the number: choices and literals of files are texts. */
function isSame(a: Value, b: Value): boolean {
  if (Array.isArray(a) || Array.isArray(b)) {
    const [left, right] = [flat(a), flat(b)];
    return left.length === right.length && left.every((one, at) => isSame(one, right[at] ?? null));
  }
  if (a === null || b === null) return false;
  return a === b || String(a) === String(b);
}

function isOrdered(op: "<" | "<=" | ">" | ">=", a: Value, b: Value): boolean {
  const [left, right] = [numberOf(a), numberOf(b)];
  if (left !== null && right !== null) return order(op, Math.sign(left - right));
  // Days are «YYYY-MM-DD»: their order is the order of their letters.
  if (typeof a !== "string" || typeof b !== "string" || a === "" || b === "") return false;
  return order(op, a < b ? -1 : a > b ? 1 : 0);
}

function order(op: "<" | "<=" | ">" | ">=", sign: number): boolean {
  if (op === "<") return sign < 0;
  if (op === "<=") return sign <= 0;
  return op === ">" ? sign > 0 : sign >= 0;
}

function numberOf(value: Value): number | null {
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (typeof value === "boolean") return value ? 1 : 0;
  if (typeof value !== "string" || !/^-?\d{1,15}(\.\d{1,10})?$/.test(value)) return null;
  return Number(value);
}

function extreme(op: "min" | "max", values: Value[]): Value {
  const numbers = values.map(numberOf).filter((one) => one !== null);
  return numbers.length === 0 ? null : Math[op](...numbers);
}

function rounded(value: number | null, digits: number): number | null {
  if (value === null) return null;
  const scale = 10 ** Math.min(Math.max(Math.trunc(digits), 0), 6);
  return tidy(Math.round(value * scale) / scale);
}

function arithmetic(op: "+" | "-" | "*" | "/", values: (number | null)[]): number | null {
  const numbers = values.filter((one) => one !== null);
  const [first, ...rest] = numbers;
  if (first === undefined || numbers.length !== values.length) return null;
  if (rest.length === 0) return op === "-" ? -first : first;
  const result = rest.reduce((left, right) => {
    if (op === "+") return left + right;
    if (op === "-") return left - right;
    return op === "*" ? left * right : left / right;
  }, first);
  return Number.isFinite(result) ? tidy(result) : null;
}

/** 0.1 + 0.2 is 0.3 to people: the tenth digit after the point is noise. */
function tidy(value: number): number {
  return Math.abs(value) < 1e9 ? Math.round(value * 1e6) / 1e6 : value;
}
