import { Button } from '@mantine/core';
import { Dialog } from '../../ui/dialog';
import { useWords } from '../../words';

/** Asks once before unsaved input is given up. */
export function LeaveDialog({ onAnswer }: { onAnswer: (isLeft: boolean) => void }) {
  const w = useWords();
  return (
    <Dialog
      opened
      onClose={() => onAnswer(false)}
      title={w.data.leaveTitle}
      closeLabel={w.common.close}
      size="sm"
      testId="data-leave"
      footer={
        <>
          <Button variant="default" onClick={() => onAnswer(true)} data-testid="data-leave-go">
            {w.data.leaveGo}
          </Button>
          <Button onClick={() => onAnswer(false)} data-autofocus data-testid="data-leave-stay">
            {w.data.leaveStay}
          </Button>
        </>
      }
    >
      <p>{w.data.leaveText}</p>
    </Dialog>
  );
}
