import { fireEvent } from '@testing-library/react';
import { expect, test } from 'vitest';
import { show } from '../kit.test-kit';
import { Home } from './home';

test('O13: the home page has the red Client Portal button', async () => {
  const view = await show(<Home />);
  fireEvent.click(await view.findByTestId('home-client-portal'));
  expect(view.way.openPortal).toHaveBeenCalledTimes(1);
});

test('B18: the figures lead to their saved views, and tickets to Portal data', async () => {
  const view = await show(<Home />);
  fireEvent.click((await view.findAllByText('Never signed in'))[0] as HTMLElement);
  expect(view.way.go).toHaveBeenCalledWith('users', { view: 'never' });
  fireEvent.click((await view.findAllByText('Open tickets'))[0] as HTMLElement);
  expect(view.way.go).toHaveBeenCalledWith('data', { view: 'ticket' });
});

test('A31: a request that waits for a decision is a step away', async () => {
  const view = await show(<Home />);
  const go = await view.findByLabelText(/1 request for more access waits/);
  fireEvent.click(go);
  expect(view.way.go).toHaveBeenCalledWith('data', { view: 'elevation' });
});

test('B15: a round that waits says how many end by silence, and is a step away', async () => {
  const view = await show(<Home />);
  const go = await view.findByLabelText(/Yearly review: .* wait for an answer until .* they end/);
  fireEvent.click(go);
  expect(view.way.go).toHaveBeenCalledWith('reviews', { id: 'r1' });
});
