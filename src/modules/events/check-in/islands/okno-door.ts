import { canReadCodes, startScanning } from "./okno-door/camera.ts";
import {
  countInside,
  searchByName,
  randomUuid,
  findTicketOwner,
  type ServerMarkResult,
  type DoorSnapshot,
  type DoorPerson,
  type QueuedMark,
} from "./okno-door/device.ts";
import { openOfflineStore, type OfflineStore } from "./okno-door/offline-store.ts";

const syncIntervalMs = 15_000;
const batchSize = 100;

/**
 * Offline check-in. The form inside works without it; the island stores the list of people and a
 * queue of marks in the device, recognises tickets at once, and sends the queue when the network is
 * available. Attributes: `data-list`, `data-worker`, `data-scope`, `data-session`, messages in
 * `data-text-*`.
 */
export class OknoDoor extends HTMLElement {
  offlineStore: OfflineStore | undefined;
  list: DoorSnapshot = { present: 0, people: [] };
  queue: QueuedMark[] = [];
  sending = false;
  timer = 0;
  stopCamera: (() => void) | undefined;
  statusLine = document.createElement("p");
  summaryLine = document.createElement("p");
  results = document.createElement("div");

  connectedCallback(): void {
    this.statusLine.setAttribute("role", "status");
    this.statusLine.className = "lead";
    this.summaryLine.className = "small";
    this.results.className = "stack";
    this.append(this.statusLine, this.results, this.summaryLine);
    this.querySelector("form")?.addEventListener("submit", (event) => this.onSubmit(event));
    if (canReadCodes()) this.addCamera();
    void this.start();
  }

  disconnectedCallback(): void {
    clearInterval(this.timer);
    this.stopCamera?.();
  }

  async start(): Promise<void> {
    try {
      this.offlineStore = await openOfflineStore();
    } catch {
      this.showStatus(this.message("notKept"));
      return;
    }
    this.queue = await this.offlineStore.listQueue(this.door);
    this.list = (await this.offlineStore.loadSnapshot(this.door)) ?? this.list;
    addEventListener("online", () => void this.sync());
    addEventListener("offline", () => this.renderSummary());
    this.timer = window.setInterval(() => void this.sync(), syncIntervalMs);
    await this.sync();
    await this.cachePage().catch(() => undefined);
  }

  /** Caches the page and its assets, so that it opens offline. */
  async cachePage(): Promise<void> {
    if (navigator.serviceWorker === undefined) return;
    await navigator.serviceWorker.register(this.dataset["worker"] ?? "", {
      scope: this.dataset["scope"] ?? "",
    });
    const drawn = performance
      .getEntriesByType("resource")
      .map((entry) => new URL(entry.name))
      .filter((url) => url.origin === location.origin && url.pathname.startsWith("/assets/"))
      .map((url) => url.pathname);
    const cache = await caches.open("okno-door");
    await cache.addAll([...new Set([location.pathname + location.search, ...drawn])]);
  }

  get door(): string {
    return this.dataset["list"] ?? "";
  }

  message(key: string): string {
    return this.dataset[`text${key.slice(0, 1).toUpperCase()}${key.slice(1)}`] ?? "";
  }

  showStatus(sentence: string): void {
    this.statusLine.textContent = sentence;
  }

  onSubmit(event: SubmitEvent): void {
    const input = this.querySelector<HTMLInputElement>("input[name=ticket]");
    if (this.offlineStore === undefined || input === null) return;
    event.preventDefault();
    const text = input.value;
    input.value = "";
    input.focus();
    void this.processInput(text);
  }

  /** Handles a ticket or a surname: by the list first, else by the server when it is reachable. */
  async processInput(text: string): Promise<void> {
    this.results.replaceChildren();
    const owner = await findTicketOwner(this.list, text);
    if (owner !== undefined) return this.mark(owner, "qr");
    const people = searchByName(this.list, text);
    if (people.length > 0) return this.showCandidates(people);
    await this.enqueueMark({ source: "qr", ticket: text });
    if (!navigator.onLine) this.showStatus(this.message("unknown"));
    await this.sync();
  }

  showCandidates(people: readonly DoorPerson[]): void {
    this.results.replaceChildren(
      ...people.map((person) => {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "button";
        button.textContent = `${this.message("mark")}: ${person.name}`;
        button.addEventListener("click", () => {
          this.results.replaceChildren();
          void this.mark(person, "surname");
        });
        return button;
      }),
    );
  }

  async mark(person: DoorPerson, source: QueuedMark["source"]): Promise<void> {
    const session = this.dataset["session"] ?? null;
    const before =
      this.queue.some((one) => one.contact === person.contact && one.session === session) ||
      (person.at !== null && session === null);
    this.showStatus(before ? `${person.name}: ${this.message("already")}` : person.name);
    if (before) return;
    await this.enqueueMark({ source, contact: person.contact });
    await this.sync();
  }

  async enqueueMark(part: Pick<QueuedMark, "source" | "contact" | "ticket">): Promise<void> {
    const mark: QueuedMark = {
      id: randomUuid(),
      door: this.door,
      at: new Date().toISOString(),
      session: this.dataset["session"] ?? null,
      ...part,
    };
    await this.offlineStore?.enqueue(mark);
    this.queue.push(mark);
    this.renderSummary();
  }

  /** Sends the queue in batches, then loads the current list. Only one call runs at a time. */
  async sync(): Promise<void> {
    if (this.sending || this.offlineStore === undefined) return;
    this.sending = true;
    try {
      while (this.queue.length > 0) {
        const marks = this.queue.slice(0, batchSize);
        if (!(await this.send(marks))) return;
      }
      const response = await fetch(this.door, { headers: { accept: "application/json" } });
      if (!response.ok) return this.showStatus(this.message("signedOut"));
      this.list = (await response.json()) as DoorSnapshot;
      await this.offlineStore.saveSnapshot(this.door, this.list);
    } catch {
      // Offline: the queue remains, and the next call tries again.
    } finally {
      this.sending = false;
      this.renderSummary();
    }
  }

  async send(marks: readonly QueuedMark[]): Promise<boolean> {
    const response = await fetch(this.door, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        device: navigator.userAgent.slice(0, 80),
        marks: marks.map(({ door: _, ...mark }) => mark),
      }),
    });
    if (!response.ok) {
      this.showStatus(await this.failureText(response));
      return false;
    }
    const { marks: answers } = (await response.json()) as { marks: ServerMarkResult[] };
    await this.offlineStore?.removeFromQueue(answers.map(({ id }) => id));
    const answered = new Set(answers.map(({ id }) => id));
    this.queue = this.queue.filter(({ id }) => !answered.has(id));
    for (const answer of answers) this.showResult(answer, marks);
    return answers.length > 0;
  }

  /** Returns the text of a failed response; a signed-out device gets 403 or 404. */
  async failureText(response: Response): Promise<string> {
    if (response.status === 403 || response.status === 404) return this.message("signedOut");
    const problem = (await response.json().catch(() => ({}))) as { title?: string };
    return problem.title ?? this.message("refused");
  }

  /** Shows a mark that the server refused; one that the list knew was shown at once. */
  showResult(answer: ServerMarkResult, marks: readonly QueuedMark[]): void {
    if (answer.state === "counted" || answer.state === "known") {
      const sent = marks.find(({ id }) => id === answer.id);
      if (sent?.ticket !== undefined) this.showStatus(answer.name ?? "");
      return;
    }
    if (answer.state === "other-event") {
      const event = answer.event;
      this.showStatus(
        `${answer.name ?? ""}. ${this.message("otherEvent")} ${event?.number ?? ""}, «${event?.title ?? ""}»`,
      );
      return;
    }
    const words: Partial<Record<ServerMarkResult["state"], string>> = {
      "unknown-ticket": this.message("unknownTicket"),
      "unknown-person": this.message("unknownPerson"),
    };
    this.showStatus(words[answer.state] ?? this.message("refused"));
  }

  renderSummary(): void {
    const waiting = this.queue.length;
    const parts = [
      navigator.onLine ? "" : this.message("offline"),
      `${this.message("inside")} ${countInside(this.list, this.queue)}`,
      waiting > 0 ? `${this.message("queued")} ${waiting}` : this.message("sent"),
    ];
    this.summaryLine.textContent = parts.filter(Boolean).join(" · ");
  }

  addCamera(): void {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button";
    button.textContent = this.message("scan");
    const video = document.createElement("video");
    video.muted = true;
    video.playsInline = true;
    video.hidden = true;
    video.style.maxInlineSize = "100%";
    button.addEventListener("click", () => void this.toggleCamera(button, video));
    this.prepend(button, video);
  }

  async toggleCamera(button: HTMLButtonElement, video: HTMLVideoElement): Promise<void> {
    if (this.stopCamera !== undefined) {
      this.stopCamera();
      this.stopCamera = undefined;
      video.hidden = true;
      button.textContent = this.message("scan");
      return;
    }
    try {
      video.hidden = false;
      this.stopCamera = await startScanning(video, (text) => void this.processInput(text));
      button.textContent = this.message("stop");
    } catch {
      video.hidden = true;
      this.showStatus(this.message("noCamera"));
    }
  }
}

customElements.define("okno-door", OknoDoor);
