import { expect, test } from 'vitest';
import * as bound from '../../wailsjs/go/app/Desk';
import { fakeDoor } from './fake';

test('what Go binds is exactly what the pages ask for', () => {
  expect(Object.keys(bound).sort()).toEqual(Object.keys(fakeDoor().desk).sort());
});
