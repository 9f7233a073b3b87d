import { expect, test } from 'vitest';
import type { ConflictView } from '../../api';
import { foldsOf } from './sync.state';

const line = (id: string, fold: string) => ({ id, fold, subject: `of ${id}` }) as ConflictView;

test('lines that say the same are decided as one, in the order of the inbox', () => {
  const folds = foldsOf([line('a', 'a'), line('b', 'b'), line('c', 'a'), line('d', 'd')]);
  expect(folds.map((fold) => fold.ids)).toEqual([['a', 'c'], ['b'], ['d']]);
  expect(folds[0]?.subjects).toEqual(['of a', 'of c']);
  expect(folds[0]?.first.id).toBe('a');
});
