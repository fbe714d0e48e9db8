import { Table } from "#base/ui/index.ts";

const checkboxMark = "☐";

/** A line to write on; nothing for a screen reader. */
export const BlankLine = () => <hr aria-hidden="true" />;

/** A box to tick before each text. */
export function PaperBoxes({ texts }: { texts: readonly string[] }) {
  return (
    <ul class="plain">
      {texts.map((text) => (
        <li>
          {checkboxMark} {text}
        </li>
      ))}
    </ul>
  );
}

/** Boxes in one line, each before its mark. */
export function PaperMarks({ marks }: { marks: readonly string[] }) {
  return (
    <p>
      {marks.map((mark) => (
        <span>
          {checkboxMark} {mark}{" "}
        </span>
      ))}
    </p>
  );
}

/** Rows × columns of boxes. */
export function PaperGrid(props: {
  caption: string;
  rows: readonly string[];
  columns: readonly string[];
}) {
  return (
    <Table
      caption={props.caption}
      captionHidden
      rows={props.rows}
      columns={[
        { head: props.caption, cell: (row) => row, rowHead: true },
        ...props.columns.map((head) => ({ head, cell: () => checkboxMark })),
      ]}
    />
  );
}

/** Six empty rows under the heads. */
export function BlankTable({ heads }: { heads: readonly string[] }) {
  return (
    <Table
      caption={heads.join(", ")}
      captionHidden
      rows={[1, 2, 3, 4, 5, 6]}
      columns={[
        { head: "№", cell: (line) => line, rowHead: true },
        ...heads.map((head) => ({ head, cell: () => "\u00a0" })),
      ]}
    />
  );
}
