/** The words that travel between the window and Go. Ids are strings; dates are YYYY-MM-DD; moments are RFC 3339. */
import type { Joining } from './types-joining';
import type { ReviewView } from './types-reviews';
import type { ProfileForm } from './types-rights';

export * from './types-joining';
export * from './types-report';
export * from './types-reviews';
export * from './types-rights';

/** What every refused call rejects with. `text` is a whole sentence for the user. */
export interface Problem {
  kind:
    | 'invalid'
    | 'denied'
    | 'not_found'
    | 'conflict'
    | 'busy'
    | 'unavailable'
    | 'damaged'
    | 'internal';
  text: string;
  field?: string;
}

export type Phase = 'connect' | 'passphrase' | 'ready' | 'closed';

export type Need = '' | 'pairing' | 'update' | 'server_update' | 'consent' | 'sign_in' | 'join';

/** The state of this desk: who works here, and how it stands with the hosted portal. */
export interface State {
  /** A later state has a greater one: answers and events may cross. */
  rev: number;
  phase: Phase;
  staff: string;
  role: string;
  office: string;
  /** Address of the hosted portal; empty when this desk works alone. */
  server: string;
  online: boolean;
  syncing: boolean;
  pending: number;
  /** Waiting edits that take access away: not yet in force. */
  pendingRemovals: number;
  conflicts: number;
  lastSync: string;
  /** A sentence when something needs the user's attention. */
  trouble: string;
  /** What the exchange cannot do without. */
  need: Need;
  /** So many records would go, which is asked about, of so many. */
  gone: number;
  of: number;
  version: string;
  /** A computer that shows a code; null: none is under way. */
  pairing: Pairing | null;
  /** Whether this desk joins the portal that it is paired with; null: nothing is to be decided. */
  joining: Joining | null;
}

/** How it stands with a computer that shows a code, which staff confirm at the server. */
export interface Pairing {
  server: string;
  /** Empty: it is over. */
  code: string;
  /** The server does not answer just now. */
  away: boolean;
  /** Why it is over; empty while it goes on. */
  fault: string;
}

export type AccessState = 'minimum' | 'active' | 'not_started' | 'ended' | 'no_sign_in';

export interface UserRow {
  id: string;
  name: string;
  email: string;
  company: string;
  profile: string;
  access: AccessState;
  /** here = saved on this computer, not yet confirmed by the hosted portal; empty = confirmed. */
  badge: '' | 'here';
}

export interface UserQuery {
  text: string;
  /**
   * all | with (access) | without | ending (within 30 days) | never (has access and never
   * signed in) | here (changed on this computer, not yet confirmed).
   */
  view: string;
  sort: 'name' | 'email' | 'company' | 'profile';
  desc: boolean;
  from: number;
  size: number;
}

export interface Page<T> {
  total: number;
  rows: T[];
}

/** One access to the portal at the user's account; null on the record means the minimum level. */
export interface AccessView {
  profile: string;
  profileName: string;
  start: string;
  end: string;
  /** Keys of components closed for this person. */
  closed: string[];
  canSign: boolean;
  pinReset: boolean;
  /** In what it differs from the profile, in plain words. */
  exceptions: string[];
  grantedBy: string;
  reason: string;
}

export interface HistoryLine {
  uid: string;
  when: string;
  who: string;
  machine: string;
  /** One sentence: what was done. */
  text: string;
  reason: string;
  state: 'here' | 'confirmed' | 'refused';
  canUndo: boolean;
}

export interface UserRecord {
  id: string;
  person: string;
  name: string;
  email: string;
  phone: string;
  account: string;
  company: string;
  kind: 'contact' | 'lead';
  username: string;
  portalUser: boolean;
  supportStart: string;
  supportEnd: string;
  hasPassword: boolean;
  /** The PIN for signing. */
  pin: '' | 'set' | 'locked';
  /** Signing in asks for a code of an app. */
  secondFactor: boolean;
  passkeys: number;
  access: AccessView | null;
  state: AccessState;
  /** One sentence that says whether this person can sign in, and if not, why. */
  standing: string;
  /** What the four big buttons may do now. */
  canAdd: boolean;
  canUpdate: boolean;
  canRemove: boolean;
  /** The profile that a new access starts with (Manager for primary and billing contacts, else Basic). */
  defaultProfile: string;
  badge: '' | 'here';
  history: HistoryLine[];
}

export interface ComponentView {
  key: string;
  label: string;
}

export interface AccessForm {
  user: string;
  profile: string;
  start: string;
  end: string;
  closed: string[];
  canSign: boolean;
  pinReset: boolean;
  reason: string;
}

/** What a form would change for this person, before it is saved. */
export interface Difference {
  gains: string[];
  loses: string[];
}

/** What a change does to many people, before it is saved. */
export interface PeopleChange {
  /** Who were compared, at each of their accounts. */
  people: number;
  gain: number;
  lose: number;
  /** Those for whom it does the same, the largest group first. */
  groups: GroupChange[];
}

export interface GroupChange {
  people: number;
  /** The first of them. */
  names: string[];
  change: Difference;
}

/** The result of one saved edit. */
export interface Saved {
  uid: string;
  /** One sentence for the toast. */
  text: string;
  canUndo: boolean;
  /** Of the record that was made. */
  id?: string;
  /** Of several edits, which are undone as one. */
  group?: string;
}

/** A new login; `like` is a user whose access is copied. */
export interface LoginForm {
  username: string;
  email: string;
  consolidated: boolean;
  account: string;
  first: string;
  last: string;
  phone: string;
  lead: boolean;
  roleGroup: boolean;
  like: string;
  reason: string;
}

/** The Customer Portal Information panel of a record. */
export interface PortalInformation {
  user: string;
  portalUser: boolean;
  username: string;
  supportStart: string;
  supportEnd: string;
  /** null = leave as it is. */
  email: string | null;
}

export interface NewPassword {
  /** Shown once. */
  password: string;
  text: string;
}

export interface ImportColumn {
  header: string;
  samples: string[];
  /** Key of an ImportTarget, or '' to leave the column out. */
  target: string;
}

export interface ImportTable {
  id: string;
  file: string;
  encoding: string;
  /** comma, semicolon or tab; empty where there is none, as in Excel. */
  delimiter: string;
  /** The sheet of a workbook that was read, and all that can be; empty for text. */
  sheet: string;
  sheets: string[];
  rows: number;
  columns: ImportColumn[];
  targets: { key: string; label: string }[];
}

export interface ImportPlanRow {
  line: number;
  name: string;
  email: string;
  company: string;
  outcome: 'new' | 'duplicate' | 'refused';
  why: string;
}

export interface ImportPlan {
  id: string;
  people: number;
  accounts: number;
  duplicates: number;
  refused: number;
  /** The first 500 rows, refused and duplicate ones first. */
  rows: ImportPlanRow[];
}

export interface ImportResult {
  group: string;
  people: number;
  accounts: number;
  skipped: number;
  /** Where the rows that were not imported are kept; empty when there are none. */
  rejectedFile: string;
  text: string;
}

export interface Progress {
  label: string;
  done: number;
  total: number;
}

/** The settings of the portal as their form shows them. */
export interface PortalForm {
  name: string;
  /** IANA name of the time zone in which days begin and end. */
  zone: string;
  registeredOnly: boolean;
  signInToSubmit: boolean;
  widget: boolean;
  tab: boolean;
  accountTickets: boolean;
  managersRaise: boolean;
  /** Nobody signs in without a second factor. */
  secondFactor: boolean;
  cutOff: string;
  /** Keys of components closed for everybody. */
  closed: string[];
  oldTickets: string;
  paymentLink: string;
  /** The office's colour, #rrggbb; '' for the portal's own. */
  accent: string;
}

export interface PortalSettings {
  form: PortalForm;
  /** Goes back untouched with what is saved. */
  was: string;
  canChange: boolean;
  history: HistoryLine[];
}

/** How the portal receives somebody who wants to submit a request. */
export interface DoorView {
  signedIn: boolean;
  widget: boolean;
  tab: boolean;
  /** When they are asked to sign in. */
  asked: 'never' | 'form' | 'arrival' | 'done';
  /** The form's own address refuses. */
  closed: boolean;
}

export interface PreviewRequest {
  /** A user's id, or '' to look as a profile with no person. */
  user: string;
  profile: string;
  account: string;
  /** Look at this day instead of today; '' = now. */
  date: string;
  /** An unsaved grant to look at, or null. */
  draft: AccessForm | null;
  /** An unsaved profile to look at with no person, or null. */
  form?: ProfileForm | null;
}

export interface PreviewView {
  token: string;
  /** Path of the first page for the frame. */
  home: string;
  title: string;
  subtitle: string;
  /** At which they look. */
  account: string;
}

/** Why the element under the pointer is as it is. */
export interface Explanation {
  allowed: boolean;
  /** Of the record that is asked about; else empty, and the label says what is. */
  title: string;
  label: string;
  reasons: { ok: boolean; gate: string; text: string; repair: string }[];
}

export interface ConflictView {
  id: string;
  when: string;
  user: string;
  subject: string;
  /** What happened, in one sentence. */
  text: string;
  mine: string;
  theirs: string;
  /** Who made the other edit, at which computer and when by their clock; '' = not known. */
  by: string;
  from: string;
  byWhen: string;
  /** The bulk action that it belongs to, or ''. */
  group: string;
  /** The line under which it is shown: the first of that action which says the same. */
  fold: string;
  /** Somebody's removal, which they may no longer do themselves. */
  task: boolean;
  /** Whether this side can be made to stand; `why` says why not. */
  canRepeat: boolean;
  why: string;
}

/** A page of the whole history; an empty filter lets everything through. */
export interface LogQuery {
  who: string;
  machine: string;
  edit: string;
  group: string;
  /** How the name of a person, an account or a thing begins. */
  subject: string;
  from: number;
  size: number;
}

export interface ChangeView {
  record: string;
  /** '' where the whole record was made or taken away. */
  field: string;
  from: string;
  to: string;
}

export interface LogLine extends HistoryLine {
  /** Its number in the chain; 0 = not confirmed yet. */
  n: number;
  received: string;
  edit: string;
  subject: string;
  /** The record that it is about; else empty. */
  user: string;
  account: string;
  group: string;
  changes: ChangeView[];
}

export interface LogNames {
  who: string[];
  machines: string[];
  edits: { edit: string; text: string }[];
}

/** What an undo would take back, and what it cannot. */
export interface UndoView {
  back: ChangeView[];
  undone: number;
  of: number;
  stays: string[];
  removes: boolean;
}

export interface VerdictView {
  lines: number;
  signed: number;
  /** The first line that is not whole; 0 = all are. */
  broken: number;
  why: string;
}

export interface ComputerView {
  id: string;
  name: string;
  who: string;
  paired: string;
  /** When the server last heard of it; '' = not known. */
  heard: string;
  revoked: boolean;
  here: boolean;
}

export interface HomeView {
  people: number;
  withAccess: number;
  endingSoon: number;
  neverSignedIn: number;
  openTickets: number;
  conflicts: number;
  /** For more access, to be decided. */
  requests: number;
  /** In which a customer waits for an answer. */
  chats: number;
  /** Whose round waits for answers. */
  reviews: ReviewView[];
}

export type DataInput =
  | 'text'
  | 'area'
  | 'day'
  | 'moment'
  | 'clock'
  | 'number'
  | 'decimal'
  | 'money'
  | 'flag'
  | 'choice'
  | 'choices'
  | 'record'
  | 'records'
  | 'lines'
  | 'secret';

/** One input of a record's form. Values are texts: see DataRecord. */
export interface DataField {
  key: string;
  input: DataInput;
  /** record, records: the kind that is chosen from. */
  of: string;
  /** choice, choices: the values. */
  options: string[] | null;
  required: boolean;
  /** It is shown and not changed. */
  fixed: boolean;
  /** lines: the inputs of one line. */
  columns: DataField[] | null;
}

/** A kind of record of Portal data. */
export interface DataNoun {
  kind: string;
  group: string;
  columns: DataField[];
  fields: DataField[];
  /** Kinds that are shown inside. */
  parts: string[];
  deeds: { key: string; fields: DataField[] }[];
  canMake: boolean;
  canDrop: boolean;
  /** It is shown inside another only. */
  inside: boolean;
}

export interface DataRow {
  id: string;
  cells: string[];
  badge: '' | 'here';
}

/** What an input holds, by the key of its field. */
export type DataValues = Record<string, string>;

/**
 * A record with everything that belongs to it. Of its values, days are YYYY-MM-DD, moments
 * RFC 3339, flags true or false, records ids with commas between, lines JSON arrays of arrays.
 */
export interface DataRecord {
  kind: string;
  id: string;
  title: string;
  values: DataValues;
  /** Names of the records that the values name, by id. */
  names: Record<string, string>;
  /** Goes back untouched with what is saved. */
  was: string;
  parts: { kind: string; rows: DataRow[] }[];
  /** Keys of the deeds that can be done now. */
  deeds: string[];
  badge: '' | 'here';
  /** Who can see it is asked by this; '' where no page shows it by itself. */
  ask: string;
  history: HistoryLine[];
}

export interface DataChoice {
  id: string;
  label: string;
}

/** A file to attach: its content as base64. */
export interface NewFile {
  kind: string;
  record: string;
  type: string;
  name: string;
  content: string;
  internal: boolean;
}
