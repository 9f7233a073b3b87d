import type * as t from './types';

/** Everything the window can ask of Go: one method per deed. Each rejects with a Problem. */
export interface Desk {
  /** The window is mounted; events may be sent from now on. */
  Ready(): Promise<void>;
  /** Go says everything in this language from now on; all screens ask again. */
  UseLanguage(language: string): Promise<void>;
  State(): Promise<t.State>;
  /** Pairs this computer with a hosted portal by its address and a one-time code. */
  Connect(address: string, code: string): Promise<t.State>;
  /** Asks a portal for a code, and opens its page for staff in the browser, where it is confirmed; '' = the portal of before. */
  BeginPairing(address: string): Promise<t.State>;
  OpenPairing(): Promise<void>;
  CancelPairing(): Promise<t.State>;
  /** Tries what joining would do; the state tells how it goes, and what came out. */
  BeginDryRun(): Promise<t.State>;
  CancelDryRun(): Promise<t.State>;
  /** Hands in all that this desk has, after a dry run of it. */
  Join(): Promise<t.State>;
  /** Forgets the portal that was to be joined. */
  StayAlone(): Promise<t.Saved>;
  /** Starts without a server: one office, one file. */
  WorkAlone(office: string): Promise<t.State>;
  /** Without a system keyring: a passphrase protects the machine's key; '' keeps it for this session only. */
  Unlock(passphrase: string): Promise<t.State>;
  SyncNow(): Promise<t.State>;
  AgreeToLoss(): Promise<t.State>;

  Home(): Promise<t.HomeView>;
  Report(): Promise<t.ReportView>;
  /** Saves the report as a PDF; '' when the user thinks better of it. */
  SaveReport(): Promise<string>;
  /** Saves the whole list as 'csv' or 'xlsx'; '' when the user thinks better of it. */
  ExportUsers(query: t.UserQuery, form: string): Promise<string>;
  Users(query: t.UserQuery): Promise<t.Page<t.UserRow>>;
  User(id: string): Promise<t.UserRecord>;
  /** The first accounts whose name contains this, to choose one. */
  Accounts(text: string): Promise<t.AccountRow[]>;
  /** A stretch of all accounts as a tree, or of those whose name contains this. */
  AccountRows(text: string, from: number, size: number): Promise<t.Page<t.AccountRow>>;
  Account(id: string): Promise<t.AccountRecord>;
  /** Begins an account; nothing is saved yet. */
  NewAccount(consolidated: boolean): Promise<t.AccountRecord>;
  SaveAccount(was: string, form: t.AccountForm): Promise<t.Saved>;
  /** Who gains and who loses what by an account that is not saved. */
  AccountChange(was: string, form: t.AccountForm): Promise<t.PeopleChange>;
  /** The first people of an account whose name or e-mail address contains this. */
  AccountPeople(account: string, text: string): Promise<t.Page<t.AccountPerson>>;
  Profiles(): Promise<t.ProfileView[]>;
  Components(): Promise<t.ComponentView[]>;
  /** The rows of a profile's matrix. */
  Permissions(): Promise<t.PermissionView[]>;
  Profile(id: string): Promise<t.ProfileRecord>;
  /** Begins a profile that has what another one has; nothing is saved yet. */
  CopyProfile(from: string): Promise<t.ProfileRecord>;
  SaveProfile(was: string, form: t.ProfileForm): Promise<t.Saved>;
  RemoveProfile(id: string): Promise<t.Saved>;
  /** Who gains and who loses what by a profile that is not saved. */
  ProfileChange(form: t.ProfileForm): Promise<t.PeopleChange>;
  /** Who has a profile; or, without one, who holds a permission. */
  Holders(profile: string, permission: string): Promise<t.HoldersView>;

  /** Makes a person with a login at an existing account. */
  NewLogin(form: t.LoginForm): Promise<t.Saved>;
  /** Two users side by side, each at their own account. */
  Compare(first: string, second: string): Promise<t.Comparison>;
  Difference(form: t.AccessForm): Promise<t.Difference>;
  AddAccess(form: t.AccessForm): Promise<t.Saved>;
  UpdateAccess(form: t.AccessForm): Promise<t.Saved>;
  Exceptions(user: string): Promise<t.ExceptionsView>;
  SaveExceptions(
    user: string,
    was: string,
    own: Record<string, string>,
    reason: string,
  ): Promise<t.Saved>;
  /** What exceptions that are not saved would give and take. */
  ExceptionsChange(user: string, own: Record<string, string>): Promise<t.Difference>;
  RemoveAccess(user: string, reason: string): Promise<t.Saved>;
  SavePortalInformation(info: t.PortalInformation): Promise<t.Saved>;
  /** Makes a new initial password; it is shown once and must be changed at first sign-in. */
  NewPassword(user: string): Promise<t.NewPassword>;
  /** Has the server send a link with which they choose their first password. */
  Invite(user: string): Promise<t.Saved>;
  /** Has the server send a link with which they choose a new password. */
  StartReset(user: string): Promise<t.Saved>;
  /** Takes their PIN for signing away, so that they choose another one. */
  ResetPIN(user: string): Promise<t.Saved>;
  /** Takes second factor and passkeys off, for somebody who has lost the phone. */
  TakeOffSecondFactor(user: string): Promise<t.Saved>;
  Undo(uid: string): Promise<t.Saved>;
  UndoGroup(group: string): Promise<t.Saved>;

  /** All access reviews. */
  Reviews(): Promise<t.ReviewsView>;
  Review(id: string): Promise<t.ReviewRecord>;
  /** Begins a review; nothing is saved yet. */
  NewReview(): Promise<t.ReviewRecord>;
  SaveReview(was: string, form: t.ReviewForm): Promise<t.Saved>;
  /** How many accesses a review covers that is not saved. */
  ReviewCovers(form: t.ReviewForm): Promise<number>;
  RemoveReview(id: string): Promise<t.Saved>;
  /** Begins a round before its day. */
  BeginReview(id: string): Promise<t.Saved>;
  ReviewRows(query: t.ReviewQuery): Promise<t.Page<t.ReviewRow>>;
  /** Who loses what by the end of these accesses. */
  EndChange(ids: string[]): Promise<t.PeopleChange>;
  ConfirmAccesses(review: string, ids: string[]): Promise<t.Saved>;
  EndAccesses(review: string, ids: string[], reason: string): Promise<t.Saved>;
  ReviewAdvice(id: string): Promise<t.AdviceView>;
  /** Answers for all that waits as is recommended; the numbers are those that were shown. */
  AcceptAdvice(id: string, keep: number, end: number): Promise<t.Saved>;

  /** The settings of the portal. */
  Portal(): Promise<t.PortalSettings>;
  SavePortal(was: string, form: t.PortalForm): Promise<t.Saved>;
  /** Who gains and who loses what by settings that are not saved. */
  PortalChange(was: string, form: t.PortalForm): Promise<t.PeopleChange>;
  /** How a form's settings receive a visitor and somebody signed in, before they are saved. */
  PortalDoors(form: t.PortalForm): Promise<t.DoorView[]>;

  ReadImport(file: string, base64: string): Promise<t.ImportTable>;
  ReadImportSheet(id: string, sheet: string): Promise<t.ImportTable>;
  PlanImport(id: string, targets: string[]): Promise<t.ImportPlan>;
  RunImport(id: string): Promise<t.ImportResult>;
  CancelImport(id: string): Promise<void>;

  OpenPreview(request: t.PreviewRequest): Promise<t.PreviewView>;
  Explain(token: string, ask: string): Promise<t.Explanation>;
  /** Everybody who can see the record that a DataRecord's `ask` is about, and why. */
  Who(ask: string): Promise<t.WhoView>;
  OpenPortal(): Promise<void>;

  /** The kinds of records of Portal data, in the order of their groups. */
  Nouns(): Promise<t.DataNoun[]>;
  /** The password of a configuration item, which the history notes. */
  ShowPassword(item: string): Promise<{ text: string }>;
  DataRows(kind: string, text: string, from: number, size: number): Promise<t.Page<t.DataRow>>;
  /** One record; an empty id begins a new one, inside another where `parent` says so. */
  DataRecord(kind: string, id: string, parent: string): Promise<t.DataRecord>;
  /** Saves what was changed in a form; `was` is the record's own, or '' for a new record. */
  SaveData(kind: string, was: string, values: t.DataValues): Promise<t.Saved>;
  DropData(kind: string, id: string): Promise<t.Saved>;
  /** Attaches a file to a record of Portal data. */
  AttachFile(file: t.NewFile): Promise<t.Saved>;
  /** Saves a file where the user says; '' when they say nowhere. */
  SaveFile(id: string): Promise<string>;
  DoData(kind: string, id: string, deed: string, values: t.DataValues): Promise<t.Saved>;
  /** The first records of a kind that fit what was typed, to choose one. */
  FindData(kind: string, text: string): Promise<t.DataChoice[]>;

  Conflicts(): Promise<t.ConflictView[]>;
  /** Does the refused edit again, now knowing what the other side did. */
  RepeatConflict(ids: string[]): Promise<t.Saved>;
  DismissConflict(ids: string[]): Promise<t.Saved>;

  /** A page of the whole history, the newest first. */
  Log(query: t.LogQuery): Promise<t.Page<t.LogLine>>;
  LogNames(): Promise<t.LogNames>;
  /** What the undo of an edit, or of a bulk action, can take back and what not. */
  PreviewUndo(uid: string, group: string): Promise<t.UndoView>;
  /** Walks this desk's own copy of the history. */
  VerifyHistory(): Promise<t.VerdictView>;
  Computers(): Promise<t.ComputerView[]>;
  /** Shuts a computer out; it is in force when the portal knows. */
  RevokeComputer(id: string, reason: string): Promise<t.Saved>;
}

/**
 * Events from Go:
 * - `changed` { kinds: string[] }: records of these kinds changed (user, ticket, profile, account, conflict, data, review): ask again.
 * - `state` State: the desk's state changed.
 * - `progress` Progress: long work goes on; total 0 ends it.
 */
export interface Events {
  changed: { kinds: string[] };
  state: t.State;
  progress: t.Progress;
}
