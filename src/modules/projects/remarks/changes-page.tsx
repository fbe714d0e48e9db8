import { EmptyState, PageHeader, Section, Stack, Tag } from "#base/ui/index.ts";
import { submittedTexts } from "../submission/document.ts";
import type { ApplicationDetails } from "../applications/reads.ts";
import {
  applicationSectionRows,
  type ContestViewContext,
  type ApplicationFieldRow,
} from "../applications/view.ts";
import type { ApplicationRemark } from "../applications/store.ts";
import { countChangedWords, diffWords, type DiffSegment } from "./word-diff.ts";
import { textFromFormer } from "../prefill/prefill.ts";
import { TextDiff, FieldText } from "../applications/field-text.tsx";
import { RemarkList } from "./remark-list.tsx";

type FieldDiff = { row: ApplicationFieldRow; before: string | undefined; segments: DiffSegment[] };

/** Changes since the former application, field by field, and the remarks they address. */
export function ApplicationChangesPage({
  viewContext: view,
  details,
  was,
}: {
  viewContext: ContestViewContext;
  details: ApplicationDetails;
  was: (remark: ApplicationRemark) => string | undefined;
}) {
  const { changes } = view.t;
  const { former } = details;
  if (former === undefined) {
    return (
      <Stack gap="l">
        <PageHeader title={changes.title} />
        <EmptyState title={changes.noFormer} level={2} />
        <RemarkList viewContext={view} details={details} was={was} />
      </Stack>
    );
  }
  const lines = applicationSectionRows(details.profile, submittedTexts(details)).flatMap(
    (section) => section.fields,
  );
  const all = lines.map((line): FieldDiff => {
    const before = textFromFormer(line.field, former);
    return { row: line, before, segments: diffWords(before ?? "", line.content?.text ?? "") };
  });
  const changed = all.filter(({ row, before }) => (before ?? "") !== (row.content?.text ?? ""));
  return (
    <Stack gap="l">
      <PageHeader
        title={changes.title}
        lead={changes.lead(former.application.seq, former.application.contest)}
      />
      <RemarkList viewContext={view} details={details} was={was} />
      {changed.length === 0 && <EmptyState title={changes.none} level={2} />}
      {changed.map((one) => (
        <FieldChangeSection viewContext={view} details={details} {...one} />
      ))}
      {changed.length < all.length && (
        <p class="muted">{changes.same(all.length - changed.length)}</p>
      )}
    </Stack>
  );
}

function FieldChangeSection({
  viewContext: view,
  details,
  row,
  before,
  segments,
}: FieldDiff & { viewContext: ContestViewContext; details: ApplicationDetails }) {
  const { changes } = view.t;
  const { removed, added } = countChangedWords(segments);
  const text = row.content?.text ?? "";
  return (
    <Section title={row.field.title} small id={`change-${row.field.code}`}>
      {before === undefined ? (
        <>
          <p>
            <Tag>{changes.fresh}</Tag>
          </p>
          <FieldText viewContext={view} profile={details.profile} field={row.field} text={text} />
        </>
      ) : (
        <>
          <p class="small muted">{changes.words(removed, added)}</p>
          <TextDiff viewContext={view} pieces={segments} />
        </>
      )}
    </Section>
  );
}
