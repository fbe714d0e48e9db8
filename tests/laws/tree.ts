import type { Source } from "../sources.ts";

/** The shape of any node of the tree: what a walk needs of it. */
export type Node = { type: string; start: number; end: number; [key: string]: unknown };

/** Tells a node of the tree from the other values that a node holds. */
export const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && typeof (value as Node).type === "string";

/** Calls the visitor for the node and for all under it. */
export function visitNodes(node: Node, visit: (node: Node) => void): void {
  visit(node);
  for (const value of Object.values(node)) {
    if (Array.isArray(value)) {
      for (const child of value) if (isNode(child)) visitNodes(child, visit);
    } else if (isNode(value)) visitNodes(value, visit);
  }
}

/** Returns the tree of a file as plain nodes. */
export const rootOf = (source: Source) => source.program as unknown as Node;

/** A declaration that other files may import. */
export type ExportedDeclaration = {
  name: string;
  kind: "type" | "function" | "value";
  hasDocstring: boolean;
};

/** Returns what a file declares and exports in one statement, with whether a docstring precedes it. */
export function exportedDeclarations(source: Source): ExportedDeclaration[] {
  return source.program.body.flatMap((statement): ExportedDeclaration[] => {
    if (statement.type !== "ExportNamedDeclaration" || statement.declaration === null) return [];
    const { declaration } = statement;
    const hasDocstring = source.comments.some(
      ({ type, value, end }) =>
        type === "Block" &&
        value.startsWith("*") &&
        end <= statement.start &&
        source.text.slice(end, statement.start).trim() === "",
    );
    if (
      declaration.type === "TSTypeAliasDeclaration" ||
      declaration.type === "TSInterfaceDeclaration"
    )
      return [{ name: declaration.id.name, kind: "type", hasDocstring }];
    if (declaration.type === "FunctionDeclaration")
      return [{ name: declaration.id?.name ?? "", kind: "function", hasDocstring }];
    if (declaration.type !== "VariableDeclaration") return [];
    return declaration.declarations.flatMap(({ id, init }) =>
      id.type === "Identifier"
        ? [
            {
              name: id.name,
              kind:
                init?.type === "ArrowFunctionExpression" || init?.type === "FunctionExpression"
                  ? "function"
                  : "value",
              hasDocstring,
            },
          ]
        : [],
    );
  });
}
