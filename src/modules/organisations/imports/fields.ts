/** What a column of an organisations' file may hold, in the order of our own export. */
export const importFields = [
  "id",
  "kind",
  "legalForm",
  "name",
  "shortName",
  "inn",
  "ogrn",
  "directions",
  "territory",
  "settlement",
  "address",
  "lat",
  "lon",
  "phone",
  "email",
  "site",
  "links",
  "description",
  "openedOn",
  "openedUnder",
  "openedLink",
  "state",
] as const;
export type ImportField = (typeof importFields)[number];

/** Column by column: its field, or null for a column that is not read. */
export type ColumnMapping = (ImportField | null)[];

export const mergeModes = ["fill", "overwrite"] as const;
export const duplicateDecisions = ["skip", "same", "new"] as const;
export type DuplicateDecision = (typeof duplicateDecisions)[number];

export type ImportOptions = {
  /** Known cards: `fill` fills only empty fields, `overwrite` replaces them by the file's values. */
  mergeMode: (typeof mergeModes)[number];
  /** What happens to possible duplicates that nobody decided about. */
  duplicateDecision: DuplicateDecision;
  /** The file's first row is a row of data. */
  headerless: boolean;
};
