import { render, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { useAnswer } from './ask';
import type { Desk } from './desk';
import { type Door, openDoor } from './index';

function Shown({ ask }: { ask: () => Promise<string> }) {
  return <p>{useAnswer('one', ask).value}</p>;
}

test('in another language everything is asked again', async () => {
  let change: ((value: { kinds: string[] }) => void) | undefined;
  const door: Door = {
    desk: {} as Desk,
    listen: (name, callback) => {
      if (name === 'changed') change = callback as typeof change;
      return () => {};
    },
    copy: async () => {},
  };
  await openDoor(door);
  const said = ['Saved.', 'Gespeichert.'];
  render(<Shown ask={async () => said.shift() ?? 'once more'} />);
  await screen.findByText('Saved.');
  change?.({ kinds: ['user'] });
  change?.({ kinds: ['language'] });
  await screen.findByText('Gespeichert.');
  expect(said).toEqual([]);
});
