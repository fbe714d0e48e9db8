import type { FormState } from "#base/http/form.ts";
import {
  Actions,
  Button,
  Card,
  Empty,
  Field,
  Flash,
  Form,
  Place,
  Stack,
  Table,
  bind,
  FormTrouble,
} from "#base/ui/index.ts";
import { legalForms } from "../catalogues/codes.ts";
import { organisationKinds } from "../organisation.ts";
import type { Organisation } from "../store.ts";
import type { View } from "../view.ts";
import type { Passport } from "./actions.ts";
import type { Proposal } from "./store.ts";

export type ProposeModel = {
  view: View;
  organisationId: string;
  form: FormState;
  /** The newest one, whatever became of it. */
  last: Proposal | undefined;
};

/** The organisation's wish for another name, number or kind. */
export function ProposeForm({ view, organisationId, form, last }: ProposeModel) {
  const { t, href } = view;
  return (
    <>
      {last !== undefined && <Fate view={view} last={last} />}
      <Form
        action={href(`/organisations/${organisationId}/propose`)}
        look="card"
        label={t.own.propose}
      >
        <Field label={t.fields.name} required width="full" {...bind(form, "name")} />
        <Field label={t.fields.shortName} required {...bind(form, "shortName")} />
        <Field
          kind="select"
          label={t.fields.kind}
          required
          options={organisationKinds.map((kind) => ({ value: kind, label: t.kinds[kind] }))}
          {...bind(form, "kind")}
        />
        <Field
          kind="select"
          label={t.passport.legalForm}
          empty={t.passport.anyForm}
          options={legalForms.map((code) => ({ value: code, label: t.legalForms[code] }))}
          {...bind(form, "legalForm")}
        />
        <Field label={t.fields.inn} optional inputmode="numeric" width="s" {...bind(form, "inn")} />
        <Field
          label={t.fields.ogrn}
          optional
          inputmode="numeric"
          width="s"
          {...bind(form, "ogrn")}
        />
        <Field
          kind="textarea"
          label={t.own.reason}
          hint={t.own.reasonHint}
          required
          rows={3}
          {...bind(form, "reason")}
        />
        <Actions>
          <Button kind="primary">{t.own.proposeButton}</Button>
        </Actions>
      </Form>
    </>
  );
}

function Fate({ view: { t, dayOf }, last }: { view: View; last: Proposal }) {
  if (last.state === "waiting") return <Flash>{t.own.waiting}</Flash>;
  const day = dayOf(last.decided_at ?? last.proposed_at);
  return (
    <Flash {...(last.state === "declined" && { kind: "warn" as const })}>
      {last.state === "accepted" ? t.own.accepted(day) : t.own.declined(day, last.remark ?? "")}
    </Flash>
  );
}

export type ProposalsModel = {
  view: View;
  proposals: readonly (Proposal & { organisation: Organisation })[];
  form: FormState | undefined;
};

/** The keepers' list: what stands on the card, what is wanted, and why. */
export function ProposalsPage({ view, proposals, form }: ProposalsModel) {
  const { t } = view;
  return (
    <Stack gap="l">
      <Place title={t.proposals.title} lead={t.proposals.lead} />
      {form !== undefined && <FormTrouble form={form} />}
      {proposals.length === 0 ? (
        <Empty title={t.proposals.none} text={t.proposals.noneText} level={2} />
      ) : (
        proposals.map((proposal) => <OneProposal view={view} proposal={proposal} form={form} />)
      )}
    </Stack>
  );
}

function OneProposal({
  view,
  proposal,
  form,
}: {
  view: View;
  proposal: ProposalsModel["proposals"][number];
  form: FormState | undefined;
}) {
  const { t, href, dayOf } = view;
  const { organisation, changes } = proposal;
  const now: Passport = organisation;
  const rows = Object.keys(changes).map((field) => field as keyof Passport);
  return (
    <Card
      title={organisation.short_name}
      level={2}
      href={href(`/organisations/${organisation.id}`)}
    >
      <p>
        {dayOf(proposal.proposed_at)}. {proposal.reason}
      </p>
      <Table
        caption={organisation.short_name}
        captionHidden
        rows={rows}
        columns={[
          { head: t.proposals.field, cell: (field) => fieldName(view, field), rowHead: true },
          { head: t.proposals.now, cell: (field) => said(view, field, now[field]) },
          { head: t.proposals.wanted, cell: (field) => said(view, field, changes[field]) },
        ]}
      />
      <Form
        action={href("/admin/organisations/proposals")}
        hidden={{ proposal: proposal.id }}
        label={organisation.short_name}
      >
        <Field
          name="remark"
          id={`remark-${proposal.id}`}
          label={t.proposals.remark}
          hint={t.proposals.remarkHint}
          optional
          width="full"
          value={form?.values.proposal === proposal.id ? (form.values.remark ?? "") : ""}
        />
        <Actions>
          <Button kind="primary" name="decision" value="accept">
            {t.proposals.accept}
          </Button>
          <Button name="decision" value="decline">
            {t.proposals.decline}
          </Button>
        </Actions>
      </Form>
    </Card>
  );
}

function fieldName({ t }: View, field: keyof Passport): string {
  const names: Record<keyof Passport, string> = {
    kind: t.fields.kind,
    name: t.fields.name,
    short_name: t.fields.shortName,
    inn: t.fields.inn,
    ogrn: t.fields.ogrn,
    legal_form: t.passport.legalForm,
  };
  return names[field];
}

function said({ t }: View, field: keyof Passport, value: string | null | undefined): string {
  if (value === null || value === undefined) return "—";
  const kinds: Record<string, string> = t.kinds;
  const forms: Record<string, string> = t.legalForms;
  if (field === "kind") return kinds[value] ?? value;
  return field === "legal_form" ? (forms[value] ?? value) : value;
}
