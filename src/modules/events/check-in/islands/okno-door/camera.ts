type CodeDetector = { detect(source: HTMLVideoElement): Promise<{ rawValue: string }[]> };
type CodeDetectorConstructor = new (options: { formats: string[] }) => CodeDetector;

const detectorConstructor = (): CodeDetectorConstructor | undefined =>
  (globalThis as { BarcodeDetector?: CodeDetectorConstructor }).BarcodeDetector;

/** Returns whether this browser can detect QR codes. */
export const canReadCodes = (): boolean =>
  detectorConstructor() !== undefined && navigator.mediaDevices !== undefined;

const scanIntervalMs = 200;
/** A ticket held in front of the camera counts as one scan. */
const repeatWindowMs = 4000;

/** Shows the camera in the video and reports each code once. Returns a function that stops it. */
export async function startScanning(
  video: HTMLVideoElement,
  onCode: (text: string) => void,
): Promise<() => void> {
  const Maker = detectorConstructor();
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
      if (performance.now() - before > repeatWindowMs || before === 0) onCode(rawValue);
    }
  }, scanIntervalMs);
  return () => {
    clearInterval(timer);
    for (const track of stream.getTracks()) track.stop();
  };
}
