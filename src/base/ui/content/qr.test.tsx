import jsqr from "jsqr";
import { render } from "preact-render-to-string";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { QrCode, qrSvg } from "./qr.tsx";

async function scan(svg: string): Promise<string | undefined> {
  const { data, info } = await sharp(Buffer.from(svg))
    .resize(400, 400, { kernel: "nearest" })
    .flatten({ background: "#fff" })
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return jsqr(new Uint8ClampedArray(data), info.width, info.height)?.data;
}

describe("a QR code", () => {
  const address = "https://okno.example/k/certificates/9F3K-27QX";

  it("is read back by a camera's decoder, as a file and on a page", async () => {
    expect(await scan(qrSvg(address))).toBe(address);
    const svg = render(<QrCode text={address} label="a" size={120} />);
    expect(await scan(svg.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"'))).toBe(
      address,
    );
  });
});
