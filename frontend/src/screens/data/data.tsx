import { IconDatabase } from '@tabler/icons-react';
import { desk } from '../../api';
import { useAnswer } from '../../api/ask';
import { LeaveDialog } from '../../ui/leave-dialog';
import { Empty, Failed, Waiting } from '../../ui/states';
import { useWords } from '../../words';
import { leaving } from '../../words/changing';
import type { Arrival } from '../way';
import { SharedContext, useLeaving, useOpened } from './data.state';
import { KindList } from './kind-list';
import { KindRows } from './kind-rows';
import { RecordPanel } from './record-panel';
import './data.css';

const NONE: never[] = [];

/** Portal data: every kind of record behind the customer's portal, and the forms that keep it. */
export function Data({ arrival }: { arrival: Arrival }) {
  const w = useWords();
  const answer = useAnswer('nouns', () => desk.Nouns());
  const nouns = answer.value ?? NONE;
  const { noun, id, open } = useOpened(nouns, arrival);
  const { shared, isAsking, answer: decide } = useLeaving(nouns);
  const go = (kind: string, to: string | null) => {
    if (kind !== noun?.kind || to !== id) shared.leave(() => open(kind, to));
  };

  if (!noun) {
    return (
      <div className="page">
        <h1>{w.data.title}</h1>
        {answer.problem ? (
          <Failed
            title={w.problem.list}
            text={answer.problem.text}
            again={answer.again}
            againLabel={w.common.again}
          />
        ) : (
          <Waiting label={w.common.loading} />
        )}
      </div>
    );
  }
  const { kind } = noun;
  return (
    <SharedContext value={shared}>
      <div className="list-side data" data-open={id !== null || undefined}>
        <KindList nouns={nouns} kind={kind} onPick={(picked) => go(picked, null)} />
        <KindRows
          key={kind}
          noun={noun}
          openId={id}
          onOpen={(row) => go(kind, row)}
          onKind={(picked) => go(picked, null)}
        />
        {id !== null ? (
          <RecordPanel
            key={`${kind}|${id}`}
            whose={{ noun, id }}
            onClose={() => go(kind, null)}
            onMade={(made) => open(kind, made)}
            onGone={() => open(kind, null)}
          />
        ) : (
          <aside className="record record-none data-record" aria-label={w.data.title}>
            <Empty icon={<IconDatabase size={36} stroke={1.4} />} title={w.data.pick} />
          </aside>
        )}
      </div>
      {isAsking && <LeaveDialog words={leaving(w)} testId="data-leave" onAnswer={decide} />}
    </SharedContext>
  );
}
