import fc from "fast-check";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { atomResponse, textStream } from "./exports.ts";

/** Text that a resident may write: any script, control characters, markup. */
const anyText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.constantFrom("<b>&amp;</b>", "]]>", "\u0000\u0008\u000b\uffff", '"quoted"', "=1+1", "Каменка"),
);

describe("the Atom twin", () => {
  const feed = (text: string) =>
    atomResponse({
      title: text,
      href: "https://okno.example/?a=1&b=2",
      self: "https://okno.example/a.atom?q=<x>",
      updated: new Date(0),
      entries: [
        { id: "urn:uuid:1", title: text, href: "https://okno.example/1", at: new Date(0), text },
      ],
    }).text();

  it("is well-formed XML whatever residents wrote", async () => {
    await fc.assert(
      fc.asyncProperty(anyText, async (text) => {
        expect(await wellFormed(await feed(text))).toBe(true);
      }),
      { numRuns: 80 },
    );
  });

  it("says the words unchanged", async () => {
    expect(await feed("Яма & «люк» <5 см>")).toContain(
      "<title>Яма &amp; «люк» &lt;5 см&gt;</title>",
    );
  });

  it("is judged by a reader that does notice broken XML", async () => {
    expect(await wellFormed("<feed><entry></feed>")).toBe(false);
    expect(await wellFormed("<feed>a & b</feed>")).toBe(false);
    expect(await wellFormed("<feed>\u0008</feed>")).toBe(false);
  });
});

/** A strict XML parser reads it: as data inside a drawing, which the drawing library must parse whole. */
async function wellFormed(xml: string): Promise<boolean> {
  const body = xml.replace(/^<\?xml[^>]*\?>/, "");
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><metadata>${body}</metadata></svg>`;
  return sharp(Buffer.from(svg))
    .png()
    .toBuffer()
    .then(
      () => true,
      () => false,
    );
}

describe("a stream", () => {
  it("stops working when its reader leaves", async () => {
    let left = false;
    async function* endless() {
      try {
        for (;;) yield "x";
      } finally {
        left = true;
      }
    }
    const reader = textStream(endless()).getReader();
    await reader.read();
    await reader.cancel();
    expect(left).toBe(true);
  });
});
