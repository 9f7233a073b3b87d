import type { ReactNode } from 'react';
import { Failed, Waiting } from '../../ui/states';
import { useWords } from '../../words';
import { AskLayer } from './ask-layer';
import type { PaneState } from './preview.state';

interface Props {
  pane: PaneState;
  isExplaining: boolean;
  onArrive: () => void;
  testId: string;
  /** Above the frame, where two stand side by side. */
  head: ReactNode;
}

/** One portal: the frame, and what lies over it to explain it. */
export function Pane({ pane, isExplaining, onArrive, testId, head }: Props) {
  const w = useWords();
  const { view, frame, trail } = pane;
  const opened = view.value;
  return (
    <div className="preview-pane">
      {head}
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
            data-testid={testId}
            tabIndex={isExplaining ? -1 : 0}
            onLoad={onArrive}
          />
        )}
        {opened && isExplaining && (
          // A new page in the frame begins with nothing pointed at.
          <AskLayer key={trail.visits} frame={frame} token={opened.token} />
        )}
      </div>
    </div>
  );
}
