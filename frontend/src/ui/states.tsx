import { Alert, Button, Loader } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { ReactNode } from 'react';

/** An empty place that says what could be here and how to begin. */
export function Empty(p: { icon?: ReactNode; title: string; hint?: string; children?: ReactNode }) {
  return (
    <div className="empty">
      {p.icon && <div className="empty-icon">{p.icon}</div>}
      <p className="empty-title">{p.title}</p>
      {p.hint && <p className="empty-hint">{p.hint}</p>}
      {p.children}
    </div>
  );
}

/** A failure in one sentence, with a way to try again. */
export function Failed(p: {
  text: string;
  again?: () => void;
  againLabel?: string;
  title?: string;
}) {
  return (
    <Alert
      className="failed"
      color="red"
      variant="light"
      title={p.title}
      icon={<IconAlertTriangle size={20} />}
    >
      <p>{p.text}</p>
      {p.again && (
        <Button size="xs" variant="default" mt="xs" onClick={p.again}>
          {p.againLabel}
        </Button>
      )}
    </Alert>
  );
}

/** A quiet sign that something is on its way; it shows only when the wait is felt. */
export function Waiting({ label }: { label: string }) {
  return (
    <div className="waiting" role="status">
      <Loader size="sm" color="gray" aria-hidden />
      <span>{label}</span>
    </div>
  );
}
