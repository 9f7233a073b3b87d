import { renderHook } from '@testing-library/react';
import { expect, test } from 'vitest';
import { fakeDoor } from './fake';
import { openDoor } from './index';
import { followState, takeState, useDeskState } from './state';

test('of two states that cross, the later one stays', async () => {
  await openDoor(fakeDoor());
  await followState();
  const { result, rerender } = renderHook(() => useDeskState());
  const now = result.current.state;
  if (!now) throw new Error('there is no state');
  takeState({ ...now, rev: now.rev + 2, online: true });
  takeState({ ...now, rev: now.rev + 1, online: false });
  rerender();
  expect(result.current.state?.online).toBe(true);
});
