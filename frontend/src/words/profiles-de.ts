import type { Words } from './en';

const count = (n: number) => n.toLocaleString('de');
const of = (n: number, one: string, many: string) => `${count(n)} ${n === 1 ? one : many}`;

/** German: the words of security profiles, exceptions from them, and comparisons. */
export const profilesDe: Pick<Words, 'compare' | 'exceptions' | 'profiles'> = {
  compare: {
    go: 'Vergleichen',
    title: 'Zwei Personen nebeneinander',
    all: 'Auch zeigen, was beide gleich dürfen',
  },

  exceptions: {
    title: 'Ausnahmen vom Profil',
    short: 'Ausnahmen',
    lead: (profile) =>
      `Was diese Person anders darf, als „${profile}“ es sagt. Die Ausnahmen bleiben, wenn ein anderes Profil vergeben wird.`,
    add: 'Ausnahme hinzufügen',
    profile: (reach) => `Das Profil: ${reach}`,
    none: 'Keine Ausnahmen: Das Profil gilt, wie es ist.',
    drop: (permission) => `Ausnahme zurücknehmen: ${permission}`,
    readOnly: 'Nur ein Administrator ändert Ausnahmen.',
  },

  profiles: {
    title: 'Profile',
    lead: 'Ein Sicherheitsprofil benennt, was seine Inhaber im Portal tun dürfen.',
    holders: (n) => of(n, 'Inhaber', 'Inhaber'),
    system: 'Vorgegeben',
    custom: 'Eigenes',
    allows: 'Was es erlaubt',
    allowsNothing: 'Dieses Profil erlaubt nichts über das Minimum hinaus.',
    preview: 'Vorschau mit diesem Profil',
    account: 'Bei welchem Kunden',
    accountHint: 'Die Vorschau zeigt die Daten dieses Kunden.',
    accountNone: 'Kein Kunde passt.',
    pick: 'Wählen Sie ein Profil, um zu sehen, was es erlaubt.',
    empty: 'Es gibt noch keine Profile.',
    open: 'Berechtigungen zeigen',
    change: 'Ändern',
    copy: 'Kopie anlegen',
    remove: 'Löschen',
    who: 'Wer es hat',
    back: 'Alle Profile',
    newTitle: (base) => `Neues Profil, kopiert von ${base}`,
    systemFixed:
      'Die Berechtigungen eines Systemprofils stehen fest. Legen Sie eine Kopie an und ändern Sie diese.',
    readOnly: 'Nur ein Administrator ändert Profile.',
    facts: 'Name und Verwendung',
    name: 'Name',
    description: 'Beschreibung',
    descriptionHint: 'Das liest, wer das Profil vergibt.',
    assignable: 'Manager eines Kunden dürfen es ihren eigenen Leuten geben',
    assignableHint: 'Sie geben nie mehr, als sie selbst haben.',
    matrix: 'Berechtigungen',
    matrixHint: 'Wie weit jede reicht. Eine weitere umfasst alles, was eine engere zeigt.',
    permission: 'Berechtigung',
    reach: 'Reichweite',
    given: 'erlaubt',
    notGiven: 'nicht erlaubt',
    find: 'Berechtigung suchen',
    findNone: 'Keine Berechtigung passt.',
    compare: 'Vergleichen mit',
    onlyDifferences: 'Nur Unterschiede',
    same: 'Beide erlauben dasselbe.',
    changed: 'geändert',
    holds: (permission) => `Wer „${permission}“ hat`,
    see: 'Das Portal damit ansehen',
    save: 'Profil speichern',
    discard: 'Verwerfen',
    historyEmpty: 'Noch wurde nichts geändert.',
  },
};
