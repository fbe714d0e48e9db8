/**
 * People: accounts, ways to sign in, roles at places and in organisations, keys of programs.
 *
 * An account belongs to the installation, a role to a region: the whole of it, one municipality or
 * one organisation. better-auth stores passwords, sessions and second steps in our tables; every page
 * is a form of ours. Nobody signs up: an administrator invites by letter.
 *
 * Refuses: a second account for one address, a role without the place it needs, taking the last
 * administrator away, spent links and invitations (they look absent), a link instead of a second step.
 */
export { createPeopleModule, type PeopleDeps } from "./module.ts";
export { createAuthentication, type Authentication } from "./sign-in/authentication.ts";
export { personRoles, roles, roleScopes, type Role, type RoleScope } from "./roles/rules.ts";
export {
  blockPerson,
  createPerson,
  emailField,
  loadPersonEmails,
  loadPersonNames,
  unblockPerson,
  type PersonInput,
} from "./accounts/actions.ts";
export {
  contactInput,
  findContactOfPerson,
  loadContacts,
  fullName,
  upsertContact,
  mergeContacts,
  phoneField,
  abbreviatedName,
  announcedName,
  unmergeContact,
  type ContactInput,
} from "./contacts/actions.ts";
export {
  correctContact,
  eraseContact,
  mergeAuthorizedContacts,
  unmergeAuthorizedContact,
} from "./contacts/corrections.ts";
export { searchContacts, foldName, type Contact } from "./contacts/store.ts";
export { endRole, grantRole, type GrantInput } from "./roles/actions.ts";
export {
  acceptInvitation,
  inviteUser,
  withdrawInvitation,
  type AcceptInput,
  type InviteInput,
} from "./invitations/actions.ts";
export type { AuthenticatedActor } from "./sign-in/sessions.ts";
export {
  authenticateToken,
  createToken,
  listTokens,
  revokeToken,
  type TokenRow,
} from "./tokens/actions.ts";
export {
  listPeople,
  countPeople,
  listPeopleInRoles,
  peopleQuery,
  findPersonByEmail,
  findPersonOptions,
  type PersonListItem,
  type PeopleQuery,
  type PersonState,
} from "./directory/reads.ts";
