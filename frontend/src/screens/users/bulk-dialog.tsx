import { Button, Select, Textarea } from '@mantine/core';
import { useState } from 'react';
import { desk, type UserRow } from '../../api';
import { useAnswer } from '../../api/ask';
import { DayField } from '../../ui/day-field';
import { Dialog } from '../../ui/dialog';
import { Failed } from '../../ui/states';
import { useWords } from '../../words';
import { givable } from './access-form.state';
import { useBulk, type Verb } from './bulk.state';
import { Counted } from './bulk-bar';

interface Props {
  rows: readonly UserRow[];
  verb: Verb;
  onClose: () => void;
  onDone: (text: string, undo: () => Promise<void>) => void;
}

/** One deed for all ticked users: says first how many really change, and why the others do not. */
export function BulkDialog({ rows, verb, onClose, onDone }: Props) {
  const w = useWords();
  const profiles = useAnswer(verb === 'remove' ? '' : 'profiles', () => desk.Profiles());
  const [profile, setProfile] = useState('');
  const [end, setEnd] = useState('');
  const [reason, setReason] = useState('');
  const wish = { profile, end, reason: reason.trim() };
  const bulk = useBulk(rows, verb, wish, onDone);
  const isAdd = verb === 'add';
  const skipped = rows.length - (bulk.changing?.length ?? 0);
  const titles = { add: w.bulk.addTitle, update: w.bulk.updateTitle, remove: w.bulk.removeTitle };
  const skips = {
    add: w.bulk.skippedAdd,
    update: w.bulk.skippedUpdate,
    remove: w.bulk.skippedRemove,
  };
  const goes = { add: w.access.addGo, update: w.record.update, remove: w.remove.go };
  const chosen = givable(profiles.value).find((p) => p.id === profile);

  return (
    <Dialog
      opened
      onClose={bulk.isRunning ? bulk.stop : onClose}
      closeLabel={w.common.close}
      title={titles[verb](rows.length)}
      footer={
        <>
          <Button variant="default" onClick={bulk.isRunning ? bulk.stop : onClose}>
            {w.common.cancel}
          </Button>
          <Button
            color={verb === 'remove' ? 'red.9' : undefined}
            loading={bulk.isRunning}
            disabled={!bulk.changing?.length || (isAdd && !profile)}
            data-testid="bulk-go"
            onClick={bulk.run}
          >
            {goes[verb]}
          </Button>
        </>
      }
    >
      <div className="form">
        {bulk.failure && <Failed text={bulk.failure} />}
        {!bulk.changing && !bulk.failure && <p className="muted">{w.bulk.checking}</p>}
        {bulk.changing && (
          <p>
            <strong data-testid="bulk-count">{w.bulk.changes(bulk.changing.length)}</strong>{' '}
            {skipped > 0 && skips[verb](skipped)}
          </p>
        )}
        {verb !== 'remove' && (
          <>
            <Select
              label={w.access.profile}
              data={givable(profiles.value).map((p) => ({ value: p.id, label: p.name }))}
              value={profile || null}
              description={chosen?.description}
              allowDeselect={false}
              data-testid="bulk-profile"
              onChange={(value) => setProfile(value ?? '')}
            />
            <DayField
              clearLabel={w.common.clear}
              shape={w.common.dayShape}
              label={w.access.end}
              value={end}
              hint={isAdd ? w.access.dateHint : w.bulk.endStays}
              onChange={setEnd}
            />
          </>
        )}
        {verb === 'remove' && <p>{w.remove.stays}</p>}
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
