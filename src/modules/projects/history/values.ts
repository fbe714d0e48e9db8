import { formatRoublesInput } from "../zod-fields.ts";
import { formatDay, type ProjectViewContext } from "../view.ts";

/**
 * Looks up the name of an id in a revision: a row of the project, a person, a place, an
 * organisation, a file.
 */
export type IdNames = (id: string) => string | undefined;

const moneyColumns: readonly string[] = ["price", "from_grant", "from_own", "from_partners"];
const uuidPattern = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const isoDatePattern = /\d{4}-\d{2}-\d{2}/g;

/** Formats a revision's value: names for ids, labels for codes, roubles, dates. */
export function formatRevisionValue(
  view: ProjectViewContext,
  { field, text, nameOf }: { field: string; text: string; nameOf: IdNames },
): string {
  if (text === "") return "";
  const label = codeLabels(view, field)?.[text];
  if (label !== undefined) return label;
  if (moneyColumns.includes(field) && /^\d+$/.test(text)) return formatRoublesInput(Number(text));
  if (/^(starts_on|ends_on|published_on)$/.test(field)) return formatDay(view, text);
  if (field === "occasions") return formatOccurrenceList(view, text);
  return text.replace(uuidPattern, (id) => nameOf(id) ?? view.t.history.gone);
}

/** Formats «2026-03-01/2026-03-31, …» as date ranges; a single day once. */
function formatOccurrenceList(view: ProjectViewContext, text: string): string {
  return text
    .split(", ")
    .map((stretch) => {
      const days = [...new Set(stretch.match(isoDatePattern))].map((day) => formatDay(view, day));
      return days.join(" – ");
    })
    .join(", ");
}

function codeLabels({ t }: ProjectViewContext, field: string): Record<string, string> | undefined {
  const labels: Record<string, Record<string, string>> = {
    kind: t.activityKinds,
    article: t.articles,
    likelihood: t.likelihoods,
    direction: t.directions,
  };
  return labels[field];
}
