import { readsCodes, watch } from "./okno-door/camera.ts";
import {
  inside,
  named,
  newId,
  ownerOf,
  type Answer,
  type DoorList,
  type Expected,
  type Queued,
} from "./okno-door/device.ts";
import { openMemory, type Memory } from "./okno-door/offline-store.ts";

const everyMs = 15_000;
const portion = 100;

/**
 * The door without network. The form inside works by itself; with this, the list of people and a
 * queue of marks stay in the device, tickets are known at once, and the queue is sent when the
 * network is back. Attributes: `data-list`, `data-worker`, `data-scope`, `data-session`, words in
 * `data-say-*`.
 */
export class OknoDoor extends HTMLElement {
  memory: Memory | undefined;
  list: DoorList = { present: 0, people: [] };
  queue: Queued[] = [];
  sending = false;
  timer = 0;
  stopCamera: (() => void) | undefined;
  line = document.createElement("p");
  state = document.createElement("p");
  found = document.createElement("div");

  connectedCallback(): void {
    this.line.setAttribute("role", "status");
    this.line.className = "lead";
    this.state.className = "small";
    this.found.className = "stack";
    this.append(this.line, this.found, this.state);
    this.querySelector("form")?.addEventListener("submit", (event) => this.typed(event));
    if (readsCodes()) this.addCamera();
    void this.wake();
  }

  disconnectedCallback(): void {
    clearInterval(this.timer);
    this.stopCamera?.();
  }

  async wake(): Promise<void> {
    try {
      this.memory = await openMemory();
    } catch {
      this.tell(this.say("notKept"));
      return;
    }
    this.queue = await this.memory.queue(this.door);
    this.list = (await this.memory.list(this.door)) ?? this.list;
    addEventListener("online", () => void this.sync());
    addEventListener("offline", () => this.show());
    this.timer = window.setInterval(() => void this.sync(), everyMs);
    await this.sync();
    await this.keepPage().catch(() => undefined);
  }

  /** The page and all it was drawn with go into the worker's store: it opens without network too. */
  async keepPage(): Promise<void> {
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

  say(key: string): string {
    return this.dataset[`say${key.slice(0, 1).toUpperCase()}${key.slice(1)}`] ?? "";
  }

  tell(sentence: string): void {
    this.line.textContent = sentence;
  }

  typed(event: SubmitEvent): void {
    const input = this.querySelector<HTMLInputElement>("input[name=ticket]");
    if (this.memory === undefined || input === null) return;
    event.preventDefault();
    const text = input.value;
    input.value = "";
    input.focus();
    void this.take(text);
  }

  /** A ticket or a surname: known at once by the list, else asked of the house when it can be. */
  async take(text: string): Promise<void> {
    this.found.replaceChildren();
    const owner = await ownerOf(this.list, text);
    if (owner !== undefined) return this.mark(owner, "qr");
    const people = named(this.list, text);
    if (people.length > 0) return this.offer(people);
    await this.put({ source: "qr", ticket: text });
    if (!navigator.onLine) this.tell(this.say("unknown"));
    await this.sync();
  }

  offer(people: readonly Expected[]): void {
    this.found.replaceChildren(
      ...people.map((person) => {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "button";
        button.textContent = `${this.say("mark")}: ${person.name}`;
        button.addEventListener("click", () => {
          this.found.replaceChildren();
          void this.mark(person, "surname");
        });
        return button;
      }),
    );
  }

  async mark(person: Expected, source: Queued["source"]): Promise<void> {
    const session = this.dataset["session"] ?? null;
    const before =
      this.queue.some((one) => one.contact === person.contact && one.session === session) ||
      (person.at !== null && session === null);
    this.tell(before ? `${person.name}: ${this.say("already")}` : person.name);
    if (before) return;
    await this.put({ source, contact: person.contact });
    await this.sync();
  }

  async put(part: Pick<Queued, "source" | "contact" | "ticket">): Promise<void> {
    const mark: Queued = {
      id: newId(),
      door: this.door,
      at: new Date().toISOString(),
      session: this.dataset["session"] ?? null,
      ...part,
    };
    await this.memory?.add(mark);
    this.queue.push(mark);
    this.show();
  }

  /** Sends what waits, in portions, then takes the newest list along. One at a time. */
  async sync(): Promise<void> {
    if (this.sending || this.memory === undefined) return;
    this.sending = true;
    try {
      while (this.queue.length > 0) {
        const marks = this.queue.slice(0, portion);
        if (!(await this.send(marks))) return;
      }
      const response = await fetch(this.door, { headers: { accept: "application/json" } });
      if (!response.ok) return this.tell(this.say("signedOut"));
      this.list = (await response.json()) as DoorList;
      await this.memory.keepList(this.door, this.list);
    } catch {
      // No network: what waits stays where it is, and the next round tries again.
    } finally {
      this.sending = false;
      this.show();
    }
  }

  async send(marks: readonly Queued[]): Promise<boolean> {
    const response = await fetch(this.door, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        device: navigator.userAgent.slice(0, 80),
        marks: marks.map(({ door: _, ...mark }) => mark),
      }),
    });
    if (!response.ok) {
      this.tell(await this.whyNot(response));
      return false;
    }
    const { marks: answers } = (await response.json()) as { marks: Answer[] };
    await this.memory?.forget(answers.map(({ id }) => id));
    const answered = new Set(answers.map(({ id }) => id));
    this.queue = this.queue.filter(({ id }) => !answered.has(id));
    for (const answer of answers) this.heard(answer, marks);
    return answers.length > 0;
  }

  /** Signed out looks like a door that is not there; any other refusal says its reason. */
  async whyNot(response: Response): Promise<string> {
    if (response.status === 403 || response.status === 404) return this.say("signedOut");
    const problem = (await response.json().catch(() => ({}))) as { title?: string };
    return problem.title ?? this.say("refused");
  }

  /** What the house refused is said; what the list knew already was said at once. */
  heard(answer: Answer, marks: readonly Queued[]): void {
    if (answer.state === "counted" || answer.state === "known") {
      const asked = marks.find(({ id }) => id === answer.id);
      if (asked?.ticket !== undefined) this.tell(answer.name ?? "");
      return;
    }
    if (answer.state === "other-event") {
      const event = answer.event;
      this.tell(
        `${answer.name ?? ""}. ${this.say("otherEvent")} ${event?.number ?? ""}, «${event?.title ?? ""}»`,
      );
      return;
    }
    const words: Partial<Record<Answer["state"], string>> = {
      "unknown-ticket": this.say("unknownTicket"),
      "unknown-person": this.say("unknownPerson"),
    };
    this.tell(words[answer.state] ?? this.say("refused"));
  }

  show(): void {
    const waiting = this.queue.length;
    const parts = [
      navigator.onLine ? "" : this.say("offline"),
      `${this.say("inside")} ${inside(this.list, this.queue)}`,
      waiting > 0 ? `${this.say("queued")} ${waiting}` : this.say("sent"),
    ];
    this.state.textContent = parts.filter(Boolean).join(" · ");
  }

  addCamera(): void {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button";
    button.textContent = this.say("scan");
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
      button.textContent = this.say("scan");
      return;
    }
    try {
      video.hidden = false;
      this.stopCamera = await watch(video, (text) => void this.take(text));
      button.textContent = this.say("stop");
    } catch {
      video.hidden = true;
      this.tell(this.say("noCamera"));
    }
  }
}

customElements.define("okno-door", OknoDoor);
