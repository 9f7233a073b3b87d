import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import { desk, type Problem, problemOf, type Saved, type UserRecord } from '../../api';
import { Dialog } from '../../ui/dialog';
import { Failed } from '../../ui/states';
import { useWords } from '../../words';

interface Props {
  record: UserRecord;
  onClose: () => void;
  onSaved: (saved: Saved) => void;
}

/** Remove Portal Access (O7): names the person, and says what stays. */
export function RemoveDialog({ record, onClose, onSaved }: Props) {
  const w = useWords();
  const [reason, setReason] = useState('');
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);

  const remove = async () => {
    setBusy(true);
    setProblem(undefined);
    try {
      onSaved(await desk.RemoveAccess(record.id, reason.trim()));
    } catch (cause) {
      setProblem(problemOf(cause));
      setBusy(false);
    }
  };
  return (
    <Dialog
      opened
      onClose={onClose}
      title={w.remove.title}
      closeLabel={w.common.close}
      testId="remove-dialog"
      footer={
        <>
          <Button variant="default" onClick={onClose}>
            {w.common.cancel}
          </Button>
          <Button color="red.9" loading={busy} onClick={remove} data-testid="remove-save">
            {w.remove.go}
          </Button>
        </>
      }
    >
      <div className="form">
        <p>
          <strong>{w.remove.text(record.name)}</strong>
        </p>
        <p>{w.remove.stays}</p>
        {problem && problem.field !== 'reason' && <Failed text={problem.text} />}
        <Textarea
          label={w.remove.reason}
          description={w.access.reasonHint}
          autosize
          minRows={2}
          value={reason}
          error={problem?.field === 'reason' ? problem.text : undefined}
          data-autofocus
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      </div>
    </Dialog>
  );
}
