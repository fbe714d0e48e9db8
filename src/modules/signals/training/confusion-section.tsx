import { Actions, ButtonLink, formatNumber, Section, Table } from "#base/ui/index.ts";
import { groupName, topicName } from "#modules/problems/index.ts";
import type { TrainingView } from "./view.ts";

type Props = { view: TrainingView };

const maxPairs = 20;

/** Which topics triage takes for which: by group, then the most frequent pairs with their messages. */
export function ConfusionSection({ view }: Props) {
  const { t, confused, href } = view;
  const words = t.confusion;
  return (
    <Section title={words.title} lead={words.lead}>
      <GroupMatrix view={view} />
      <h3>{words.pairs}</h3>
      {confused.length === 0 ? <p>{words.none}</p> : <ConfusedPairsTable view={view} />}
      <Actions>
        <ButtonLink href={href("/admin/triage/confusion.csv")} kind="quiet" icon="down">
          {words.csv}
        </ButtonLink>
        <ButtonLink href={href("/admin/triage.json")} kind="quiet" icon="doc">
          {words.json}
        </ButtonLink>
      </Actions>
    </Section>
  );
}

/** The matrix; columns have the numbers of the rows, since twelve names do not fit next to each other. */
function GroupMatrix({ view: { t, lang, matrix } }: Props) {
  const words = t.confusion;
  const number = (n: number) => formatNumber(n, { lang });
  const name = (group: string) => (group === "rest" ? words.rest : groupName(lang, group));
  return (
    <div class="table-box" role="region" tabindex={0} aria-label={words.caption} data-scroll="">
      <table class="table" data-dense="">
        <caption class="visually-hidden">{words.caption}</caption>
        <thead>
          <tr>
            <th scope="col">{words.suggested}</th>
            {matrix.groups.map((_, at) => (
              <th scope="col" data-n="">
                {at + 1}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {matrix.rows.map((row, at) => (
            <tr>
              <th scope="row">
                {at + 1}. {name(matrix.groups[at] ?? "")}
              </th>
              {row.map((texts, column) =>
                texts === 0 ? (
                  <td />
                ) : (
                  <td data-n="">{at === column ? <b>{number(texts)}</b> : number(texts)}</td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function ConfusedPairsTable({ view: { t, lang, confused, href } }: Props) {
  const words = t.confusion;
  return (
    <Table
      caption={words.pairs}
      captionHidden
      dense
      scroll
      rows={confused.slice(0, maxPairs)}
      columns={[
        { head: words.suggested, cell: ({ suggested }) => topicName(lang, suggested) },
        { head: words.decided, cell: ({ decided }) => topicName(lang, decided) },
        {
          head: words.texts,
          number: true,
          cell: ({ suggested, decided, texts }) => (
            <a
              href={href(
                `/desk?${new URLSearchParams({ state: "corrected", suggested, decided }).toString()}`,
              )}
            >
              {formatNumber(texts, { lang })}
            </a>
          ),
        },
      ]}
    />
  );
}
