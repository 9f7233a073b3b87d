import { Button, Select, Textarea } from '@mantine/core';
import { useState } from 'react';
import { desk, type UserRow } from '../../api';
import { useAnswer } from '../../api/ask';
import { DayField } from '../../ui/day-field';
import { Dialog } from '../../ui/dialog';
import { Failed } from '../../ui/states';
import { useWords } from '../../words';
import { givable } from './access-form.state';
import { useBulk } from './bulk.state';
import { Counted } from './bulk-bar';

interface Props {
  rows: readonly UserRow[];
  isAdd: boolean;
  onClose: () => void;
  onDone: (text: string, undo: () => Promise<void>) => void;
}

/** One deed for all ticked users: says first how many really change, and why the others do not. */
export function BulkDialog({ rows, isAdd, onClose, onDone }: Props) {
  const w = useWords();
  const profiles = useAnswer(isAdd ? 'profiles' : '', () => desk.Profiles());
  const [profile, setProfile] = useState('');
  const [end, setEnd] = useState('');
  const [reason, setReason] = useState('');
  const bulk = useBulk(rows, isAdd, onDone);
  const chosen = givable(profiles.value).find((p) => p.id === profile);
  const skipped = rows.length - (bulk.changing?.length ?? 0);

  return (
    <Dialog
      opened
      onClose={bulk.isRunning ? bulk.stop : onClose}
      closeLabel={w.common.close}
      title={isAdd ? w.bulk.addTitle(rows.length) : w.bulk.removeTitle(rows.length)}
      footer={
        <>
          <Button variant="default" onClick={bulk.isRunning ? bulk.stop : onClose}>
            {w.common.cancel}
          </Button>
          <Button
            color={isAdd ? undefined : 'red.9'}
            loading={bulk.isRunning}
            disabled={!bulk.changing?.length || (isAdd && !profile)}
            onClick={() => bulk.run({ profile, end, reason: reason.trim() })}
          >
            {isAdd ? w.access.addGo : w.remove.go}
          </Button>
        </>
      }
    >
      <div className="form">
        {bulk.failure && <Failed text={bulk.failure} />}
        {!bulk.changing && !bulk.failure && <p className="muted">{w.bulk.checking}</p>}
        {bulk.changing && (
          <p>
            <strong>{w.bulk.changes(bulk.changing.length)}</strong>{' '}
            {skipped > 0 && (isAdd ? w.bulk.skippedAdd(skipped) : w.bulk.skippedRemove(skipped))}
          </p>
        )}
        {isAdd && (
          <>
            <Select
              label={w.access.profile}
              data={givable(profiles.value).map((p) => ({ value: p.id, label: p.name }))}
              value={profile || null}
              description={chosen?.description}
              allowDeselect={false}
              onChange={(value) => setProfile(value ?? '')}
            />
            <DayField
              clearLabel={w.common.clear}
              label={w.access.end}
              value={end}
              hint={w.access.dateHint}
              onChange={setEnd}
            />
          </>
        )}
        {!isAdd && <p>{w.remove.stays}</p>}
        <Textarea
          label={w.access.reason}
          description={w.access.reasonHint}
          value={reason}
          autosize
          minRows={1}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        {bulk.isRunning && <Counted done={bulk.done} all={bulk.changing?.length ?? 0} />}
      </div>
    </Dialog>
  );
}
