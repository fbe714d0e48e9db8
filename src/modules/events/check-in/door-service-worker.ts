/** The parts of the service worker's global scope that are used. */
type ServiceWorkerScope = {
  addEventListener(type: string, listener: (event: ServiceWorkerEvent) => void): void;
  skipWaiting(): Promise<void>;
  clients: { claim(): Promise<void> };
  caches: CacheStorage;
  fetch: typeof fetch;
  location: { origin: string };
};
type ServiceWorkerEvent = {
  request: Request;
  waitUntil(work: Promise<unknown>): void;
  respondWith(answer: Promise<Response>): void;
};

/**
 * Caches the page of the door and its assets, so that it opens offline. Only responses with status
 * 200 are cached, and the network goes first whenever it is available.
 */
function installDoorWorker(worker: ServiceWorkerScope): void {
  const name = "okno-door";
  const cacheResponse = async (request: Request, response: Response) => {
    if (response.status === 200 && response.type === "basic" && !response.redirected)
      await (await worker.caches.open(name)).put(request, response.clone());
    return response;
  };
  const matchCache = async (request: Request) => (await worker.caches.open(name)).match(request);
  worker.addEventListener("install", (event) => event.waitUntil(worker.skipWaiting()));
  worker.addEventListener("activate", (event) => event.waitUntil(worker.clients.claim()));
  worker.addEventListener("fetch", (event) => {
    const { request } = event;
    const url = new URL(request.url);
    if (request.method !== "GET" || url.origin !== worker.location.origin) return;
    const fromNetwork = () =>
      worker.fetch(request).then((response) => cacheResponse(request, response));
    // Built assets never change under their name; everything else comes from the network first.
    if (url.pathname.startsWith("/assets/"))
      event.respondWith(matchCache(request).then((response) => response ?? fromNetwork()));
    else if (request.mode === "navigate")
      event.respondWith(
        fromNetwork().catch(async (error: unknown) => {
          const response = await matchCache(request);
          if (response !== undefined) return response;
          throw error;
        }),
      );
  });
}

/** Returns the script of the service worker: one function that uses nothing from outside. */
export function doorWorkerScript(): string {
  return `(${installDoorWorker.toString()})(self);\n`;
}
