import type { DoorList, Queued } from "./device.ts";

/** What the device remembers between pages and without network. */
export type Memory = {
  list(door: string): Promise<DoorList | undefined>;
  keepList(door: string, list: DoorList): Promise<void>;
  queue(door: string): Promise<Queued[]>;
  add(mark: Queued): Promise<void>;
  forget(ids: readonly string[]): Promise<void>;
};

/** IndexedDB with two stores: lists by door, marks that wait by their id. */
export async function openMemory(): Promise<Memory> {
  const db = await opened();
  const store = (name: "lists" | "queue", mode: IDBTransactionMode) =>
    db.transaction(name, mode, { durability: "strict" }).objectStore(name);
  return {
    list: (door) => done<DoorList | undefined>(store("lists", "readonly").get(door)),
    keepList: (door, list) => done(store("lists", "readwrite").put(list, door)).then(() => {}),
    async queue(door) {
      const all = await done<Queued[]>(store("queue", "readonly").getAll());
      return all.filter((one) => one.door === door).sort((a, b) => (a.at < b.at ? -1 : 1));
    },
    add: (mark) => done(store("queue", "readwrite").put(mark)).then(() => {}),
    async forget(ids) {
      const queue = store("queue", "readwrite");
      await Promise.all(ids.map((id) => done(queue.delete(id))));
    },
  };
}

function opened(): Promise<IDBDatabase> {
  const request = indexedDB.open("okno-door", 1);
  request.addEventListener("upgradeneeded", () => {
    request.result.createObjectStore("lists");
    request.result.createObjectStore("queue", { keyPath: "id" });
  });
  return done(request);
}

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.addEventListener("success", () => resolve(request.result));
    request.addEventListener("error", () => reject(request.error ?? new Error("IndexedDB")));
  });
}
