import {
  Kysely,
  PostgresDialect,
  sql,
  type PostgresPool,
  type PostgresPoolClient,
  type Transaction,
} from "kysely";
import pg from "pg";
import type { Tables } from "./tables.ts";

export type Db = Kysely<Tables> | Transaction<Tables>;

export type Database = {
  /** Queries of one region: row-level security hides other regions' rows. */
  region(id: string): Kysely<Tables>;
  /**
   * The same outside any transaction: for short reads that a transaction waits for, on connections
   * of their own, so that transactions never wait for each other's connections.
   */
  regionOutsideTransaction(id: string): Kysely<Tables>;
  /** Queries of no region: installation-wide tables only. */
  global: Kysely<Tables>;
  /** Returns whether the server responds. */
  ping(): Promise<boolean>;
  /**
   * Returns the next short number of a region's series; taken outside any transaction, so gaps are
   * allowed.
   */
  nextNumber(region: string, series: string, count?: number): Promise<number>;
  close(): Promise<void>;
};

const preparedMarker = "/* plan kept */";

/**
 * For `modifyEnd` of a read by key whose SQL text never varies: the statement is prepared once per
 * connection. Not for filters: their best plan depends on the values, and varying texts would fill
 * the server's memory.
 */
export const usePreparedStatement = sql.raw(preparedMarker);

// int8 counts fit a double; dates stay «YYYY-MM-DD» text, never shifted by a zone.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);
pg.types.setTypeParser(pg.types.builtins.NUMERIC, Number);
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);

/**
 * Opens the application's connections. `url` must log in as (or become, by `options=-c role=…`) a
 * role that is neither superuser nor owner, else row-level security does not apply.
 */
export function connectDatabase(url: string, options: { connections?: number } = {}): Database {
  const pool = new pg.Pool({ connectionString: url, max: options.connections ?? 10 });
  pool.on("error", () => {}); // An idle connection that dies is replaced at the next checkout.
  const sidePool = new pg.Pool({ connectionString: url, max: 2 });
  sidePool.on("error", () => {});
  // Only numbers are written here; their user's later commit flushes them too, so asynchronous
  // commit is safe.
  sidePool.on("connect", (client) => {
    client.query("set synchronous_commit = off").catch(() => {});
  });
  const regionOf = new WeakMap<pg.PoolClient, string>();
  const open = createRegionDatabases(pool, regionOf);
  const regionOutsideTransaction = createRegionDatabases(sidePool, regionOf);
  return {
    region: open,
    regionOutsideTransaction,
    global: open(""),
    ping: () =>
      pool.query("select 1").then(
        () => true,
        () => false,
      ),
    async nextNumber(region, series, count = 1) {
      const client = await createRegionPool(sidePool, region, regionOf).connect();
      try {
        const { rows } = await client.query<{ last: number }>(
          `insert into base_numbers (region_id, series, last) values ($1, $2, $3)
           on conflict (region_id, series) do update set last = base_numbers.last + $3
           returning last`,
          [region, series, count],
        );
        return (rows[0]?.last ?? 0) - count + 1;
      } finally {
        client.release();
      }
    },
    async close() {
      await Promise.all([pool.end(), sidePool.end()]);
    },
  };
}

/** One Kysely per region over a pool, created on first use. */
function createRegionDatabases(pool: pg.Pool, regionOf: WeakMap<pg.PoolClient, string>) {
  const bound = new Map<string, Kysely<Tables>>();
  return (region: string): Kysely<Tables> => {
    const known = bound.get(region);
    if (known !== undefined) return known;
    const db = new Kysely<Tables>({
      dialect: new PostgresDialect({
        pool: withPreparedStatements(createRegionPool(pool, region, regionOf)),
      }),
    });
    bound.set(region, db);
    return db;
  };
}

/**
 * A view of the pool whose every connection has `okno.region` set. The setting is kept per
 * connection and written only on change, so one region costs nothing.
 */
function createRegionPool(pool: pg.Pool, region: string, regionOf: WeakMap<pg.PoolClient, string>) {
  return {
    options: pool.options,
    async connect() {
      const client = await pool.connect();
      if (regionOf.get(client) === region) return client;
      try {
        await client.query("select set_config('okno.region', $1, false)", [region]);
      } catch (error) {
        client.release(true);
        throw error;
      }
      regionOf.set(client, region);
      return client;
    },
    end: () => Promise.resolve(), // The pool outlives each view; `close` ends it once.
  };
}

const statementNames = new Map<string, string>();

/** Gives statements that end with `keepPlan` a name: PostgreSQL keeps the plan of a named one. */
function withPreparedStatements(pool: ReturnType<typeof createRegionPool>): PostgresPool {
  const views = new WeakMap<pg.PoolClient, PostgresPoolClient>();
  return {
    ...pool,
    async connect() {
      const client = await pool.connect();
      const view = views.get(client) ?? wrapClient(client);
      views.set(client, view);
      return view;
    },
  };
}

function wrapClient(client: pg.PoolClient): PostgresPoolClient {
  const ask = (text: string, values: readonly unknown[]): Promise<unknown> =>
    client.query({
      text,
      values: [...values],
      ...(text.endsWith(preparedMarker) && { name: statementName(text) }),
    });
  return {
    query: ask as PostgresPoolClient["query"],
    release: (destroy) => client.release(destroy),
  };
}

function statementName(text: string): string {
  const name = statementNames.get(text) ?? `kept-${statementNames.size + 1}`;
  statementNames.set(text, name);
  return name;
}
