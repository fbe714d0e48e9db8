/** Writes src/base/db/tables.ts from a freshly migrated database: `npm run db-types`. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../src/base/db/migrate.ts";
import { describeTables } from "../src/base/db/describe.ts";
import { createTestDatabase } from "../src/testing/database.ts";

const database = await createTestDatabase();
try {
  writeFileSync(
    join(packageRoot(), "src/base/db/tables.ts"),
    await describeTables(database.ownerUrl),
  );
} finally {
  await database.close();
}
