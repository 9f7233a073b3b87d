import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';

interface Toast {
  text: string;
  bad?: boolean;
  closeLabel: string;
  action?: { label: string; run: () => void; testId?: string };
}

/** Says something in passing at the lower edge, with at most one thing to do about it. */
export function toast({ text, bad, closeLabel, action }: Toast): void {
  const id = notifications.show({
    autoClose: action || bad ? 10_000 : 5_000,
    role: bad ? 'alert' : 'status',
    color: bad ? 'red' : 'orange',
    withBorder: true,
    closeButtonProps: { 'aria-label': closeLabel },
    message: (
      <div className="toast">
        <span>{text}</span>
        {action && (
          <Button
            size="compact-sm"
            variant="default"
            data-testid={action.testId}
            onClick={() => {
              notifications.hide(id);
              action.run();
            }}
          >
            {action.label}
          </Button>
        )}
      </div>
    ),
  });
}
