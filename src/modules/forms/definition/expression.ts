/** A condition or a computation as data. `answer` names a question by code, `part` a part of its answer. */
export type Expression =
  | { say: string | number | boolean | null }
  | { answer: string; part?: string | undefined }
  | { op: ExpressionOperator; of: Expression[] };

export type ExpressionOperator =
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
export type ExpressionValue = string | number | boolean | null | ExpressionValue[];

/** Codes of the questions that an expression asks. */
export function listReferences(expression: Expression | undefined): string[] {
  if (expression === undefined || "say" in expression) return [];
  if ("answer" in expression) return [expression.answer];
  return expression.of.flatMap(listReferences);
}

/** Computes an expression; `ask` gives the value of an answer, `null` for none. Never throws. */
export function compute(
  expression: Expression,
  ask: (code: string, part: string | undefined) => ExpressionValue,
): ExpressionValue {
  if ("say" in expression) return expression.say;
  if ("answer" in expression) return ask(expression.answer, expression.part);
  const { op, of } = expression;
  const value = (index: number): ExpressionValue => {
    const part = of[index];
    return part === undefined ? null : compute(part, ask);
  };
  const all = () => of.flatMap((part) => flatten(compute(part, ask)));
  switch (op) {
    case "and":
      return of.every((part) => isTruthy(compute(part, ask)));
    case "or":
      return of.some((part) => isTruthy(compute(part, ask)));
    case "not":
      return !isTruthy(value(0));
    case "given":
      return hasValue(value(0));
    case "if":
      return isTruthy(value(0)) ? value(1) : value(2);
    case "in":
      return flatten(value(1)).some((one) => isEqual(one, value(0)));
    case "=":
      return isEqual(value(0), value(1));
    case "!=":
      return hasValue(value(0)) && hasValue(value(1)) && !isEqual(value(0), value(1));
    case "<":
    case "<=":
    case ">":
    case ">=":
      return compareOrdered(op, value(0), value(1));
    case "count":
      return all().filter(hasValue).length;
    case "sum":
      return normalizeFloat(all().reduce<number>((sum, one) => sum + (toNumber(one) ?? 0), 0));
    case "min":
    case "max":
      return minOrMax(op, all());
    case "round":
      return roundTo(toNumber(value(0)), toNumber(value(1)) ?? 0);
    default:
      return arithmetic(
        op,
        of.map((_, index) => toNumber(value(index))),
      );
  }
}

/** Does a condition hold? Nothing, an empty text, an empty list and zero do not. */
export function isTruthy(value: ExpressionValue): boolean {
  return Array.isArray(value) ? value.length > 0 : Boolean(value);
}

function hasValue(value: ExpressionValue): boolean {
  return value !== null && value !== "" && !(Array.isArray(value) && value.length === 0);
}

function flatten(value: ExpressionValue): ExpressionValue[] {
  return Array.isArray(value) ? value.flatMap(flatten) : [value];
}

/** Compares values; a number written as text equals the number, since choices and literals of files are texts. */
function isEqual(a: ExpressionValue, b: ExpressionValue): boolean {
  if (Array.isArray(a) || Array.isArray(b)) {
    const [left, right] = [flatten(a), flatten(b)];
    return left.length === right.length && left.every((one, at) => isEqual(one, right[at] ?? null));
  }
  if (a === null || b === null) return false;
  return a === b || String(a) === String(b);
}

function compareOrdered(
  op: "<" | "<=" | ">" | ">=",
  a: ExpressionValue,
  b: ExpressionValue,
): boolean {
  const [left, right] = [toNumber(a), toNumber(b)];
  if (left !== null && right !== null) return matchesOrder(op, Math.sign(left - right));
  // Days are «YYYY-MM-DD»: their order is the order of their letters.
  if (typeof a !== "string" || typeof b !== "string" || a === "" || b === "") return false;
  return matchesOrder(op, a < b ? -1 : a > b ? 1 : 0);
}

function matchesOrder(op: "<" | "<=" | ">" | ">=", sign: number): boolean {
  if (op === "<") return sign < 0;
  if (op === "<=") return sign <= 0;
  return op === ">" ? sign > 0 : sign >= 0;
}

function toNumber(value: ExpressionValue): number | null {
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (typeof value === "boolean") return value ? 1 : 0;
  if (typeof value !== "string" || !/^-?\d{1,15}(\.\d{1,10})?$/.test(value)) return null;
  return Number(value);
}

function minOrMax(op: "min" | "max", values: ExpressionValue[]): ExpressionValue {
  const numbers = values.map(toNumber).filter((one) => one !== null);
  return numbers.length === 0 ? null : Math[op](...numbers);
}

function roundTo(value: number | null, digits: number): number | null {
  if (value === null) return null;
  const scale = 10 ** Math.min(Math.max(Math.trunc(digits), 0), 6);
  return normalizeFloat(Math.round(value * scale) / scale);
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
  return Number.isFinite(result) ? normalizeFloat(result) : null;
}

/** Rounds numbers below 10⁹ to six decimals, so that 0.1 + 0.2 is 0.3. */
function normalizeFloat(value: number): number {
  return Math.abs(value) < 1e9 ? Math.round(value * 1e6) / 1e6 : value;
}
