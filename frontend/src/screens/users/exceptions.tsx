import { ActionIcon, Button, Select, Textarea } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconX } from '@tabler/icons-react';
import { useState } from 'react';
import {
  desk,
  type ExceptionsView,
  type PermissionView,
  type Problem,
  problemOf,
  type Saved,
  type UserRecord,
} from '../../api';
import { useAnswer } from '../../api/ask';
import { Dialog } from '../../ui/dialog';
import { Failed, Waiting } from '../../ui/states';
import { useWords } from '../../words';
import { reachOf } from '../../words/changing';
import { Changes } from './access-parts';

interface Props {
  record: UserRecord;
  onClose: () => void;
  onSaved: (saved: Saved) => void;
}

/** In what one access differs from its profile, permission by permission. */
export function Exceptions(p: Props) {
  const w = useWords();
  const found = useAnswer(`exceptions ${p.record.id}`, () => desk.Exceptions(p.record.id));
  const permissions = useAnswer('permissions', () => desk.Permissions());
  const failed = [found, permissions].find((answer) => answer.problem);
  if (found.value && permissions.value)
    return <Form {...p} found={found.value} permissions={permissions.value} />;
  return (
    <Dialog
      opened
      onClose={p.onClose}
      title={w.exceptions.title}
      closeLabel={w.common.close}
      size={720}
    >
      {failed?.problem ? (
        <Failed text={failed.problem.text} again={failed.again} againLabel={w.common.again} />
      ) : (
        <Waiting label={w.common.loading} />
      )}
    </Dialog>
  );
}

type FormProps = Props & { found: ExceptionsView; permissions: PermissionView[] };

function Form({ record, onClose, onSaved, found, permissions }: FormProps) {
  const w = useWords();
  const [own, setOwn] = useState(found.own);
  const [reason, setReason] = useState('');
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);
  const [key] = useDebouncedValue(JSON.stringify(own), 250);
  const change = useAnswer(key, () => desk.ExceptionsChange(record.id, own));
  const isSame = JSON.stringify(own) === JSON.stringify(found.own);
  const rows = permissions.filter((row) => row.key in own);
  const without = (gone: string) =>
    Object.fromEntries(Object.entries(own).filter(([k]) => k !== gone));
  const add = (row: PermissionView) => {
    const given = found.profile[row.key] ?? 'none';
    const other = given === 'none' ? row.scopes[1] : row.scopes[0];
    setOwn({ ...own, [row.key]: other?.key ?? 'none' });
  };
  const save = async () => {
    setBusy(true);
    setProblem(undefined);
    try {
      onSaved(await desk.SaveExceptions(record.id, found.was, own, reason.trim()));
    } catch (cause) {
      setProblem(problemOf(cause));
      setBusy(false);
    }
  };

  return (
    <Dialog
      opened
      onClose={onClose}
      title={
        <>
          {w.exceptions.title}
          <span className="dialog-whom">{w.access.forWhom(record.name, record.company)}</span>
        </>
      }
      closeLabel={w.common.close}
      size={720}
      testId="exceptions-dialog"
      footer={
        <>
          <Button variant="default" onClick={onClose}>
            {w.common.cancel}
          </Button>
          <Button
            loading={busy}
            disabled={isSame || !found.canChange}
            data-testid="exceptions-save"
            onClick={save}
          >
            {w.access.updateGo}
          </Button>
        </>
      }
    >
      <div className="form">
        <p className="muted">{w.exceptions.lead(record.access?.profileName ?? '')}</p>
        {!found.canChange && <p className="warning">{w.exceptions.readOnly}</p>}
        {problem && <Failed text={problem.text} />}
        <Select
          aria-label={w.exceptions.add}
          placeholder={w.exceptions.add}
          searchable
          disabled={!found.canChange}
          data={permissions
            .filter((row) => !(row.key in own))
            .map((row) => ({ value: row.key, label: row.label }))}
          value={null}
          nothingFoundMessage={w.profiles.findNone}
          data-testid="exceptions-add"
          onChange={(value) => {
            const row = permissions.find((one) => one.key === value);
            if (row) add(row);
          }}
        />
        <ul className="exceptions">
          {rows.map((row) => (
            <li key={row.key}>
              <div>
                {row.label}
                <span className="muted small">
                  {w.exceptions.profile(reachOf(w, row, found.profile[row.key]))}
                </span>
              </div>
              <Select
                size="xs"
                aria-label={row.label}
                disabled={!found.canChange}
                data={row.scopes.map(({ key }) => ({ value: key, label: reachOf(w, row, key) }))}
                value={own[row.key] ?? 'none'}
                allowDeselect={false}
                data-testid={`exception-${row.key}`}
                onChange={(value) => value && setOwn({ ...own, [row.key]: value })}
              />
              <ActionIcon
                variant="subtle"
                color="gray"
                disabled={!found.canChange}
                aria-label={w.exceptions.drop(row.label)}
                onClick={() => setOwn(without(row.key))}
              >
                <IconX size={16} aria-hidden />
              </ActionIcon>
            </li>
          ))}
        </ul>
        {rows.length === 0 && <p className="muted">{w.exceptions.none}</p>}
        <Changes answer={change} isStale={change.loading || key !== JSON.stringify(own)} />
        <Textarea
          label={w.access.reason}
          description={w.access.reasonHint}
          autosize
          minRows={1}
          maxRows={4}
          value={reason}
          disabled={!found.canChange}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      </div>
    </Dialog>
  );
}
