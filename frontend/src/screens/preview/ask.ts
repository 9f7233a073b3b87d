/**
 * Finds and works the elements of the page in the frame, from outside. The frame belongs to
 * another realm and may run no script, so elements are known by what they have, never by class.
 */
export interface Spot {
  ask: string;
  element: Element;
}

/** The askable element at this place of the frame, or null. */
export function spotAt(page: Document | null | undefined, x: number, y: number): Spot | null {
  return spotOf(page?.elementFromPoint(x, y)?.closest('[data-ask]') ?? null);
}

/** All askable elements of the page that can be seen, in reading order. */
export function spotsOf(page: Document | null | undefined): Spot[] {
  const spots: Spot[] = [];
  for (const element of page?.querySelectorAll('[data-ask]') ?? []) {
    const spot = spotOf(element);
    const { width, height } = element.getBoundingClientRect();
    if (spot && width + height > 0) spots.push(spot);
  }
  return spots;
}

function spotOf(element: Element | null): Spot | null {
  const ask = element?.getAttribute('data-ask');
  return element && ask ? { ask, element } : null;
}

/** What a click became. */
export type Outcome = 'gone' | 'done' | 'not-saved' | 'outside' | 'nothing';

interface Field extends Element {
  name?: string;
  value?: string;
  checked?: boolean;
  type?: string;
  disabled?: boolean;
}

/** Does what a click at this place of the page would do: follow, send, tick, focus. */
export function clickAt(page: Document | null | undefined, x: number, y: number): Outcome {
  const element = page?.elementFromPoint(x, y);
  return element ? press(element) : 'nothing';
}

/** Does what a click on this element would do. */
export function press(element: Element): Outcome {
  const target = element.closest('a[href], button, input, select, textarea, summary, label');
  const view = element.ownerDocument.defaultView;
  if (!target || !view) return 'nothing';
  switch (target.tagName.toLowerCase()) {
    case 'a':
      return follow(target, view);
    case 'summary':
      target.parentElement?.toggleAttribute('open');
      return 'done';
    case 'label': {
      const control = (target as HTMLLabelElement).control;
      return control ? press(control) : 'nothing';
    }
    default:
      return work(target as Field, view);
  }
}

function follow(link: Element, view: Window): Outcome {
  const href = link.getAttribute('href') ?? '';
  const address = new URL(href, link.ownerDocument.baseURI);
  if (address.origin !== new URL(link.ownerDocument.baseURI).origin) return 'outside';
  view.location.assign(address.href);
  return 'gone';
}

function work(field: Field, view: Window): Outcome {
  if (field.disabled) return 'nothing';
  const tag = field.tagName.toLowerCase();
  const type = (field.type ?? '').toLowerCase();
  const isSending = tag === 'button' ? type !== 'button' && type !== 'reset' : type === 'submit';
  if (isSending || (tag === 'input' && type === 'image')) return send(field, view);
  if (type === 'checkbox' || type === 'radio') {
    field.checked = type === 'radio' ? true : !field.checked;
    return 'done';
  }
  (field as unknown as HTMLElement).focus();
  return 'done';
}

/** Sends a form that only reads. One that would write is refused, and nothing is saved. */
function send(button: Field, view: Window): Outcome {
  const form = button.closest('form');
  if (!form) return 'nothing';
  const method = button.getAttribute('formmethod') ?? form.getAttribute('method') ?? 'get';
  if (method.toLowerCase() !== 'get') return 'not-saved';
  const action = button.getAttribute('formaction') ?? form.getAttribute('action') ?? '';
  const base = form.ownerDocument.baseURI;
  const address = new URL(action || base, base);
  if (address.origin !== new URL(base).origin) return 'outside';
  address.search = queryOf(form, button).toString();
  view.location.assign(address.href);
  return 'gone';
}

/** The query that a form would send; built here, since a frame without script may not be asked. */
function queryOf(form: Element, button: Field): URLSearchParams {
  const query = new URLSearchParams();
  for (const found of form.querySelectorAll('input, select, textarea')) {
    const field = found as Field;
    const type = (field.type ?? '').toLowerCase();
    const isTick = type === 'checkbox' || type === 'radio';
    if (!field.name || field.disabled || (isTick && !field.checked)) continue;
    if (['submit', 'button', 'image', 'reset', 'file'].includes(type)) continue;
    query.append(field.name, field.value ?? '');
  }
  if (button.name) query.append(button.name, button.value ?? '');
  return query;
}
