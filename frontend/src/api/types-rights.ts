/** Profiles, who holds what, and accounts, as they travel between the window and Go. */
import type { HistoryLine } from './types';

export interface ProfileView {
  id: string;
  name: string;
  description: string;
  system: boolean;
  /** What it allows, grouped by portal component, in plain words. */
  allows: { component: string; label: string; lines: string[] }[];
  holders: number;
  /** May be given to a person: the minimum needs no giving. */
  canGive: boolean;
  /** By whoever works here; of a system profile only who may give it. */
  canChange: boolean;
}

/** A security profile as its form shows it. */
export interface ProfileForm {
  /** '' = a new one, copied from `base`. */
  id: string;
  base: string;
  name: string;
  description: string;
  assignable: boolean;
  /** By permission; what is not named gives nothing. */
  scopes: Record<string, string>;
}

export interface ProfileRecord {
  form: ProfileForm;
  /** Goes back with what is saved. */
  was: string;
  /** As people read it: of a system profile in their language. */
  name: string;
  description: string;
  baseName: string;
  /** Its permissions are fixed. */
  system: boolean;
  canChange: boolean;
  holders: number;
  history: HistoryLine[];
}

/** A row of the matrix: a permission with the scopes that it can be given. */
export interface PermissionView {
  key: string;
  label: string;
  component: string;
  /** It is given or not: its scope says nothing. */
  tick: boolean;
  scopes: { key: string; label: string }[];
}

/** Who has a profile, or holds a permission. */
export interface HoldersView {
  total: number;
  people: { user: string; name: string; account: string; profile: string; scope: string }[];
}

/** Everybody who can see a record now, the first by name. */
export interface WhoView {
  total: number;
  people: { user: string; name: string; account: string; why: string[] }[];
}

/** In what an access differs from its profile; `none` takes a permission away. */
export interface ExceptionsView {
  was: string;
  profile: Record<string, string>;
  own: Record<string, string>;
  canChange: boolean;
}

/** What two people may do now, side by side. */
export interface Comparison {
  first: { name: string; account: string; profile: string };
  second: { name: string; account: string; profile: string };
  /** What at least one of them may do. */
  rows: { component: string; label: string; first: string; second: string; differs: boolean }[];
}

export interface AccountRow {
  id: string;
  name: string;
  /** The name of its parent. */
  parent: string;
  /** Parents above it, in the tree. */
  depth: number;
  people: number;
  active: boolean;
  portal: boolean;
  consolidated: boolean;
  badge: string;
}

export interface AccountForm {
  /** Empty: a new one. */
  id: string;
  consolidated: boolean;
  name: string;
  parent: string;
  street: string;
  city: string;
  region: string;
  zip: string;
  country: string;
  phone: string;
  web: string;
  /** Ids of people of the account. */
  primary: string;
  billing: string;
  /** Id of a member of staff. */
  manager: string;
  active: boolean;
  portal: boolean;
  /** Keys of components. */
  closed: string[];
  /** as_above | all | own. */
  requests: string;
  /** Ids of the accounts that a consolidated account stands for. */
  members: string[];
}

export interface AccountName {
  id: string;
  name: string;
}

/** An account with what is around it; `was` goes back with what is saved. */
export interface AccountRecord {
  form: AccountForm;
  was: string;
  name: string;
  parentName: string;
  primaryName: string;
  billingName: string;
  managerName: string;
  /** Its parents, the nearest first. */
  above: AccountName[];
  /** The parent that switches the portal off here; empty = none. */
  offAbove: string;
  /** By component: the parent that closes it. */
  closedAbove: Record<string, string>;
  /** Components that are closed in the whole portal. */
  closedAll: string[];
  subsidiaries: number;
  members: AccountName[];
  /** The consolidated accounts that stand for it. */
  over: AccountName[];
  canChange: boolean;
  history: HistoryLine[];
}

export interface AccountPerson {
  id: string;
  /** Empty: no login. */
  user: string;
  name: string;
  email: string;
}
