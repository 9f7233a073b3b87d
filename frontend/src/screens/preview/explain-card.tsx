import { IconCircleCheck, IconCircleX } from '@tabler/icons-react';
import { type RefObject, useLayoutEffect, useRef, useState } from 'react';
import type { Explanation } from '../../api';
import type { Answer } from '../../api/ask';
import { useWords } from '../../words';

/** A place in the frame. */
export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

interface Props {
  answer: Answer<Explanation>;
  box: Box;
  layer: RefObject<HTMLDivElement | null>;
}

const GAP = 10;

/** Why something is allowed or not, gate by gate, each with what would change it. */
export function ExplainCard({ answer, box, layer }: Props) {
  const w = useWords();
  const card = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState({ left: 0, top: 0 });
  const { value, problem } = answer;

  useLayoutEffect(() => {
    if (!value && !problem) return;
    const room = layer.current?.getBoundingClientRect();
    const own = card.current?.getBoundingClientRect();
    if (!room || !own) return;
    const below = box.top + box.height + GAP;
    const top = below + own.height <= room.height ? below : box.top - own.height - GAP;
    const left = Math.min(box.left, room.width - own.width - GAP);
    setPlace({
      left: Math.max(GAP, left),
      top: Math.max(GAP, Math.min(top, room.height - own.height - GAP)),
    });
  }, [box, layer, value, problem]);

  if (!value && !problem) return null;
  const Sign = value?.allowed ? IconCircleCheck : IconCircleX;
  return (
    <div ref={card} className="explain" style={place} role="status" data-testid="explain-card">
      {problem && !value && <p>{problem.text}</p>}
      {value && (
        <>
          <p className={value.allowed ? 'explain-title good' : 'explain-title bad'}>
            <Sign size={20} aria-hidden />
            <span className="sr">{value.allowed ? w.preview.allowed : w.preview.refused}: </span>
            {value.title || value.label}
          </p>
          <ul>
            {value.reasons.map((reason) => (
              <li key={`${reason.gate} ${reason.text}`}>
                {reason.ok ? (
                  <IconCircleCheck size={15} className="good" aria-label={w.preview.allowed} />
                ) : (
                  <IconCircleX size={15} className="bad" aria-label={w.preview.refused} />
                )}
                <div>
                  <p>{reason.text}</p>
                  {reason.repair && (
                    <p className="explain-repair">
                      <strong>{w.preview.repair}</strong> {reason.repair}
                    </p>
                  )}
                </div>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
