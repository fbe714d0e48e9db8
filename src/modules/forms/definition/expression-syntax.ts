import type { Expression, ExpressionOperator } from "./expression.ts";

/**
 * Conditions as people type them, and as XLSForm files write them: `age >= 18 and selected(kinds, 'nko')`,
 * `sum(budget.total) > 100000`. A name may stand in `${…}`; `.` is the answer itself.
 */
export type ParsedExpression = { expression: Expression } | { wrong: string };

type Token = { kind: "number" | "text" | "name" | "sign"; text: string };

const tokenPattern =
  /\s*(?:(\d+(?:\.\d+)?)|'([^']*)'|"([^"]*)"|\$\{([\w.]+)\}|([a-zA-Z_][\w-]*(?:\.[\w-]+)?)|(!=|<=|>=|[=<>()+*/,.-]))/y;

class SyntaxFault extends Error {}

function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  tokenPattern.lastIndex = 0;
  while (tokenPattern.lastIndex < text.trimEnd().length) {
    const from = tokenPattern.lastIndex;
    const found = tokenPattern.exec(text);
    if (found === null) throw new SyntaxFault(text.slice(from, from + 20).trim());
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

const precedenceLevels: readonly (readonly string[])[] = [
  ["or"],
  ["and"],
  ["=", "!=", "<", "<=", ">", ">="],
  ["+", "-"],
  ["*", "/", "div"],
];

/** How many arguments each function takes, and what it is called inside. */
const functions: Record<string, { op: ExpressionOperator; least: number; most: number }> = {
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

const maxDepth = 40;

/** Reads a typed condition; `self` is the question that `.` means. */
export function parseExpression(text: string, self?: string): ParsedExpression {
  try {
    if (text.length > 2000) throw new SyntaxFault(text.slice(0, 20));
    const reader = createTokenizer(tokenize(text), self);
    return { expression: reader() };
  } catch (error) {
    if (error instanceof SyntaxFault) return { wrong: error.message };
    throw error;
  }
}

function createTokenizer(tokens: Token[], self: string | undefined): () => Expression {
  let at = 0;
  let depth = 0;
  const peek = () => tokens[at];
  const isSign = (text: string) => peek()?.kind === "sign" && peek()?.text === text;
  const fail = (): never => {
    throw new SyntaxFault(
      tokens
        .slice(at, at + 3)
        .map((t) => t.text)
        .join(" ") || "…",
    );
  };
  const take = (): Token => tokens[at++] ?? fail();
  const expect = (text: string) => (isSign(text) ? take() : fail());

  const level = (height: number): Expression => {
    const operators = precedenceLevels[height];
    if (operators === undefined) return unary();
    let left = level(height + 1);
    for (let next = peek(); next !== undefined; next = peek()) {
      if (next.kind === "number" || next.kind === "text" || !operators.includes(next.text)) break;
      take();
      const op = next.text === "div" ? "/" : (next.text as ExpressionOperator);
      left = joinExpressions(op, left, level(height + 1));
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
    if (++depth > maxDepth) fail();
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
    return isSign("(") ? called(token.text) : resolveName(token.text);
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
      throw new SyntaxFault(`${name}(`);
    return { op: known.op, of: args };
  };

  return () => {
    const whole = level(0);
    if (at < tokens.length) fail();
    return whole;
  };
}

/** Joins expressions into one list: `a and b and c` is one of three. */
function joinExpressions(op: ExpressionOperator, left: Expression, right: Expression): Expression {
  if ((op === "and" || op === "or") && "op" in left && left.op === op)
    return { op, of: [...left.of, right] };
  // XLSForm asks «is there an answer?» by comparing with an empty text.
  if ((op === "=" || op === "!=") && "say" in right && right.say === "" && "answer" in left) {
    const given: Expression = { op: "given", of: [left] };
    return op === "!=" ? given : { op: "not", of: [given] };
  }
  return { op, of: [left, right] };
}

function resolveName(text: string): Expression {
  if (text === "true" || text === "yes") return { say: true };
  if (text === "false" || text === "no") return { say: false };
  const [code = "", part] = text.split(".");
  return part === undefined ? { answer: code } : { answer: code, part };
}

const operatorPrecedence: Partial<Record<ExpressionOperator, number>> = {
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

/** Prints the condition as a person would type it; parsing it gives the same condition. */
export function printExpression(expression: Expression, inside = 0): string {
  if ("say" in expression) return printLiteral(expression.say);
  if ("answer" in expression)
    return expression.part === undefined
      ? expression.answer
      : `${expression.answer}.${expression.part}`;
  const { op, of } = expression;
  const own = operatorPrecedence[op];
  if (own === undefined || of.length < 2)
    return `${op}(${of.map((part) => printExpression(part)).join(", ")})`;
  const sign = op === "/" ? "div" : op;
  const text = of
    .map((part, at) => printExpression(part, at === 0 ? own : own + 1))
    .join(` ${sign} `);
  return own < inside ? `(${text})` : text;
}

function printLiteral(value: string | number | boolean | null): string {
  if (typeof value === "string") return value.includes("'") ? `"${value}"` : `'${value}'`;
  return value === null ? "''" : String(value);
}
