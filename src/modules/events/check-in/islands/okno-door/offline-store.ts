import type { DoorSnapshot, QueuedMark } from "./device.ts";

/** Storage of the device, available offline. */
export type OfflineStore = {
  loadSnapshot(door: string): Promise<DoorSnapshot | undefined>;
  saveSnapshot(door: string, list: DoorSnapshot): Promise<void>;
  listQueue(door: string): Promise<QueuedMark[]>;
  enqueue(mark: QueuedMark): Promise<void>;
  removeFromQueue(ids: readonly string[]): Promise<void>;
};

/** Opens IndexedDB with two stores: lists by door, queued marks by id. */
export async function openOfflineStore(): Promise<OfflineStore> {
  const db = await openDatabase();
  const store = (name: "lists" | "queue", mode: IDBTransactionMode) =>
    db.transaction(name, mode, { durability: "strict" }).objectStore(name);
  return {
    loadSnapshot: (door) =>
      toPromise<DoorSnapshot | undefined>(store("lists", "readonly").get(door)),
    saveSnapshot: (door, list) =>
      toPromise(store("lists", "readwrite").put(list, door)).then(() => {}),
    async listQueue(door) {
      const all = await toPromise<QueuedMark[]>(store("queue", "readonly").getAll());
      return all.filter((one) => one.door === door).sort((a, b) => (a.at < b.at ? -1 : 1));
    },
    enqueue: (mark) => toPromise(store("queue", "readwrite").put(mark)).then(() => {}),
    async removeFromQueue(ids) {
      const queue = store("queue", "readwrite");
      await Promise.all(ids.map((id) => toPromise(queue.delete(id))));
    },
  };
}

function openDatabase(): Promise<IDBDatabase> {
  const request = indexedDB.open("okno-door", 1);
  request.addEventListener("upgradeneeded", () => {
    request.result.createObjectStore("lists");
    request.result.createObjectStore("queue", { keyPath: "id" });
  });
  return toPromise(request);
}

function toPromise<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.addEventListener("success", () => resolve(request.result));
    request.addEventListener("error", () => reject(request.error ?? new Error("IndexedDB")));
  });
}
