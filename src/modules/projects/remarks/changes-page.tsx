import { Empty, Place, Section, Stack, Tag } from "#base/ui/index.ts";
import { sentTexts } from "../submission/document.ts";
import type { ApplicationFile } from "../applications/reads.ts";
import { sectionLines, type ContestReader, type FieldLine } from "../applications/view.ts";
import type { Remark } from "../applications/store.ts";
import { changedWords, wordDiff, type Piece } from "./word-diff.ts";
import { formerText } from "../prefill/prefill.ts";
import { Diff, FieldText } from "../applications/field-text.tsx";
import { RemarkList } from "./remark-list.tsx";

type Changed = { line: FieldLine; before: string | undefined; pieces: Piece[] };

/** What was corrected since the former application, field by field, and the remarks it answers. */
export function ChangesPage({
  reader,
  file,
  was,
}: {
  reader: ContestReader;
  file: ApplicationFile;
  was: (remark: Remark) => string | undefined;
}) {
  const { changes } = reader.t;
  const { former } = file;
  if (former === undefined) {
    return (
      <Stack gap="l">
        <Place title={changes.title} />
        <Empty title={changes.noFormer} level={2} />
        <RemarkList reader={reader} file={file} was={was} />
      </Stack>
    );
  }
  const lines = sectionLines(file.profile, sentTexts(file)).flatMap((section) => section.lines);
  const all = lines.map((line): Changed => {
    const before = formerText(line.field, former);
    return { line, before, pieces: wordDiff(before ?? "", line.cut?.text ?? "") };
  });
  const changed = all.filter(({ line, before }) => (before ?? "") !== (line.cut?.text ?? ""));
  return (
    <Stack gap="l">
      <Place
        title={changes.title}
        lead={changes.lead(former.application.seq, former.application.contest)}
      />
      <RemarkList reader={reader} file={file} was={was} />
      {changed.length === 0 && <Empty title={changes.none} level={2} />}
      {changed.map((one) => (
        <OneChange reader={reader} file={file} {...one} />
      ))}
      {changed.length < all.length && (
        <p class="muted">{changes.same(all.length - changed.length)}</p>
      )}
    </Stack>
  );
}

function OneChange({
  reader,
  file,
  line,
  before,
  pieces,
}: Changed & { reader: ContestReader; file: ApplicationFile }) {
  const { changes } = reader.t;
  const { removed, added } = changedWords(pieces);
  const text = line.cut?.text ?? "";
  return (
    <Section title={line.field.title} small id={`change-${line.field.code}`}>
      {before === undefined ? (
        <>
          <p>
            <Tag>{changes.fresh}</Tag>
          </p>
          <FieldText reader={reader} profile={file.profile} field={line.field} text={text} />
        </>
      ) : (
        <>
          <p class="small muted">{changes.words(removed, added)}</p>
          <Diff reader={reader} pieces={pieces} />
        </>
      )}
    </Section>
  );
}
