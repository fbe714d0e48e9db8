import { describe, expect, it } from "vitest";
import { contentDisposition, docxResponse, pdfResponse } from "./download.ts";

const utf8Name = (header: string) =>
  decodeURIComponent(/filename\*=UTF-8''(.*)$/.exec(header)?.[1] ?? "");

describe("a file to be kept", () => {
  it("carries its Russian name, and an ASCII one for old programs", () => {
    const header = pdfResponse("Отчёт за 2026", Buffer.from("x")).headers.get(
      "content-disposition",
    );
    expect(utf8Name(header ?? "")).toBe("Отчёт за 2026.pdf");
    expect(header).toContain('attachment; filename="_ _ 2026.pdf"');
  });

  it("is never shown or run by a browser", async () => {
    const { headers } = docxResponse("a", Buffer.from("x"));
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("content-security-policy")).toContain("sandbox");
    expect(headers.get("content-length")).toBe("1");
    expect(headers.get("content-type")).toContain("wordprocessingml");
  });

  it.each([
    ['a"; filename="b.exe', "a ; filename= b.exe"],
    ["../../etc/passwd", "etc passwd"],
    ["строка\r\nset-cookie: a=1", "строкаset-cookie a=1"],
    ["итог (1)*'x'.pdf", "итог (1) 'x'.pdf"],
    ["\u202egnp.exe", "gnp.exe"],
    ["100%.pdf", "100%.pdf"],
    [" .. ", "file"],
    ["\ud800а", "\ufffdа"],
    [`${"о".repeat(300)}.pdf`, `${"о".repeat(146)}.pdf`],
  ])("takes no folder, header or hidden sign from the name %j", (name, kept) => {
    const header = contentDisposition(name);
    expect(utf8Name(header)).toBe(kept);
    expect(header).toMatch(
      /^attachment; filename="[^"\\\r\n%]*"; filename\*=UTF-8''[\w.~!#$&+^`|%-]*$/,
    );
  });
});
