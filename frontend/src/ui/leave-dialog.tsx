import { Button } from '@mantine/core';
import { Dialog } from './dialog';

export interface LeaveWords {
  title: string;
  text: string;
  go: string;
  stay: string;
  close: string;
}

interface Props {
  words: LeaveWords;
  testId: string;
  onAnswer: (isLeft: boolean) => void;
}

/** Asks once before unsaved input is given up. */
export function LeaveDialog({ words: w, testId, onAnswer }: Props) {
  return (
    <Dialog
      opened
      onClose={() => onAnswer(false)}
      title={w.title}
      closeLabel={w.close}
      size="sm"
      testId={testId}
      footer={
        <>
          <Button variant="default" onClick={() => onAnswer(true)} data-testid={`${testId}-go`}>
            {w.go}
          </Button>
          <Button onClick={() => onAnswer(false)} data-autofocus data-testid={`${testId}-stay`}>
            {w.stay}
          </Button>
        </>
      }
    >
      <p>{w.text}</p>
    </Dialog>
  );
}
