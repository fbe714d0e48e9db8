import type { Expression, Operator } from "./expression.ts";

/**
 * Conditions as people type them, and as XLSForm files write them: `age >= 18 and selected(kinds, 'nko')`,
 * `sum(budget.total) > 100000`. A name may stand in `${…}`; `.` is the answer itself.
 */
export type Parsed = { expression: Expression } | { wrong: string };

type Token = { kind: "number" | "text" | "name" | "sign"; text: string };

const tokenShape =
  /\s*(?:(\d+(?:\.\d+)?)|'([^']*)'|"([^"]*)"|\$\{([\w.]+)\}|([a-zA-Z_][\w-]*(?:\.[\w-]+)?)|(!=|<=|>=|[=<>()+*/,.-]))/y;

class Wrong extends Error {}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  tokenShape.lastIndex = 0;
  while (tokenShape.lastIndex < text.trimEnd().length) {
    const from = tokenShape.lastIndex;
    const found = tokenShape.exec(text);
    if (found === null) throw new Wrong(text.slice(from, from + 20).trim());
    const [, number, single, double, braced, name, sign = ""] = found;
    if (number !== undefined) tokens.push({ kind: "number", text: number });
    else if ((single ?? double) !== undefined)
      tokens.push({ kind: "text", text: single ?? double ?? "" });
    else if ((braced ?? name) !== undefined)
      tokens.push({ kind: "name", text: braced ?? name ?? "" });
    else tokens.push({ kind: "sign", text: sign });
  }
  return tokens;
}

const levels: readonly (readonly string[])[] = [
  ["or"],
  ["and"],
  ["=", "!=", "<", "<=", ">", ">="],
  ["+", "-"],
  ["*", "/", "div"],
];

/** How many arguments each function takes, and what it is called inside. */
const functions: Record<string, { op: Operator; least: number; most: number }> = {
  not: { op: "not", least: 1, most: 1 },
  sum: { op: "sum", least: 1, most: 60 },
  count: { op: "count", least: 1, most: 60 },
  "count-selected": { op: "count", least: 1, most: 1 },
  min: { op: "min", least: 1, most: 60 },
  max: { op: "max", least: 1, most: 60 },
  round: { op: "round", least: 1, most: 2 },
  if: { op: "if", least: 3, most: 3 },
  given: { op: "given", least: 1, most: 1 },
  in: { op: "in", least: 2, most: 2 },
};

const deepest = 40;

/** Reads a typed condition; `self` is the question that `.` means. */
export function parseExpression(text: string, self?: string): Parsed {
  try {
    if (text.length > 2000) throw new Wrong(text.slice(0, 20));
    const reader = readerOf(tokensOf(text), self);
    return { expression: reader() };
  } catch (error) {
    if (error instanceof Wrong) return { wrong: error.message };
    throw error;
  }
}

function readerOf(tokens: Token[], self: string | undefined): () => Expression {
  let at = 0;
  let depth = 0;
  const peek = () => tokens[at];
  const isSign = (text: string) => peek()?.kind === "sign" && peek()?.text === text;
  const fail = (): never => {
    throw new Wrong(
      tokens
        .slice(at, at + 3)
        .map((t) => t.text)
        .join(" ") || "…",
    );
  };
  const take = (): Token => tokens[at++] ?? fail();
  const expect = (text: string) => (isSign(text) ? take() : fail());

  const level = (height: number): Expression => {
    const operators = levels[height];
    if (operators === undefined) return unary();
    let left = level(height + 1);
    for (let next = peek(); next !== undefined; next = peek()) {
      if (next.kind === "number" || next.kind === "text" || !operators.includes(next.text)) break;
      take();
      const op = next.text === "div" ? "/" : (next.text as Operator);
      left = joined(op, left, level(height + 1));
    }
    return left;
  };

  const unary = (): Expression => {
    if (!isSign("-")) return primary();
    take();
    const value = unary();
    return "say" in value && typeof value.say === "number"
      ? { say: -value.say }
      : { op: "-", of: [value] };
  };

  const primary = (): Expression => {
    if (++depth > deepest) fail();
    const token = take();
    if (token.kind === "number") return { say: Number(token.text) };
    if (token.kind === "text") return { say: token.text };
    if (token.kind === "sign") {
      if (token.text === "." && self !== undefined) return { answer: self };
      if (token.text !== "(") {
        at -= 1;
        fail();
      }
      const inner = level(0);
      expect(")");
      return inner;
    }
    return isSign("(") ? called(token.text) : named(token.text);
  };

  const called = (name: string): Expression => {
    expect("(");
    const args: Expression[] = [];
    while (!isSign(")")) {
      args.push(level(0));
      if (!isSign(")")) expect(",");
    }
    take();
    if (args.length === 0 && (name === "true" || name === "false")) return { say: name === "true" };
    const [first, second] = args;
    if (name === "selected" && first !== undefined && second !== undefined && args.length === 2)
      return { op: "in", of: [second, first] };
    const known = Object.hasOwn(functions, name) ? functions[name] : undefined;
    if (known === undefined || args.length < known.least || args.length > known.most)
      throw new Wrong(`${name}(`);
    return { op: known.op, of: args };
  };

  return () => {
    const whole = level(0);
    if (at < tokens.length) fail();
    return whole;
  };
}

/** `a and b and c` is one list of three. */
function joined(op: Operator, left: Expression, right: Expression): Expression {
  if ((op === "and" || op === "or") && "op" in left && left.op === op)
    return { op, of: [...left.of, right] };
  // XLSForm asks «is there an answer?» by comparing with an empty text.
  if ((op === "=" || op === "!=") && "say" in right && right.say === "" && "answer" in left) {
    const given: Expression = { op: "given", of: [left] };
    return op === "!=" ? given : { op: "not", of: [given] };
  }
  return { op, of: [left, right] };
}

function named(text: string): Expression {
  if (text === "true" || text === "yes") return { say: true };
  if (text === "false" || text === "no") return { say: false };
  const [code = "", part] = text.split(".");
  return part === undefined ? { answer: code } : { answer: code, part };
}

const strength: Partial<Record<Operator, number>> = {
  or: 0,
  and: 1,
  "=": 2,
  "!=": 2,
  "<": 2,
  "<=": 2,
  ">": 2,
  ">=": 2,
  "+": 3,
  "-": 3,
  "*": 4,
  "/": 4,
};

/** The condition as a person would type it; reading it back gives the same condition. */
export function printExpression(expression: Expression, inside = 0): string {
  if ("say" in expression) return printed(expression.say);
  if ("answer" in expression)
    return expression.part === undefined
      ? expression.answer
      : `${expression.answer}.${expression.part}`;
  const { op, of } = expression;
  const own = strength[op];
  if (own === undefined || of.length < 2)
    return `${op}(${of.map((part) => printExpression(part)).join(", ")})`;
  const sign = op === "/" ? "div" : op;
  const text = of
    .map((part, at) => printExpression(part, at === 0 ? own : own + 1))
    .join(` ${sign} `);
  return own < inside ? `(${text})` : text;
}

function printed(value: string | number | boolean | null): string {
  if (typeof value === "string") return value.includes("'") ? `"${value}"` : `'${value}'`;
  return value === null ? "''" : String(value);
}
