import { ActionIcon, Button, FocusTrap, Switch, Tooltip } from '@mantine/core';
import { IconArrowLeft, IconEye, IconHome, IconX } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { PreviewRequest } from '../../api';
import { DayField } from '../../ui/day-field';
import { useLayer } from '../../ui/layers';
import { useWords } from '../../words';
import { Beside, PaneHead } from './beside';
import { Pane } from './pane';
import { AS_SAVED, usePreview } from './preview.state';
import './preview.css';

interface Props {
  request: PreviewRequest;
  onClose: () => void;
}

/** The customer's portal as a person or profile sees it (B1-B5), over everything else. */
export function Preview({ request, onClose }: Props) {
  const w = useWords();
  const preview = usePreview(request);
  const { main, beside, besideKey, isExplaining, date, setDate, arrive } = preview;
  const isDouble = besideKey !== '';
  const [mark] = useState(() => Symbol('preview'));
  useLayer(mark, true);

  useEffect(() => {
    const before = document.activeElement;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      // A list that is open is closed first.
      if ((event.target as Element).closest?.('[aria-expanded="true"]')) return;
      event.stopPropagation();
      onClose();
    };
    window.addEventListener('keydown', onKeyDown, true);
    return () => {
      window.removeEventListener('keydown', onKeyDown, true);
      (before as HTMLElement | null)?.focus?.();
    };
  }, [onClose]);

  const opened = main.view.value;
  const first = () => {
    if (opened) main.frame.current?.contentWindow?.location.assign(opened.home);
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
                disabled={!main.trail.canGoBack}
                onClick={main.trail.back}
              >
                <IconArrowLeft size={18} />
              </ActionIcon>
            </Tooltip>
            <Tooltip label={w.preview.home}>
              <ActionIcon variant="default" size={34} aria-label={w.preview.home} onClick={first}>
                <IconHome size={18} />
              </ActionIcon>
            </Tooltip>
            <Beside request={request} value={besideKey} onChange={preview.setBeside} />
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
                onChange={(event) => preview.setExplaining(event.currentTarget.checked)}
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
        <div className="preview-panes">
          <Pane
            pane={main}
            isExplaining={isExplaining}
            onArrive={() => arrive(main, beside)}
            testId="preview-frame"
            head={isDouble && <PaneHead pane={main} />}
          />
          {isDouble && (
            <Pane
              key={besideKey}
              pane={beside}
              isExplaining={isExplaining}
              onArrive={() => arrive(beside, main)}
              testId="preview-frame-beside"
              head={<PaneHead pane={beside} note={besideKey === AS_SAVED ? w.preview.asNow : ''} />}
            />
          )}
        </div>
      </section>
    </FocusTrap>
  );
}
