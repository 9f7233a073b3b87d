import { fireEvent } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import type { PreviewRequest } from '../../api';
import { fakeDoor } from '../../api/fake';
import { show } from '../kit.test-kit';
import { Preview } from './preview';
import { besideOf, isUnsaved, pageOf } from './preview.state';

const REQUEST: PreviewRequest = {
  user: '',
  profile: 'basic',
  account: 'a1',
  date: '',
  draft: null,
};

test('B8: another profile stands beside, at the same account', async () => {
  const { OpenPreview } = fakeDoor([], 0).desk;
  const open = vi.fn(OpenPreview);
  const view = await show(<Preview request={REQUEST} onClose={() => {}} />, { OpenPreview: open });
  await view.findByTestId('preview-frame');
  expect(view.queryByTestId('preview-frame-beside')).toBeNull();
  fireEvent.click(view.getByTestId('preview-beside'));
  fireEvent.click(await view.findByRole('option', { name: 'Manager', hidden: true }));
  await view.findByTestId('preview-frame-beside');
  expect(open).toHaveBeenLastCalledWith(
    expect.objectContaining({ user: '', profile: 'manager', account: 'a1' }),
  );
  fireEvent.click(view.getByTestId('preview-beside'));
  fireEvent.click(await view.findByRole('option', { name: 'Nothing beside', hidden: true }));
  expect(view.queryByTestId('preview-frame-beside')).toBeNull();
});

test('what is not saved stands beside what is', () => {
  const draft = { user: 'u1', profile: 'manager' } as PreviewRequest['draft'];
  const unsaved = { ...REQUEST, user: 'u1', draft };
  expect(isUnsaved(unsaved)).toBe(true);
  expect(isUnsaved(REQUEST)).toBe(false);
  expect(besideOf(unsaved, 'saved', 'a1')).toEqual({ ...unsaved, draft: null, form: null });
});

test('a page is known without the preview that it belongs to', () => {
  expect(pageOf('http://localhost/preview/AB12/tickets/7?from=2')).toBe('tickets/7?from=2');
  expect(pageOf(undefined)).toBe('');
});
