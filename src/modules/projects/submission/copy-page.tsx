import { Button, Form, Place, Progress, Section, Stack, Status } from "#base/ui/index.ts";
import { readTable } from "../prefill/prefill.ts";
import { sentTexts } from "./document.ts";
import type { ApplicationFile } from "../applications/reads.ts";
import {
  articleTitle,
  pathOf,
  sectionLines,
  type ContestReader,
  type FieldLine,
} from "../applications/view.ts";

/** Every field in the order of the funder's electronic form, to be copied one by one. */
export function CopyPage({
  reader,
  file,
  ticks,
}: {
  reader: ContestReader;
  file: ApplicationFile;
  ticks: ReadonlyMap<string, number>;
}) {
  const { copy } = reader.t;
  const sections = sectionLines(file.profile, sentTexts(file));
  const all = sections.flatMap(({ lines }) => lines);
  const done = all.filter(({ field, cut }) => ticks.get(field.code) === (cut?.version ?? 0)).length;
  return (
    <Stack gap="l">
      <Place title={copy.title} lead={copy.lead} />
      <Progress label={copy.left(done, all.length)} value={done} max={all.length} />
      {sections.map(({ code, title, lines }) => (
        <Section title={title} id={`section-${code}`}>
          {lines.map((line) => (
            <OneField reader={reader} file={file} line={line} ticked={ticks.get(line.field.code)} />
          ))}
        </Section>
      ))}
    </Stack>
  );
}

function OneField({
  reader,
  file,
  line,
  ticked,
}: {
  reader: ContestReader;
  file: ApplicationFile;
  line: FieldLine;
  ticked: number | undefined;
}) {
  const { copy, page } = reader.t;
  const { field, cut, state } = line;
  const version = cut?.version ?? 0;
  const current = ticked === version;
  const text = plainText(reader, file, line);
  const id = `copy-${field.code}`;
  return (
    <div class="card stack" data-gap="s" id={`field-${field.code}`}>
      <div class="between">
        {text === "" ? (
          <span class="h3">{field.title}</span>
        ) : (
          <label class="h3" for={id}>
            {field.title}
          </label>
        )}
        <span class="num small muted">
          {field.limit === undefined ? state.length : page.of(state.length, field.limit)}
        </span>
      </div>
      {text === "" ? <p class="muted">{copy.empty}</p> : <Copyable id={id} text={text} />}
      <div class="between">
        {current ? (
          <Status kind="closed" icon="check">
            {copy.copied}
          </Status>
        ) : ticked === undefined ? (
          <span />
        ) : (
          <Status kind="escalated">{copy.stale}</Status>
        )}
        {file.may.write && text !== "" && (
          <Form
            action={reader.href(pathOf(file.key, "/copy"))}
            hidden={{
              field: field.code,
              version: String(version),
              ...(current && { off: "yes" }),
            }}
            look="actions"
          >
            <Button size="s" kind={current ? "quiet" : undefined}>
              {current ? copy.untick : copy.tick}
            </Button>
          </Form>
        )}
      </div>
    </div>
  );
}

function Copyable({ id, text }: { id: string; text: string }) {
  if (!text.includes("\n") && text.length < 80) return <input id={id} readonly value={text} />;
  return (
    <textarea id={id} readonly rows={Math.min(14, Math.ceil(text.length / 90) + 1)} value={text} />
  );
}

/** «01.11.2026», as electronic forms take a day. */
const typedDay = (text: string): string => text.replace(/^(\d{4})-(\d{2})-(\d{2})$/, "$3.$2.$1");

/** A table goes into an electronic form row by row, its cells parted by tabs as a spreadsheet has them. */
function plainText(reader: ContestReader, { profile }: ApplicationFile, line: FieldLine): string {
  const { field, cut } = line;
  const text = cut?.text ?? "";
  if (field.table === undefined || text === "")
    return field.kind === "date" ? typedDay(text) : text;
  return readTable(field.table, text)
    .map((row) =>
      (field.columns ?? [])
        .map(({ key }) => {
          const cell = row[key] ?? "";
          return key === "article" ? articleTitle(reader, profile, cell) : typedDay(cell);
        })
        .join("\t"),
    )
    .join("\n");
}
