import { Modal, type ModalProps } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useLayer } from './layers';
import './dialog.css';

interface Props {
  opened: boolean;
  onClose: () => void;
  title: ReactNode;
  closeLabel: string;
  size?: ModalProps['size'];
  testId?: string;
  children: ReactNode;
  /** Stays visible at the lower edge while the content scrolls. */
  footer?: ReactNode;
}

/** A window over the page. Only the uppermost one hears Escape and holds the focus. */
export function Dialog(p: Props) {
  const [mark] = useState(() => Symbol('dialog'));
  const isTop = useLayer(mark, p.opened);
  return (
    <Modal.Root
      opened={p.opened}
      onClose={p.onClose}
      size={p.size ?? 'md'}
      centered
      closeOnEscape={isTop}
      trapFocus={isTop}
      closeOnClickOutside={false}
      transitionProps={{ duration: 120 }}
      classNames={{ content: 'dialog' }}
    >
      <Modal.Overlay backgroundOpacity={0.45} />
      <Modal.Content data-testid={p.testId}>
        <div className="dialog-head">
          <Modal.Title className="dialog-title">{p.title}</Modal.Title>
          <Modal.CloseButton aria-label={p.closeLabel} />
        </div>
        <Modal.Body className="dialog-body">
          <div className="dialog-content">{p.children}</div>
          {p.footer && <div className="dialog-foot">{p.footer}</div>}
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
