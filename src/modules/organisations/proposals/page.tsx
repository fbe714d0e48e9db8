import type { FormState } from "#base/http/form.ts";
import {
  Actions,
  Button,
  Card,
  EmptyState,
  Field,
  Flash,
  Form,
  PageHeader,
  Stack,
  Table,
  fieldProps,
  FormErrorSummary,
} from "#base/ui/index.ts";
import { KindField, LegalFormField, RegistrationNumberField } from "../card/form-fields.tsx";
import type { Organisation } from "../store.ts";
import type { OrganisationsView } from "../view.ts";
import type { IdentityColumns } from "./actions.ts";
import type { ChangeProposal } from "./store.ts";

export type ProposalFormModel = {
  view: OrganisationsView;
  organisationId: string;
  form: FormState;
  /** The newest one, whatever became of it. */
  last: ChangeProposal | undefined;
};

/** Shows the form by which an organisation proposes another name, number or kind. */
export function ProposalForm({ view, organisationId, form, last }: ProposalFormModel) {
  const { t, href } = view;
  return (
    <>
      {last !== undefined && <ProposalStatus view={view} last={last} />}
      <Form
        action={href(`/organisations/${organisationId}/propose`)}
        variant="card"
        label={t.own.propose}
      >
        <Field label={t.fields.name} required width="full" {...fieldProps(form, "name")} />
        <Field label={t.fields.shortName} required {...fieldProps(form, "shortName")} />
        <KindField view={view} form={form} />
        <LegalFormField view={view} form={form} />
        <RegistrationNumberField view={view} form={form} name="inn" />
        <RegistrationNumberField view={view} form={form} name="ogrn" />
        <Field
          kind="textarea"
          label={t.own.reason}
          hint={t.own.reasonHint}
          required
          rows={3}
          {...fieldProps(form, "reason")}
        />
        <Actions>
          <Button kind="primary">{t.own.proposeButton}</Button>
        </Actions>
      </Form>
    </>
  );
}

function ProposalStatus({
  view: { t, formatDate },
  last,
}: {
  view: OrganisationsView;
  last: ChangeProposal;
}) {
  if (last.state === "waiting") return <Flash>{t.own.waiting}</Flash>;
  const day = formatDate(last.decided_at ?? last.proposed_at);
  return (
    <Flash {...(last.state === "declined" && { kind: "warn" as const })}>
      {last.state === "accepted" ? t.own.accepted(day) : t.own.declined(day, last.remark ?? "")}
    </Flash>
  );
}

export type ProposalsModel = {
  view: OrganisationsView;
  proposals: readonly (ChangeProposal & { organisation: Organisation })[];
  form: FormState | undefined;
};

/** Shows the administrators' list: the card's values, the proposed ones, and the reason. */
export function ProposalsPage({ view, proposals, form }: ProposalsModel) {
  const { t } = view;
  return (
    <Stack gap="l">
      <PageHeader title={t.proposals.title} lead={t.proposals.lead} />
      {form !== undefined && <FormErrorSummary form={form} />}
      {proposals.length === 0 ? (
        <EmptyState title={t.proposals.none} text={t.proposals.noneText} level={2} />
      ) : (
        proposals.map((proposal) => <ProposalCard view={view} proposal={proposal} form={form} />)
      )}
    </Stack>
  );
}

function ProposalCard({
  view,
  proposal,
  form,
}: {
  view: OrganisationsView;
  proposal: ProposalsModel["proposals"][number];
  form: FormState | undefined;
}) {
  const { t, href, formatDate } = view;
  const { organisation, changes } = proposal;
  const current: IdentityColumns = organisation;
  const rows = Object.keys(changes).map((field) => field as keyof IdentityColumns);
  return (
    <Card
      title={organisation.short_name}
      level={2}
      href={href(`/organisations/${organisation.id}`)}
    >
      <p>
        {formatDate(proposal.proposed_at)}. {proposal.reason}
      </p>
      <Table
        caption={organisation.short_name}
        captionHidden
        rows={rows}
        columns={[
          { head: t.proposals.field, cell: (field) => fieldLabel(view, field), rowHead: true },
          { head: t.proposals.now, cell: (field) => formatValue(view, field, current[field]) },
          { head: t.proposals.wanted, cell: (field) => formatValue(view, field, changes[field]) },
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

function fieldLabel({ t }: OrganisationsView, field: keyof IdentityColumns): string {
  const names: Record<keyof IdentityColumns, string> = {
    kind: t.fields.kind,
    name: t.fields.name,
    short_name: t.fields.shortName,
    inn: t.fields.inn,
    ogrn: t.fields.ogrn,
    legal_form: t.passport.legalForm,
  };
  return names[field];
}

function formatValue(
  { t }: OrganisationsView,
  field: keyof IdentityColumns,
  value: string | null | undefined,
): string {
  if (value === null || value === undefined) return "—";
  const kinds: Record<string, string> = t.kinds;
  const forms: Record<string, string> = t.legalForms;
  if (field === "kind") return kinds[value] ?? value;
  return field === "legal_form" ? (forms[value] ?? value) : value;
}
