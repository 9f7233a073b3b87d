import type { AccessState, UserRow } from '../../api';
import type { Column } from '../../ui/data-grid';
import { Pill, type Tone } from '../../ui/facts';
import type { Words } from '../../words';

const TONES: Record<AccessState, Tone> = {
  minimum: 'plain',
  active: 'good',
  not_started: 'info',
  ended: 'warn',
  no_sign_in: 'bad',
};

/** How a person stands, as a short word in its colour. */
export function Standing({ state, words }: { state: AccessState; words: Words }) {
  return <Pill tone={TONES[state]}>{words.users.states[state]}</Pill>;
}

/** The columns of the list of users. */
export function userColumns(w: Words): Column<UserRow>[] {
  return [
    {
      key: 'name',
      header: w.users.name,
      width: 140,
      grow: 1.2,
      sortable: true,
      cell: (row) => (
        <>
          {row.name || w.common.unnamed}
          {row.badge === 'here' && (
            <span
              className="users-here"
              role="img"
              title={w.common.here}
              aria-label={w.common.here}
            />
          )}
        </>
      ),
    },
    {
      key: 'company',
      header: w.users.company,
      width: 130,
      grow: 1.2,
      sortable: true,
      drop: 1,
      cell: (row) => row.company,
    },
    {
      key: 'email',
      header: w.users.email,
      width: 170,
      grow: 1.6,
      sortable: true,
      drop: 3,
      cell: (row) => row.email,
    },
    {
      key: 'profile',
      header: w.users.profile,
      width: 136,
      grow: 0.9,
      sortable: true,
      drop: 2,
      cell: (row) => row.profile,
    },
    {
      key: 'access',
      header: w.users.access,
      width: 140,
      grow: 0.5,
      cell: (row) => <Standing state={row.access} words={w} />,
    },
  ];
}
