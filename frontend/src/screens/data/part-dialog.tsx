import { useState } from 'react';
import { Dialog } from '../../ui/dialog';
import { useWords } from '../../words';
import { oneCalled } from '../../words/called';
import { useShared } from './data.state';
import type { Whose } from './record.state';
import { RecordBody } from './record-body';

interface Props {
  whose: Whose;
  onClose: () => void;
  /** It was made or taken away. */
  onGone: () => void;
}

/** A record that belongs to another, over it; closing leads back. */
export function PartDialog({ whose, onClose, onGone }: Props) {
  const w = useWords();
  const { leave } = useShared();
  const [mark] = useState(() => Symbol('part'));
  return (
    <Dialog
      opened
      onClose={() => leave(onClose, mark)}
      title={oneCalled(w, whose.noun.kind)}
      closeLabel={w.data.close}
      size={620}
      testId={`data-part-${whose.noun.kind}`}
    >
      <div className="data-part">
        <RecordBody whose={whose} mark={mark} onMade={onGone} onGone={onGone} />
      </div>
    </Dialog>
  );
}
