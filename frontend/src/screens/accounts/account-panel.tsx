import { Button, CloseButton } from '@mantine/core';
import { type FormEvent, useEffect, useRef } from 'react';
import { type AccountForm, type AccountRecord, desk, problemOf, type Saved } from '../../api';
import { Pill } from '../../ui/facts';
import { HistoryList } from '../../ui/history-list';
import { PeopleChange } from '../../ui/people-change';
import { Failed, Waiting } from '../../ui/states';
import { useWords } from '../../words';
import { changing } from '../../words/changing';
import { happening } from '../../words/happening';
import { useWay } from '../way';
import { type Opened, useAccount, useAccountChange } from './account.state';
import { AccountLinks, Members } from './members';
import { People } from './people';
import { Address, Contacts, Place, PortalSection, Section } from './sections';

interface Props {
  opened: Opened;
  onDirty: (isDirty: boolean) => void;
  onOpen: (id: string) => void;
  onClose: () => void;
  onSaved: (saved: Saved) => void;
}

/** The open account beside the list: its switches, its contacts, and what is around it. */
export function AccountPanel({ opened, onDirty, onOpen, onClose, onSaved }: Props) {
  const w = useWords();
  const body = useRef<HTMLFormElement>(null);
  const open = useAccount(opened, onSaved);
  const { record, form, isDirty, problem } = open;
  const isConsolidated = form?.consolidated ?? opened.isConsolidated;
  const kind = isConsolidated ? w.accounts.oneConsolidated : w.accounts.one;
  useEffect(() => {
    onDirty(isDirty);
    return () => onDirty(false);
  }, [onDirty, isDirty]);
  useEffect(() => {
    if (!problem) return;
    const wrong = body.current?.querySelector<HTMLElement>('[aria-invalid="true"]');
    const shown = wrong ?? body.current?.querySelector('[role="alert"]');
    shown?.scrollIntoView?.({ block: 'nearest' });
    wrong?.focus();
  }, [problem]);
  const isMade = form?.id !== '';
  useEffect(() => {
    if (!isMade) body.current?.querySelector('input')?.focus();
  }, [isMade]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void open.save();
  };
  return (
    <aside className="record account-record" aria-label={kind}>
      <form ref={body} className="account-form" noValidate onSubmit={submit}>
        <div className="record-head">
          <span className="record-kicker">{kind}</span>
          <CloseButton
            aria-label={w.accounts.close}
            onClick={onClose}
            data-testid="account-close"
          />
        </div>
        {open.failure && (
          <div className="record-part">
            <Failed
              title={w.problem.record}
              text={open.failure.text}
              again={open.again}
              againLabel={w.common.again}
            />
          </div>
        )}
        {!record && !open.failure && <Waiting label={w.common.loading} />}
        {record && form && (
          <>
            <Who record={record} onOpen={onOpen} />
            {open.elsewhere && (
              <div className="record-part">
                <Failed text={open.elsewhere.text} />
              </div>
            )}
            {open.isOld && (
              <div className="record-part account-old" role="status">
                <span>{w.accounts.meanwhile}</span>
                <Button size="xs" variant="default" onClick={open.discard}>
                  {w.accounts.load}
                </Button>
              </div>
            )}
            <Sections open={open} record={record} form={form} onOpen={onOpen} />
            {(isDirty || !form.id) && (
              <div className="account-end">
                <Change record={record} form={form} />
                <Button type="submit" loading={open.busy} data-testid="account-save">
                  {form.id ? w.accounts.save : w.accounts.add}
                </Button>
                <Button
                  variant="default"
                  data-testid="account-discard"
                  onClick={form.id ? open.discard : onClose}
                >
                  {w.accounts.discard}
                </Button>
              </div>
            )}
          </>
        )}
      </form>
    </aside>
  );
}

interface Whose {
  record: AccountRecord;
  onOpen: (id: string) => void;
}

/** What it is called and how it stands, with its parents a step away. */
function Who({ record, onOpen }: Whose) {
  const w = useWords();
  const { form, above, subsidiaries } = record;
  const create = form.consolidated ? w.accounts.createConsolidated : w.accounts.create;
  return (
    <div className="record-part account-who">
      <h2 data-testid="account-title">{form.id ? record.name : create}</h2>
      {above.length > 0 && <AccountLinks list={[...above].reverse()} onOpen={onOpen} />}
      <div className="record-pills">
        <Marks {...form} />
        {subsidiaries > 0 && <Pill>{w.accounts.subsidiaries(subsidiaries)}</Pill>}
      </div>
      {!record.canChange && <p className="warning">{w.accounts.readOnly}</p>}
    </div>
  );
}

/** What about an account is not as usual. */
export function Marks(p: { active: boolean; portal: boolean; consolidated: boolean }) {
  const w = useWords();
  return (
    <>
      {!p.active && <Pill tone="bad">{w.accounts.inactive}</Pill>}
      {p.active && !p.portal && <Pill tone="warn">{w.accounts.off}</Pill>}
      {p.consolidated && <Pill tone="info">{w.accounts.consolidated}</Pill>}
    </>
  );
}

interface SectionsProps extends Whose {
  open: ReturnType<typeof useAccount>;
  form: AccountForm;
}

function Sections({ open, record, form, onOpen }: SectionsProps) {
  const w = useWords();
  const way = useWay();
  const isFixed = !record.canChange;
  const part = { open, record, form, isFixed };
  const undo = (uid: string) =>
    desk.Undo(uid).then(way.announce, (cause) => way.complain(problemOf(cause)));
  return (
    <>
      <Place {...part} />
      {form.consolidated && <Members {...part} />}
      <PortalSection {...part} />
      <Contacts {...part} />
      <Address {...part} />
      {record.over.length > 0 && (
        <Section title={w.accounts.standsIn}>
          <AccountLinks list={record.over} onOpen={onOpen} />
        </Section>
      )}
      {form.id && <People account={form.id} />}
      {form.id && (
        <Section title={w.accounts.history}>
          <HistoryList
            lines={record.history.map((line) => happening(w, line))}
            empty={w.accounts.historyEmpty}
            undoTip={w.common.undo}
            onUndo={undo}
          />
        </Section>
      )}
    </>
  );
}

/** Who gains and who loses what, before the account is saved (B7). */
function Change({ record, form }: { record: AccountRecord; form: AccountForm }) {
  const w = useWords();
  const change = changing(w, useAccountChange(record, form));
  return change ? <PeopleChange {...change} testId="account-change" /> : null;
}
