import { useDebouncedValue } from '@mantine/hooks';
import { type RefObject, useRef, useState } from 'react';
import { desk, type PreviewRequest } from '../../api';
import { useAnswer } from '../../api/ask';

/** The preview on view; looking at another day opens another one at the same place. */
export function usePreview(request: PreviewRequest) {
  const [date, setDate] = useState(request.date);
  const [isExplaining, setExplaining] = useState(true);
  const [day] = useDebouncedValue(date, 200);
  const view = useAnswer(`open ${day}`, () => desk.OpenPreview({ ...request, date: day }));
  return { date, setDate, isExplaining, setExplaining, view };
}

/** Why something is as it is. Asked once the pointer has rested for a moment. */
export function useExplanation(token: string, ask: string) {
  const [rested] = useDebouncedValue(ask, 150);
  const isRested = rested === ask && ask !== '';
  const answer = useAnswer(isRested ? `${token} ${ask}` : '', () => desk.Explain(token, ask));
  return isRested ? answer : undefined;
}

/**
 * The pages visited in the frame, for the way back. The window's own history is left alone:
 * going back there could leave the program instead of the page.
 */
export function useTrail(frame: RefObject<HTMLIFrameElement | null>) {
  const trail = useRef<string[]>([]);
  const [visits, setVisits] = useState(0);
  const arrive = () => {
    const href = frame.current?.contentWindow?.location.href;
    if (href && href !== trail.current.at(-1)) trail.current.push(href);
    setVisits((n) => n + 1);
  };
  const back = () => {
    trail.current.pop();
    const before = trail.current.at(-1);
    if (before) frame.current?.contentWindow?.location.assign(before);
  };
  return { visits, arrive, back, canGoBack: trail.current.length > 1 };
}
