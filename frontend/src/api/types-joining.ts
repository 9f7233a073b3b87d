/** What a desk that began alone asks before it hands anything in, as it travels to the window. */

/** A pairing with a portal that has people of its own, of which nobody has decided yet. */
export interface Joining {
  server: string;
  office: string;
  /** As whom the portal takes the user, and with which rights. */
  staff: string;
  role: string;
  /** The dry run is under way. */
  busy: boolean;
  /** Why the last one came to nothing. */
  fault: string;
  dryRun: DryRun | null;
}

/** What would become of all that waits here at the portal as it is now; nothing of it has happened. */
export interface DryRun {
  /** That the portal has. */
  records: number;
  accounts: number;
  users: number;
  /** E-mail addresses of people here that the portal has, too. */
  known: number;
  /** Edits that were tried, */
  edits: number;
  /** of them those that take access away, */
  removals: number;
  /** and those that have the effect there which they have here. */
  taken: number;
  /** The others, the largest group first. */
  groups: DryRunGroup[];
}

/** Edits of which the portal would say the same. */
export interface DryRunGroup {
  outcome: 'withheld' | 'overrode' | 'removed' | 'refused' | 'parked';
  why: string;
  count: number;
  /** Whom or what the first of them are about. */
  names: string[];
}
