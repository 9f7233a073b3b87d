import { fireEvent, render } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { useKeys } from './keys';

function Page({ deed }: { deed: (key: string) => void }) {
  useKeys({ j: () => deed('j'), '/': () => deed('/'), Enter: () => deed('Enter') });
  return (
    <div>
      <input data-testid="text" />
      <input data-testid="day" type="date" />
      <textarea data-testid="long" />
      <input data-testid="tick" type="checkbox" />
      <button type="button" data-testid="button" />
    </div>
  );
}

function page() {
  const deed = vi.fn();
  const view = render(<Page deed={deed} />);
  return { deed, at: (id: string) => view.getByTestId(id) };
}

test('single letters work in the page and on ticks', () => {
  const { deed, at } = page();
  fireEvent.keyDown(document.body, { key: 'j' });
  fireEvent.keyDown(at('tick'), { key: 'j' });
  expect(deed.mock.calls).toEqual([['j'], ['j']]);
});

test('single letters never fire inside a field', () => {
  const { deed, at } = page();
  for (const id of ['text', 'day', 'long']) {
    for (const key of ['j', '/', 'Enter']) fireEvent.keyDown(at(id), { key });
  }
  expect(deed).not.toHaveBeenCalled();
});

test('letters with Ctrl or Cmd are left alone', () => {
  const { deed } = page();
  fireEvent.keyDown(document.body, { key: 'j', ctrlKey: true });
  fireEvent.keyDown(document.body, { key: 'j', metaKey: true });
  expect(deed).not.toHaveBeenCalled();
});

test('Enter on a button presses the button and nothing else', () => {
  const { deed, at } = page();
  fireEvent.keyDown(at('button'), { key: 'Enter' });
  expect(deed).not.toHaveBeenCalled();
});
