import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import './big-button.css';

interface Props {
  label: string;
  icon: ReactNode;
  disabled?: boolean;
  red?: boolean;
  testId?: string;
  onClick: () => void;
}

/** A button for the few great deeds: tall, orange while it can be pressed, grey while not. */
export function BigButton({ label, icon, disabled, red, testId, onClick }: Props) {
  return (
    <Button
      size="lg"
      h={60}
      fullWidth
      justify="flex-start"
      leftSection={icon}
      disabled={disabled}
      onClick={onClick}
      data-testid={testId}
      className={red ? 'big big-red' : 'big'}
      classNames={{ label: 'big-label' }}
    >
      {label}
    </Button>
  );
}
