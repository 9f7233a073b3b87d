import { Checkbox, Select, TextInput } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { type AccountForm, type AccountRecord, desk } from '../../api';
import { useAnswer } from '../../api/ask';
import { useWords } from '../../words';
import type { OpenAccount } from './account.state';
import { type Choice, Pick } from './pick';

export interface SectionProps {
  open: OpenAccount;
  record: AccountRecord;
  form: AccountForm;
  isFixed: boolean;
}

export function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="record-part account-section">
      <h3>{title}</h3>
      {children}
    </section>
  );
}

type Line = 'name' | 'street' | 'zip' | 'city' | 'region' | 'country' | 'phone' | 'web';

function Input({ open, form, isFixed, of }: SectionProps & { of: Line }) {
  const w = useWords();
  return (
    <TextInput
      label={w.accounts[of]}
      value={form[of]}
      disabled={isFixed}
      error={open.errorOf(of)}
      maxLength={400}
      autoComplete="off"
      spellCheck={false}
      data-testid={`account-${of}`}
      onChange={(event) => open.change({ [of]: event.currentTarget.value })}
    />
  );
}

/** The accounts that can be chosen, each with its parent. */
export async function findAccounts(text: string) {
  return (await desk.Accounts(text)).map((a) => ({ ...a, hint: a.parent }));
}

/** What it is called, and which account it belongs under (A37). */
export function Place(p: SectionProps) {
  const w = useWords();
  const { open, record, form } = p;
  return (
    <Section title={w.accounts.place}>
      <Input {...p} of="name" />
      <Pick
        label={w.accounts.parent}
        hint={w.accounts.parentHint}
        value={form.parent}
        name={form.parent === record.form.parent ? record.parentName : ''}
        what="account"
        find={findAccounts}
        isFixed={p.isFixed}
        error={open.errorOf('parent')}
        testId="account-parent"
        onChange={(parent) => open.change({ parent })}
      />
    </Section>
  );
}

/** Whether its people get in, and what is open to them (A36, Z4). */
export function PortalSection({ open, record, form, isFixed }: SectionProps) {
  const w = useWords();
  const components = useAnswer('components', () => desk.Components()).value ?? [];
  const turn = (key: string, isOpen: boolean) => {
    const closed = isOpen ? form.closed.filter((one) => one !== key) : [...form.closed, key];
    // In the order of the tiles, so that a tick set and cleared again is no change.
    open.change({ closed: components.map((c) => c.key).filter((one) => closed.includes(one)) });
  };
  const tick = (of: 'active' | 'portal', label: string, description: string) => (
    <Checkbox
      label={label}
      description={description}
      checked={form[of]}
      disabled={isFixed}
      data-testid={`account-${of}`}
      onChange={(event) => open.change({ [of]: event.currentTarget.checked })}
    />
  );
  const closer = (key: string) => {
    if (record.closedAll.includes(key)) return w.accounts.closedAll;
    const by = record.closedAbove[key];
    return by && w.accounts.closedBy(by);
  };
  return (
    <Section title={w.accounts.portal}>
      {tick('active', w.accounts.active, w.accounts.activeHint)}
      {tick('portal', w.accounts.portalOn, w.accounts.portalOnHint)}
      {record.offAbove && (
        <p className="warning">
          <IconAlertTriangle size={18} aria-hidden />
          <span>{w.accounts.offAbove(record.offAbove)}</span>
        </p>
      )}
      <fieldset className="account-components">
        <legend>{w.accounts.components}</legend>
        <p className="muted small">{w.accounts.componentsHint}</p>
        <div>
          {components.map(({ key, label }) => (
            <Checkbox
              key={key}
              label={w.portal.components[key] ?? label}
              description={closer(key)}
              checked={!form.closed.includes(key)}
              disabled={isFixed}
              data-testid={`account-open-${key}`}
              onChange={(event) => turn(key, event.currentTarget.checked)}
            />
          ))}
        </div>
      </fieldset>
      <Select
        label={w.accounts.requests}
        description={w.accounts.requestsHint}
        data={Object.entries(w.accounts.requestsOf).map(([value, label]) => ({ value, label }))}
        value={form.requests}
        allowDeselect={false}
        disabled={isFixed}
        data-testid="account-requests"
        onChange={(requests) => requests && open.change({ requests })}
      />
    </Section>
  );
}

const findStaff = async (text: string): Promise<Choice[]> =>
  (await desk.FindData('staff', text)).map(({ id, label }) => ({ id, name: label }));

/** Who looks after it, and whom the office writes to (A30, A46). */
export function Contacts({ open, record, form, isFixed }: SectionProps) {
  const w = useWords();
  const findPeople = async (text: string): Promise<Choice[]> =>
    (await desk.AccountPeople(form.id, text)).rows.map((p) => ({ ...p, hint: p.email }));
  const pick = (of: 'primary' | 'billing' | 'manager', hint: string, find: typeof findStaff) => (
    <Pick
      label={w.accounts[of]}
      hint={hint}
      value={form[of]}
      name={form[of] === record.form[of] ? record[`${of}Name`] : ''}
      what={of}
      find={find}
      isFixed={isFixed}
      testId={`account-${of}`}
      onChange={(id) => open.change({ [of]: id })}
    />
  );
  return (
    <Section title={w.accounts.contacts}>
      {pick('manager', w.accounts.managerHint, findStaff)}
      {form.id ? (
        <>
          {pick('primary', w.accounts.contactHint, findPeople)}
          {pick('billing', w.accounts.contactHint, findPeople)}
        </>
      ) : (
        <p className="muted">{w.accounts.contactsLater}</p>
      )}
    </Section>
  );
}

/** Where it is and how it is reached. */
export function Address(p: SectionProps) {
  const w = useWords();
  const pairs: [Line, Line][] = [
    ['zip', 'city'],
    ['region', 'country'],
    ['phone', 'web'],
  ];
  return (
    <Section title={w.accounts.address}>
      <Input {...p} of="street" />
      {pairs.map(([one, other]) => (
        <div key={one} className="form-pair">
          <Input {...p} of={one} />
          <Input {...p} of={other} />
        </div>
      ))}
    </Section>
  );
}
