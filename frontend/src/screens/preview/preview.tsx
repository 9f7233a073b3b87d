import { ActionIcon, Button, FocusTrap, Switch, Tooltip } from '@mantine/core';
import { IconArrowLeft, IconEye, IconHome, IconX } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import type { PreviewRequest } from '../../api';
import { DayField } from '../../ui/day-field';
import { useLayer } from '../../ui/layers';
import { Failed, Waiting } from '../../ui/states';
import { useWords } from '../../words';
import { AskLayer } from './ask-layer';
import { usePreview, useTrail } from './preview.state';
import './preview.css';

interface Props {
  request: PreviewRequest;
  onClose: () => void;
}

/** The customer's portal as a person or profile sees it (B1-B5), over everything else. */
export function Preview({ request, onClose }: Props) {
  const w = useWords();
  const { view, isExplaining, setExplaining, date, setDate } = usePreview(request);
  const frame = useRef<HTMLIFrameElement>(null);
  const trail = useTrail(frame);
  const [mark] = useState(() => Symbol('preview'));
  useLayer(mark, true);

  useEffect(() => {
    const before = document.activeElement;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      onClose();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => {
      window.removeEventListener('keydown', onKeyDown);
      (before as HTMLElement | null)?.focus?.();
    };
  }, [onClose]);

  const opened = view.value;
  const first = () => {
    if (opened) frame.current?.contentWindow?.location.assign(opened.home);
  };
  return (
    <FocusTrap active>
      <section className="preview" role="dialog" aria-modal aria-label={w.preview.title}>
        <div className="preview-bar">
          <IconEye size={22} aria-hidden />
          <div className="preview-who">
            <strong>{opened?.title ?? w.preview.title}</strong>
            <span>{opened?.subtitle}</span>
          </div>
          <span className="preview-note">{w.preview.nothingSaved}</span>
          <div className="preview-tools">
            <Tooltip label={w.preview.back}>
              <ActionIcon
                variant="default"
                size={34}
                aria-label={w.preview.back}
                disabled={!trail.canGoBack}
                onClick={trail.back}
              >
                <IconArrowLeft size={18} />
              </ActionIcon>
            </Tooltip>
            <Tooltip label={w.preview.home}>
              <ActionIcon variant="default" size={34} aria-label={w.preview.home} onClick={first}>
                <IconHome size={18} />
              </ActionIcon>
            </Tooltip>
            <div className="preview-day">
              <DayField
                clearLabel={w.common.clear}
                shape={w.common.dayShape}
                label={w.preview.date}
                value={date}
                onChange={setDate}
                testId="preview-date"
              />
            </div>
            {date && (
              <Button variant="default" size="xs" onClick={() => setDate('')}>
                {w.preview.today}
              </Button>
            )}
            <Tooltip label={w.preview.explainHint}>
              <Switch
                label={w.preview.explain}
                checked={isExplaining}
                data-testid="explain-switch"
                onChange={(event) => setExplaining(event.currentTarget.checked)}
              />
            </Tooltip>
            <Button
              variant="default"
              leftSection={<IconX size={18} />}
              onClick={onClose}
              data-testid="preview-close"
              data-autofocus
            >
              {w.preview.close}
            </Button>
          </div>
        </div>
        <div className="preview-stage">
          {view.problem && (
            <div className="preview-failed">
              <Failed
                title={w.preview.failed}
                text={view.problem.text}
                again={view.again}
                againLabel={w.common.again}
              />
            </div>
          )}
          {!opened && !view.problem && <Waiting label={w.common.loading} />}
          {opened && (
            <iframe
              ref={frame}
              className="preview-frame"
              title={w.preview.frame}
              sandbox="allow-same-origin allow-forms"
              src={opened.home}
              data-testid="preview-frame"
              tabIndex={isExplaining ? -1 : 0}
              onLoad={trail.arrive}
            />
          )}
          {opened && isExplaining && (
            // A new page in the frame begins with nothing pointed at.
            <AskLayer key={trail.visits} frame={frame} token={opened.token} />
          )}
        </div>
      </section>
    </FocusTrap>
  );
}
