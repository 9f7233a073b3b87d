import type { HomeView } from '../../api';
import type { Words } from '../../words';
import { day } from '../../words/format';
import type { Place } from '../way';

interface Pointer {
  place: Place;
  view?: string;
  id?: string;
}

/** The figures of the first row, each leading to the list behind it. */
export function figuresOf(h: HomeView, w: Words): (Pointer & { label: string; count: number })[] {
  return [
    { label: w.home.people, count: h.people, place: 'users', view: 'all' },
    { label: w.home.withAccess, count: h.withAccess, place: 'users', view: 'with' },
    { label: w.home.endingSoon, count: h.endingSoon, place: 'users', view: 'ending' },
    { label: w.home.neverSignedIn, count: h.neverSignedIn, place: 'users', view: 'never' },
    { label: w.home.openTickets, count: h.openTickets, place: 'data', view: 'ticket' },
    { label: w.home.conflicts, count: h.conflicts, place: 'sync' },
  ];
}

/** What waits for somebody, most urgent first; what is zero is left out. */
export function attentionOf(h: HomeView, w: Words): (Pointer & { text: string })[] {
  const lines: (Pointer & { text: string; count: number })[] = [
    { count: h.conflicts, text: w.home.conflictsText(h.conflicts), place: 'sync' },
    ...h.reviews.map(({ id, name, open, ends, due }) => ({
      count: open,
      text: w.reviews.homeText(name, open, day(due), ends > 0),
      place: 'reviews' as const,
      id,
    })),
    { count: h.chats, text: w.home.chatsText(h.chats), place: 'data', view: 'conversation' },
    {
      count: h.requests,
      text: w.home.requestsText(h.requests),
      place: 'data',
      view: 'elevation',
    },
    {
      count: h.openTickets,
      text: w.home.ticketsText(h.openTickets),
      place: 'data',
      view: 'ticket',
    },
    { count: h.endingSoon, text: w.home.endingText(h.endingSoon), place: 'users', view: 'ending' },
    {
      count: h.neverSignedIn,
      text: w.home.neverText(h.neverSignedIn),
      place: 'users',
      view: 'never',
    },
  ];
  return lines.filter(({ count }) => count > 0).map(({ count: _, ...line }) => line);
}
