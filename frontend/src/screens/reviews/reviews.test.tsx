import { fireEvent, waitFor, within } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { fakeDoor } from '../../api/fake';
import { show } from '../kit.test-kit';
import { Reviews } from './reviews';

// The test window has no sizes of its own, and a list without a height draws no rows.
Object.defineProperties(HTMLElement.prototype, {
  clientHeight: { configurable: true, get: () => 600 },
  clientWidth: { configurable: true, get: () => 1200 },
});

const opened = () => show(<Reviews arrival={{ id: 'r1' }} />);

test('a review says how many end by silence, and when (B15)', async () => {
  const view = await show(<Reviews arrival={{ id: '' }} />);
  const item = await view.findByTestId('review-item');
  const review = (await view.desk.Reviews()).reviews[0];
  expect(item.textContent).toContain(`0 of ${review?.open} answered`);
  expect(item.textContent).toMatch(
    new RegExp(`${review?.ends} accesses end after .* unless somebody answers`),
  );
});

test('one access is kept, and leaves the open list for the confirmed one (B15)', async () => {
  const view = await opened();
  const row = (await view.findAllByTestId('review-row'))[0] as HTMLElement;
  const before = (await view.desk.Reviews()).reviews[0]?.open ?? 0;
  fireEvent.click(within(row).getByTestId('review-keep'));
  await waitFor(() => expect(view.way.announce).toHaveBeenCalledTimes(1));
  expect((await view.desk.Reviews()).reviews[0]?.open).toBe(before - 1);
  expect(view.way.go).not.toHaveBeenCalled();
  await waitFor(() => expect(view.getByText('Confirmed (1)')).toBeTruthy());
  fireEvent.click(view.getByText('Confirmed (1)'));
  await waitFor(() => expect(view.getAllByTestId('review-row')).toHaveLength(1));
});

test('ending shows who loses what before it is done (B7, B15)', async () => {
  const view = await opened();
  const row = (await view.findAllByTestId('review-row'))[0] as HTMLElement;
  fireEvent.click(within(row).getByTestId('review-end'));
  const change = await view.findByTestId('end-change');
  expect(change.textContent).toContain('1 person loses something');
  fireEvent.change(view.getByTestId('end-reason'), { target: { value: 'Has left.' } });
  fireEvent.click(view.getByTestId('end-go'));
  await waitFor(() => expect(view.way.announce).toHaveBeenCalledTimes(1));
  expect((await view.desk.Reviews()).reviews[0]?.ended).toBe(1);
});

test('several are ticked and answered at once', async () => {
  const view = await opened();
  await view.findAllByTestId('review-row');
  for (const box of view.getAllByRole('checkbox').slice(0, 3)) fireEvent.click(box);
  fireEvent.click(view.getByTestId('review-keep-all'));
  await waitFor(() => expect(view.queryByTestId('review-keep-all')).toBeNull());
  expect((await view.desk.Reviews()).reviews[0]?.confirmed).toBe(3);
});

test('recommendations are accepted after their numbers were seen', async () => {
  const AcceptAdvice = vi.fn(async () => ({ uid: 'e', text: 'Done.', canUndo: true }));
  const view = await show(<Reviews arrival={{ id: 'r1' }} />, { AcceptAdvice });
  fireEvent.click(await view.findByTestId('review-accept'));
  const { keep, end } = await view.desk.ReviewAdvice('r1');
  await waitFor(() =>
    expect(view.getByTestId('advice-count').textContent).toContain(`${end} accesses end`),
  );
  fireEvent.click(view.getByTestId('advice-go'));
  await waitFor(() => expect(AcceptAdvice).toHaveBeenCalledWith('r1', keep, end));
});

test('a review is made in one dialog, which counts whom it covers', async () => {
  const view = await show(<Reviews arrival={{ id: '' }} />);
  fireEvent.click(await view.findByTestId('review-new'));
  const dialog = await view.findByTestId('review-dialog');
  await waitFor(() => expect(dialog.textContent).toMatch(/Covers \d+ accesses now/));
  fireEvent.click(view.getByTestId('review-save'));
  expect(await view.findByText('Enter a name.')).toBeTruthy();
  fireEvent.change(view.getByTestId('review-name'), { target: { value: 'Managers' } });
  fireEvent.click(view.getByTestId('review-save'));
  await waitFor(() => expect(view.getAllByTestId('review-item')).toHaveLength(2));
});

test('a reader looks, and answers nothing', async () => {
  const door = fakeDoor([], 0).desk;
  const Review = async (id: string) => ({ ...(await door.Review(id)), canChange: false });
  const view = await show(<Reviews arrival={{ id: 'r1' }} />, { Review });
  expect((await view.findAllByTestId('review-row')).length).toBeGreaterThan(0);
  for (const deed of ['review-keep', 'review-end', 'review-accept']) {
    expect(view.queryByTestId(deed)).toBeNull();
  }
  expect(view.queryAllByRole('checkbox')).toHaveLength(0);
});
