/** Access reviews, as Go tells of them. */
import type { HistoryLine, PeopleChange } from './types';

export interface ReviewForm {
  /** Empty: a new one. */
  id: string;
  name: string;
  /** Only accesses with this profile; empty: any. */
  profile: string;
  /** Only at this account and its subsidiaries; empty: anywhere. */
  account: string;
  /** From one round to the next; 0: there is only one. */
  months: number;
  /** To answer in. */
  days: number;
  /** What becomes of an access that nobody answers for. */
  silence: 'keep' | 'end';
  staff: string;
  next: string;
}

/** A review with how far its round is. */
export interface ReviewView {
  id: string;
  name: string;
  profileName: string;
  accountName: string;
  staffName: string;
  state: 'runs' | 'waits' | 'done';
  covered: number;
  open: number;
  confirmed: number;
  ended: number;
  /** How many end if nobody answers. */
  ends: number;
  began: string;
  due: string;
  /** 0 = today is the last day; below = it has passed. */
  daysLeft: number;
  form: ReviewForm;
}

export interface ReviewsView {
  reviews: ReviewView[];
  /** By whoever works here. */
  canChange: boolean;
}

export interface ReviewRecord extends ReviewView {
  was: string;
  canChange: boolean;
  history: HistoryLine[];
}

export type ReviewList = 'open' | 'confirmed' | 'ended';

export interface ReviewQuery {
  review: string;
  list: ReviewList;
  text: string;
  from: number;
  size: number;
}

export interface ReviewRow {
  /** Of the access; of one that was ended, of its line in the history. */
  id: string;
  user: string;
  name: string;
  email: string;
  company: string;
  profile: string;
  lastSeen: string;
  advice: 'keep' | 'end' | '';
  why: string;
  by: string;
  when: string;
  badge: '' | 'here';
}

/** What accepting all recommendations would do. */
export interface AdviceView {
  keep: number;
  end: number;
  change: PeopleChange;
}
