import { type KeyboardEvent, type RefObject, useEffect, useRef, useState } from 'react';
import { useWords } from '../../words';
import { clickAt, type Outcome, press, type Spot, spotAt, spotsOf } from './ask';
import { type Box, ExplainCard } from './explain-card';
import { useExplanation } from './preview.state';

interface Props {
  frame: RefObject<HTMLIFrameElement | null>;
  token: string;
}

/**
 * Lies over the frame: finds what is under the pointer or next in order, outlines it, explains
 * it, and passes clicks and scrolling on.
 */
export function AskLayer({ frame, token }: Props) {
  const w = useWords();
  const layer = useRef<HTMLDivElement>(null);
  const [spot, setSpot] = useState<Spot | null>(null);
  const [box, setBox] = useState<Box>();
  const [note, setNote] = useState('');
  const pointer = useRef<{ x: number; y: number } | null>(null);
  const answer = useExplanation(token, spot?.ask ?? '');
  const page = () => frame.current?.contentDocument;

  const point = (next: Spot | null) => {
    setSpot(next);
    if (!next) return setBox(undefined);
    const { left, top, width, height } = next.element.getBoundingClientRect();
    setBox({ left, top, width, height });
  };
  const pointAt = (x: number, y: number) => {
    pointer.current = { x, y };
    point(spotAt(page(), x, y));
  };
  const placeOf = (event: { clientX: number; clientY: number }) => {
    const edge = layer.current?.getBoundingClientRect();
    return [event.clientX - (edge?.left ?? 0), event.clientY - (edge?.top ?? 0)] as const;
  };
  const say = (outcome: Outcome) => {
    if (outcome === 'not-saved') setNote(w.preview.notSavedNow);
    else if (outcome === 'outside') setNote(w.preview.outside);
    else setNote('');
  };
  const scroll = (dx: number, dy: number) => {
    frame.current?.contentWindow?.scrollBy(dx, dy);
    if (pointer.current) pointAt(pointer.current.x, pointer.current.y);
    else if (spot) point(spot);
  };
  const walk = (event: KeyboardEvent) => {
    const spots = spotsOf(page());
    const at = spots.findIndex((s) => s.element === spot?.element);
    const next = spots[event.shiftKey ? (at < 0 ? -1 : at - 1) : at + 1];
    // Past either end, Tab goes on to the rest of the window.
    if (!next) return point(null);
    event.preventDefault();
    pointer.current = null;
    next.element.scrollIntoView({ block: 'nearest' });
    point(next);
  };
  const keys: Record<string, (event: KeyboardEvent) => void> = {
    Tab: walk,
    Enter: () => spot && say(press(spot.element)),
    ' ': () => spot && say(press(spot.element)),
    ArrowDown: () => scroll(0, 60),
    ArrowUp: () => scroll(0, -60),
    PageDown: () => scroll(0, 500),
    PageUp: () => scroll(0, -500),
  };

  useEffect(() => {
    const area = layer.current;
    if (!area) return;
    // Listened to by hand: the page itself must not scroll or zoom along.
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      frame.current?.contentWindow?.scrollBy(event.deltaX, event.deltaY);
      const edge = area.getBoundingClientRect();
      const x = event.clientX - edge.left;
      const y = event.clientY - edge.top;
      const found = spotAt(frame.current?.contentDocument, x, y);
      setSpot(found);
      setBox(found ? boxOf(found.element) : undefined);
    };
    area.addEventListener('wheel', onWheel, { passive: false });
    return () => area.removeEventListener('wheel', onWheel);
  }, [frame]);

  useEffect(() => {
    if (!note) return;
    const timer = setTimeout(() => setNote(''), 4000);
    return () => clearTimeout(timer);
  }, [note]);

  return (
    <>
      <div
        ref={layer}
        role="application"
        className="ask-layer"
        aria-label={w.preview.layer}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: Tab walks through the page from here
        tabIndex={0}
        data-testid="preview-layer"
        onMouseMove={(event) => pointAt(...placeOf(event))}
        onMouseLeave={() => point(null)}
        onClick={(event) => say(clickAt(page(), ...placeOf(event)))}
        onKeyDown={(event) => keys[event.key]?.(event)}
        onBlur={() => point(null)}
      >
        {box && <div className="ask-box" style={box} data-allowed={answer?.value?.allowed} />}
      </div>
      {spot && box && answer && <ExplainCard answer={answer} box={box} layer={layer} />}
      {note && (
        <p className="ask-note" role="status">
          {note}
        </p>
      )}
    </>
  );
}

function boxOf(element: Element): Box {
  const { left, top, width, height } = element.getBoundingClientRect();
  return { left, top, width, height };
}
