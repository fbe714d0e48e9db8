import {
  DescriptionList,
  Grid,
  Heading,
  Stack,
  Table,
  useLang,
  type Column,
  type HeadingLevel,
} from "../ui/index.ts";
import type { ComponentChildren } from "preact";
import {
  toRuns,
  type DocumentBlock,
  type DocumentPicture,
  type DocumentTable,
  type RichText,
  type TextDocument,
} from "./document.ts";

/**
 * Renders the blocks on a page. `top` is the level of the document's first headings in the page's
 * outline: 1 where the document is the page, 2 under a page title.
 */
export function DocumentView({ document, top = 1 }: { document: TextDocument; top?: 1 | 2 }) {
  const page = useLang();
  const inner = groupRows(document.blocks).map((blocks) => {
    const shown = blocks.map((block) => <Block block={block} top={top} />);
    return blocks.length > 1 ? <Grid>{shown}</Grid> : shown;
  });
  if (document.lang === page) return <Stack>{inner}</Stack>;
  return (
    <div lang={document.lang}>
      <Stack>{inner}</Stack>
    </div>
  );
}

/** Consecutive pictures share a row; every other block has its own. */
function groupRows(blocks: readonly DocumentBlock[]): DocumentBlock[][] {
  const rows: DocumentBlock[][] = [];
  for (const block of blocks) {
    const last = rows.at(-1);
    if (block.kind === "picture" && last?.[0]?.kind === "picture") last.push(block);
    else rows.push([block]);
  }
  return rows;
}

function Block({ block, top }: { block: DocumentBlock; top: 1 | 2 }) {
  switch (block.kind) {
    case "heading":
      return <Heading level={(block.level + top - 1) as HeadingLevel}>{block.text}</Heading>;
    case "paragraph":
      return <p>{renderRichText(block.text)}</p>;
    case "note":
      return <p class="small muted">{renderRichText(block.text)}</p>;
    case "list":
      return <List {...block} />;
    case "facts":
      return (
        <DescriptionList
          items={block.facts.map(({ name, value }) => ({ name, value: renderRichText(value) }))}
          side
        />
      );
    case "table":
      return <TableBlock table={block} />;
    case "picture":
      return <Picture {...block} />;
    case "signatures":
      return (
        <DescriptionList
          items={block.lines.map(({ role, name }) => ({ name: role, value: name ?? "—" }))}
          side
        />
      );
    case "page-break":
      return null;
  }
}

function renderRichText(text: RichText): ComponentChildren {
  return toRuns(text).map(({ text: words, bold, italic, href }) => {
    const lines = words.split("\n").map((line, at) => (at === 0 ? line : [<br />, line]));
    const slanted = italic === true ? <i>{lines}</i> : lines;
    const strong = bold === true ? <b>{slanted}</b> : slanted;
    return href === undefined ? strong : <a href={href}>{strong}</a>;
  });
}

function List({ items, ordered }: { items: readonly RichText[]; ordered?: boolean }) {
  const Tag = ordered === true ? "ol" : "ul";
  return (
    <Tag>
      {items.map((item) => (
        <li>{renderRichText(item)}</li>
      ))}
    </Tag>
  );
}

function TableBlock({ table }: { table: DocumentTable }) {
  const columns = table.columns.map(({ head, align }, at): Column<readonly string[]> => ({
    head,
    cell: (row) => row[at] ?? "",
    number: align === "right",
    ...(table.total !== undefined && { foot: table.total[at] ?? "" }),
  }));
  return (
    <Table
      caption={table.caption ?? columns.map(({ head }) => head).join(", ")}
      captionHidden={table.caption === undefined}
      columns={columns}
      rows={table.rows}
      cards={columns.length > 3}
      dense
    />
  );
}

/** CSS pixels of a picture over the text's whole width; a narrower screen shows it narrower. */
const WIDE_PICTURE_WIDTH = 720;

function Picture({ src, alt, caption, share = 1 }: DocumentPicture) {
  if (src === undefined) return <p class="small muted">{caption ?? alt}</p>;
  return (
    <figure>
      <img src={src} alt={alt} width={Math.round(WIDE_PICTURE_WIDTH * share)} loading="lazy" />
      {caption !== undefined && <figcaption class="small muted">{caption}</figcaption>}
    </figure>
  );
}
