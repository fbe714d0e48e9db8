import type { ProjectViewContext } from "../view.ts";

/** The words of a column or field as its form says them; a name without words stays itself. */
export function fieldName({ t }: ProjectViewContext, field: string): string {
  const key = columnFieldNames[field] ?? toCamelCase(field);
  const label = Object.entries(t.fields).find(([name]) => name === key);
  return label?.[1] ?? field;
}

/** Columns whose fields are called otherwise. */
const columnFieldNames: Record<string, string> = {
  organisation_id: "organisation",
  programme_id: "programme",
  municipality_id: "placeIds",
  places: "placeIds",
  occasions: "days",
  name: "partner",
  letter_id: "letter",
  file_id: "copy",
  lead_id: "leadId",
};

const toCamelCase = (column: string): string =>
  column.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
