/** The few parts of a service worker's world that ours touches. */
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
 * Keeps the page of the door and what it is drawn with, so that it opens without network. Only a
 * page that was answered with 200 is kept, and the network is asked first whenever there is one.
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
    // What is built never changes under its name; everything else is newest from the network.
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

/** The worker's script: one function that needs nothing from outside. */
export function doorWorkerScript(): string {
  return `(${installDoorWorker.toString()})(self);\n`;
}
