import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { desk, type Problem, problemOf, type Saved, type TicketRow } from '../../api';
import { useChanged } from '../../api/ask';
import { useWindowedRows } from '../../ui/windowed-rows';
import { words } from '../../words';

/** What the list of tickets asks for, and the rows that answer it. */
export function useTickets() {
  const [typed, setText] = useState('');
  const [text] = useDebouncedValue(typed, 120);
  const rows = useWindowedRows<TicketRow>(`tickets ${text}`, (from, size) =>
    desk.Tickets(text, from, size),
  );
  useChanged(['ticket'], () => rows.refresh());
  return { text: typed, setText, rows };
}

/** The answer box of one ticket; what was written stays until it is saved. */
export function useReply(ticket: string, onSaved: (saved: Saved) => void) {
  const [text, setText] = useState('');
  const [isInternal, setInternal] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);

  const send = async () => {
    if (!text.trim()) {
      return setProblem({ kind: 'invalid', text: words().tickets.needText });
    }
    setBusy(true);
    setProblem(undefined);
    try {
      onSaved(await desk.AnswerTicket(ticket, text.trim(), isInternal));
      setText('');
    } catch (cause) {
      setProblem(problemOf(cause));
    } finally {
      setBusy(false);
    }
  };
  return { text, setText, isInternal, setInternal, problem, busy, send };
}
