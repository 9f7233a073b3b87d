import { expect, test, vi } from 'vitest';
import { press, spotAt, spotsOf } from './ask';

/** A page of another realm: elements with the needed members and no class of this window. */
function pageOf(html: string) {
  const page = document.implementation.createHTMLDocument('page');
  page.body.innerHTML = html;
  const assign = vi.fn();
  Object.defineProperty(page, 'defaultView', { value: { location: { assign } } });
  const base = 'http://localhost/preview/1/home';
  for (const node of [page, ...page.querySelectorAll('*')]) {
    Object.defineProperty(node, 'baseURI', { value: base });
  }
  for (const element of page.querySelectorAll('*')) {
    element.getBoundingClientRect = () =>
      ({ left: 0, top: 0, width: element.id === 'hidden' ? 0 : 50, height: 0 }) as DOMRect;
  }
  return { page, assign };
}
const find = (page: Document, selector: string) => page.querySelector(selector) as Element;

test('finds the askable element around what is under the pointer', () => {
  const { page } = pageOf('<a data-ask="ticket.view"><b id="inner">Tickets</b></a>');
  page.elementFromPoint = () => find(page, '#inner');
  expect(spotAt(page, 5, 5)?.ask).toBe('ticket.view');
});

test('finds nothing beside askable elements, nor without a page', () => {
  const { page } = pageOf('<p id="p">Hello</p>');
  page.elementFromPoint = () => find(page, '#p');
  expect(spotAt(page, 5, 5)).toBeNull();
  expect(spotAt(null, 5, 5)).toBeNull();
});

test('Tab order leaves out what cannot be seen', () => {
  const { page } = pageOf(
    '<i data-ask="a"></i><i data-ask="b" id="hidden"></i><i data-ask="c"></i>',
  );
  expect(spotsOf(page).map((s) => s.ask)).toEqual(['a', 'c']);
});

test('a link is followed, one that leads outside is not', () => {
  const { page, assign } = pageOf('<a href="tickets">in</a><a href="https://x.example/">out</a>');
  expect(press(find(page, 'a'))).toBe('gone');
  expect(assign).toHaveBeenCalledWith('http://localhost/preview/1/tickets');
  expect(press(find(page, 'a + a'))).toBe('outside');
  expect(assign).toHaveBeenCalledTimes(1);
});

test('a form that reads is sent as a query', () => {
  const { page, assign } = pageOf(
    '<form action="tickets"><input name="q" value="late fee"><input type="checkbox" name="c">' +
      '<button name="go" value="1">Find</button></form>',
  );
  expect(press(find(page, 'button'))).toBe('gone');
  expect(assign).toHaveBeenCalledWith('http://localhost/preview/1/tickets?q=late+fee&go=1');
});

test('a form that writes is never sent', () => {
  const { page, assign } = pageOf('<form method="POST" action="pay"><button>Pay</button></form>');
  expect(press(find(page, 'button'))).toBe('not-saved');
  const other = pageOf('<form action="a"><button formmethod="post">Pay</button></form>');
  expect(press(find(other.page, 'button'))).toBe('not-saved');
  expect(assign).not.toHaveBeenCalled();
});
