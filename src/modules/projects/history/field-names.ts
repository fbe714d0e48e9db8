import type { ProjectViewContext } from "../view.ts";

/**
 * Returns the label of a column or field as its form shows it; an unknown name is returned as is.
 */
export function fieldName({ t }: ProjectViewContext, field: string): string {
  const key = columnFieldNames[field] ?? toCamelCase(field);
  const label = Object.entries(t.fields).find(([name]) => name === key);
  return label?.[1] ?? field;
}

/** Columns whose form fields have other names. */
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
