type Detector = { detect(source: HTMLVideoElement): Promise<{ rawValue: string }[]> };
type DetectorMaker = new (options: { formats: string[] }) => Detector;

const makerOf = (): DetectorMaker | undefined =>
  (globalThis as { BarcodeDetector?: DetectorMaker }).BarcodeDetector;

/** Can this browser read codes by itself? */
export const readsCodes = (): boolean =>
  makerOf() !== undefined && navigator.mediaDevices !== undefined;

const everyMs = 200;
/** A ticket held before the camera is one scan. */
const sameMs = 4000;

/** Shows the camera in the video and tells each code once; the answer stops it. */
export async function watch(
  video: HTMLVideoElement,
  told: (text: string) => void,
): Promise<() => void> {
  const Maker = makerOf();
  if (Maker === undefined) throw new Error("no detector");
  const detector = new Maker({ formats: ["qr_code"] });
  const stream = await navigator.mediaDevices.getUserMedia({
    video: { facingMode: "environment" },
  });
  video.srcObject = stream;
  await video.play();
  const seen = new Map<string, number>();
  const timer = setInterval(async () => {
    for (const { rawValue } of await detector.detect(video).catch(() => [])) {
      const before = seen.get(rawValue) ?? 0;
      seen.set(rawValue, performance.now());
      if (performance.now() - before > sameMs || before === 0) told(rawValue);
    }
  }, everyMs);
  return () => {
    clearInterval(timer);
    for (const track of stream.getTracks()) track.stop();
  };
}
