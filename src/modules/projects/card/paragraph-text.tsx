/** A text of several paragraphs. */
export function ParagraphText({ text, class: className }: { text: string; class?: string }) {
  return (
    <>
      {text
        .split(/\n+/)
        .filter((line) => line.trim() !== "")
        .map((line) => (
          <p class={className}>{line}</p>
        ))}
    </>
  );
}
