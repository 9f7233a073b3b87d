import { useDebouncedValue } from '@mantine/hooks';
import { type RefObject, useRef, useState } from 'react';
import { desk, type PreviewRequest, type PreviewView } from '../../api';
import { type Answer, useAnswer } from '../../api/ask';

/** One portal on view, and where in it one is. */
export interface PaneState {
  view: Answer<PreviewView>;
  frame: RefObject<HTMLIFrameElement | null>;
  trail: ReturnType<typeof useTrail>;
  /** Whether the page that comes next was not asked for here, but beside. */
  isLed: RefObject<boolean>;
}

/** The portal of a request on a day; of none, nothing. Another day opens another one. */
function usePane(request: PreviewRequest | null, day: string): PaneState {
  const key = request ? `open ${day} ${JSON.stringify(request)}` : '';
  const view = useAnswer(key, () =>
    desk.OpenPreview({ ...(request as PreviewRequest), date: day }),
  );
  const frame = useRef<HTMLIFrameElement>(null);
  return { view, frame, trail: useTrail(frame), isLed: useRef(false) };
}

/** The preview on view, and another one beside it that shows the same page. */
export function usePreview(request: PreviewRequest) {
  const [date, setDate] = useState(request.date);
  const [isExplaining, setExplaining] = useState(true);
  const [besideKey, setBeside] = useState('');
  const [day] = useDebouncedValue(date, 200);
  const main = usePane(request, day);
  const account = main.view.value?.account ?? '';
  const beside = usePane(besideKey === '' ? null : besideOf(request, besideKey, account), day);

  const arrive = (here: PaneState, there: PaneState) => {
    const isFirst = here.trail.visits === 0;
    here.trail.arrive();
    if (here.isLed.current) here.isLed.current = false;
    else if (here === beside && isFirst) lead(main, beside);
    else lead(here, there);
  };
  return { date, setDate, isExplaining, setExplaining, besideKey, setBeside, main, beside, arrive };
}

/** What stands beside a request: it without what is unsaved, or a profile at the same account. */
export const AS_SAVED = 'saved';
export function besideOf(request: PreviewRequest, key: string, account: string): PreviewRequest {
  if (key === AS_SAVED) return { ...request, draft: null, form: null };
  return { user: '', profile: key, account, date: request.date, draft: null };
}

/** Whether a request shows something that is not saved yet. */
export function isUnsaved(request: PreviewRequest): boolean {
  return Boolean(request.draft || (request.form && request.profile));
}

/** The page that a frame shows, without the preview that it belongs to. */
export function pageOf(href: string | undefined): string {
  return href?.replace(/^.*\/preview\/[^/]+\//, '') ?? '';
}

/** Brings one portal to the page of the other. */
function lead(from: PaneState, to: PaneState) {
  const page = pageOf(from.frame.current?.contentWindow?.location.href);
  const there = to.frame.current?.contentWindow?.location;
  const home = to.view.value?.home;
  if (!there || !home || !page || pageOf(there.href) === page) return;
  to.isLed.current = true;
  there.replace(home.replace(/[^/]*$/, page));
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
