import { Button, Form, PlainRows, Section, Status } from "#base/ui/index.ts";
import type { ContestViewContext } from "../applications/view.ts";
import type { LogicFinding, LogicLocation } from "./check-logic.ts";

/** The issues of the logic check, each with advice and a link to its form. */
export function LogicCheckSection({
  viewContext: view,
  project,
  findings,
  placeHref,
}: {
  viewContext: ContestViewContext;
  project: string;
  findings: readonly LogicFinding[];
  /** Address of the form of a part. */
  placeHref: (place: LogicLocation, id?: string) => string;
}) {
  const { logic } = view.t;
  const musts = findings.filter(({ weight }) => weight === "must");
  const looks = findings.filter(({ weight }) => weight === "look");
  const say = (finding: LogicFinding) => (
    <>
      <p>
        <a href={placeHref(finding.location, finding.id)}>
          {logic.findings[finding.code](finding.values)}
        </a>
      </p>
      {finding.code === "activity-without-cost" && finding.id !== undefined && (
        <Form
          action={view.href(`/projects/${project}/costless`)}
          hidden={{ activity: finding.id, costless: "yes" }}
          variant="actions"
        >
          <Button size="s" kind="quiet">
            {logic.costless}
          </Button>
        </Form>
      )}
    </>
  );
  return (
    <Section title={logic.title} id="logic">
      {findings.length === 0 && (
        <p>
          <Status kind="closed" icon="check">
            {logic.none}
          </Status>
        </p>
      )}
      {musts.length > 0 && (
        <>
          <p>
            <Status kind="refuted" icon="warn">
              {logic.must}
            </Status>
          </p>
          <PlainRows>{musts.map(say)}</PlainRows>
        </>
      )}
      {looks.length > 0 && (
        <>
          <p>
            <Status kind="new">{logic.look}</Status>
          </p>
          <PlainRows>{looks.map(say)}</PlainRows>
        </>
      )}
    </Section>
  );
}
