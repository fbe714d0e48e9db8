import { labelOf } from "#base/messages.ts";
import {
  Actions,
  ButtonLink,
  Cluster,
  EmptyState,
  PageHeader,
  Section,
  Stack,
  Table,
  Tag,
} from "#base/ui/index.ts";
import type { ApiDocument, ApiOperation, JsonSchema } from "./openapi.ts";
import type { AdministrationView } from "../view.tsx";

type Props = { view: AdministrationView; document: ApiDocument };

type Entry = { method: string; path: string; operation: ApiOperation };

/** The document in words, for the person who will write the program. */
export function ApiPage({ view, document }: Props) {
  const { t, href } = view;
  const entries: Entry[] = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method, path, operation })),
  );
  return (
    <Stack gap="xl">
      <PageHeader title={t.api.title} lead={t.api.lead}>
        <Actions>
          <ButtonLink href={href("/api/openapi.json")} icon="doc">
            {t.api.document}
          </ButtonLink>
        </Actions>
      </PageHeader>
      <Section title={t.api.key} gap="m">
        <p>{t.api.keyText}</p>
        <p>
          <code>Authorization: Bearer okno_…</code>
        </p>
      </Section>
      <Section title={t.api.errors}>
        <p>{t.api.errorsText}</p>
      </Section>
      {entries.length === 0 && <EmptyState level={2} title={t.api.empty} text={t.api.emptyText} />}
      {document.tags.map(({ name }) => (
        <Section title={labelOf(t.api.modules, name) ?? name} gap="l">
          {entries
            .filter(({ operation }) => operation.tags.includes(name))
            .map((entry) => (
              <OperationSection view={view} document={document} entry={entry} />
            ))}
        </Section>
      ))}
    </Stack>
  );
}

function OperationSection({ view, document, entry }: Props & { entry: Entry }) {
  const { t, href } = view;
  const { method, path, operation } = entry;
  const open = operation.security.some((way) => Object.keys(way).length === 0);
  const body = operation.requestBody?.content["application/json"]?.schema;
  const answer = responseContent(operation)?.["application/json"]?.schema;
  const ready = method === "get" && operation.parameters.every(({ required }) => !required);
  return (
    <Section
      level={3}
      title={<code>{`${method.toUpperCase()} ${path}`}</code>}
      lead={operation.summary}
      gap="m"
    >
      <Cluster>
        <Tag>{open ? t.api.open : t.api.guarded}</Tag>
        {ready && open && <a href={href(path)}>{t.api.try}</a>}
      </Cluster>
      <Fields
        view={view}
        caption={t.api.query}
        fields={operation.parameters.map(({ name, required, schema, description }) => ({
          name,
          required,
          schema: { ...schema, ...(description !== undefined && { description }) },
        }))}
      />
      {body && <Fields view={view} caption={t.api.body} fields={fieldsOf(document, body)} />}
      {answer && <Fields view={view} caption={t.api.answer} fields={fieldsOf(document, answer)} />}
    </Section>
  );
}

function responseContent({ responses }: ApiOperation) {
  const done = responses["200"];
  return done !== undefined && "content" in done ? done.content : undefined;
}

type FieldLine = { name: string; required: boolean; schema: JsonSchema };

function fieldsOf(document: ApiDocument, given: JsonSchema): FieldLine[] {
  const schema = resolveSchema(document, given);
  const { properties = {}, required = [] } = schema as {
    properties?: Record<string, JsonSchema>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, inner]) => ({
    name,
    required: required.includes(name),
    schema: inner,
  }));
}

function resolveSchema(document: ApiDocument, schema: JsonSchema): JsonSchema {
  const ref = typeof schema.$ref === "string" ? schema.$ref.split("/").at(-1) : undefined;
  return ref === undefined ? schema : (document.components.schemas[ref] ?? schema);
}

function Fields({
  view,
  caption,
  fields,
}: {
  view: AdministrationView;
  caption: string;
  fields: readonly FieldLine[];
}) {
  const { t } = view;
  if (fields.length === 0) return null;
  return (
    <Table
      caption={caption}
      cards
      rows={fields}
      columns={[
        { head: t.api.name, cell: ({ name }) => <code>{name}</code> },
        { head: t.api.kind, cell: ({ schema }) => describeType(schema) },
        { head: t.api.required, cell: ({ required }) => (required ? t.api.required : "") },
      ]}
    />
  );
}

/** The kind of a value in the words of JSON Schema: `string (uuid)`, `array of object`, `"a" | "b"`. */
function describeType(schema: JsonSchema): string {
  const { type, enum: choices, anyOf, format, items, $ref } = schema;
  if (Array.isArray(choices)) return choices.map((one) => JSON.stringify(one)).join(" | ");
  if (Array.isArray(anyOf)) return anyOf.map((one) => describeType(one as JsonSchema)).join(" | ");
  if (typeof $ref === "string") return $ref.split("/").at(-1) ?? "";
  if (type === "array") return `array of ${describeType((items ?? {}) as JsonSchema)}`;
  const name = typeof type === "string" ? type : "any";
  return typeof format === "string" ? `${name} (${format})` : name;
}
