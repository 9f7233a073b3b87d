import { ActionIcon, Button } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useRef } from 'react';
import type { AccountName } from '../../api';
import { useWords } from '../../words';
import { Pick } from './pick';
import { findAccounts, Section, type SectionProps } from './sections';

/** The accounts that a consolidated account stands for (N4). */
export function Members({ open, record, form, isFixed }: SectionProps) {
  const w = useWords();
  const added = useRef(new Map<string, string>());
  const nameOf = (id: string) =>
    record.members.find((m) => m.id === id)?.name ?? added.current.get(id) ?? '';
  const find = async (text: string) =>
    (await findAccounts(text)).filter((a) => !a.consolidated && !form.members.includes(a.id));
  const add = (id: string, name: string) => {
    if (!id) return;
    added.current.set(id, name);
    // As it was before, where one that was taken out comes back.
    const was = record.form.members.filter((one) => one === id || form.members.includes(one));
    const fresh = [...form.members, id].filter((one) => !was.includes(one));
    open.change({ members: [...was, ...fresh] });
  };
  return (
    <Section title={w.accounts.standsFor}>
      <p className="muted">{w.accounts.standsForHint}</p>
      {form.members.length === 0 && <p>{w.accounts.standsForNone}</p>}
      <ul className="account-members" data-testid="account-members">
        {form.members.map((id) => (
          <li key={id}>
            <span>{nameOf(id)}</span>
            {!isFixed && (
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={w.accounts.removeMember(nameOf(id))}
                title={w.accounts.removeMember(nameOf(id))}
                onClick={() => open.change({ members: form.members.filter((m) => m !== id) })}
              >
                <IconX size={16} aria-hidden />
              </ActionIcon>
            )}
          </li>
        ))}
      </ul>
      {!isFixed && (
        <Pick
          key={form.members.join()}
          label={w.accounts.addMember}
          value=""
          name=""
          what={`member ${form.members.join()}`}
          find={find}
          isFixed={false}
          testId="account-add-member"
          onChange={add}
        />
      )}
    </Section>
  );
}

/** Accounts as links. */
export function AccountLinks(p: { list: readonly AccountName[]; onOpen: (id: string) => void }) {
  return (
    <ul className="account-links">
      {p.list.map(({ id, name }) => (
        <li key={id}>
          <Button variant="subtle" size="compact-sm" onClick={() => p.onOpen(id)}>
            {name}
          </Button>
        </li>
      ))}
    </ul>
  );
}
