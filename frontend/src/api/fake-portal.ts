import type { Desk, Events } from './desk';
import type { DoorView, PortalForm, Problem } from './types';

type Tell = <K extends keyof Events>(name: K, value: Events[K]) => void;
type PortalDeeds = Pick<Desk, 'Portal' | 'SavePortal' | 'PortalChange' | 'PortalDoors'>;

/** The settings of the portal in memory. */
export function fakePortal(tell: Tell, undos: Map<string, () => void>): PortalDeeds {
  let form: PortalForm = {
    name: 'Northgate Office',
    zone: 'Europe/Berlin',
    registeredOnly: false,
    signInToSubmit: false,
    widget: true,
    tab: true,
    accountTickets: false,
    managersRaise: false,
    secondFactor: false,
    cutOff: '',
    closed: [],
    oldTickets: '/support/tickets.php',
    paymentLink: '',
    accent: '',
  };
  let saved = 0;
  const door = (f: PortalForm, signedIn: boolean): DoorView => {
    const offered = signedIn || !f.registeredOnly;
    const before = f.registeredOnly ? 'arrival' : f.signInToSubmit ? 'form' : 'never';
    const asked = signedIn ? 'done' : before;
    const closed = asked === 'never' && !f.widget && !f.tab;
    return { signedIn, widget: offered && f.widget, tab: offered && f.tab, asked, closed };
  };
  return {
    Portal: async () => ({
      form: structuredClone(form),
      was: JSON.stringify(form),
      canChange: true,
      history: [],
    }),
    SavePortal: async (was, wanted) => {
      if (was !== JSON.stringify(form)) refuse('Somebody else changed the portal settings.');
      if (!wanted.name.trim()) refuse('The office needs a name.', 'name');
      const before = form;
      form = structuredClone(wanted);
      const uid = `portal-${++saved}`;
      undos.set(uid, () => {
        form = before;
      });
      tell('changed', { kinds: ['data'] });
      return { uid, text: 'Portal settings saved.', canUndo: true };
    },
    PortalChange: async (_, wanted) => {
      const closes = wanted.closed.filter((one) => !form.closed.includes(one));
      const change = { gains: [], loses: closes.map((one) => `See ${one}`) };
      const group = { people: 3, names: ['Ada King', 'Ben Ode', 'Cy Poe'], change };
      const groups = closes.length > 0 ? [group] : [];
      return { people: 40, gain: 0, lose: 3 * groups.length, groups };
    },
    PortalDoors: async (f) => [door(f, false), door(f, true)],
  };
}

function refuse(text: string, field = ''): never {
  throw { kind: 'invalid', text, ...(field && { field }) } satisfies Problem;
}
