import { Button, Checkbox, CloseButton, Textarea } from '@mantine/core';
import { desk, type TicketView } from '../../api';
import { useAnswer } from '../../api/ask';
import { Pill } from '../../ui/facts';
import { Failed, Waiting } from '../../ui/states';
import { useWords } from '../../words';
import { moment } from '../../words/format';
import { useWay } from '../way';
import { useReply } from './tickets.state';

interface Props {
  id: string;
  onClose: () => void;
}

/** One ticket: what the customer wrote, what was answered, and a box for the next answer. */
export function TicketRecord({ id, onClose }: Props) {
  const w = useWords();
  const answer = useAnswer(id, () => desk.Ticket(id), ['ticket']);
  const ticket = answer.value;
  return (
    <aside className="record ticket" aria-label={w.tickets.record}>
      <div className="record-head">
        <span className="record-kicker">
          {w.tickets.record} {ticket?.number}
        </span>
        <CloseButton aria-label={w.tickets.close} onClick={onClose} />
      </div>
      {answer.problem && (
        <div className="record-part">
          <Failed
            title={w.problem.record}
            text={answer.problem.text}
            again={answer.again}
            againLabel={w.common.again}
          />
        </div>
      )}
      {!ticket && !answer.problem && <Waiting label={w.common.loading} />}
      {ticket && <Whole ticket={ticket} again={answer.again} />}
    </aside>
  );
}

function Whole({ ticket, again }: { ticket: TicketView; again: () => void }) {
  const w = useWords();
  const way = useWay();
  const reply = useReply(ticket.id, (saved) => {
    way.announce(saved);
    again();
  });
  return (
    <>
      <div className="record-part">
        <h2>{ticket.subject}</h2>
        <p className="muted">
          {[ticket.contact, ticket.company, moment(ticket.created)].filter(Boolean).join(' · ')}
        </p>
        <div className="record-pills">
          <Pill>{w.tickets.states[ticket.status]}</Pill>
          {ticket.badge === 'here' && <Pill tone="warn">{w.common.hereShort}</Pill>}
        </div>
        <p className="ticket-text">{ticket.text}</p>
      </div>
      <section className="record-part" aria-label={w.tickets.notes}>
        <h3>{w.tickets.notes}</h3>
        {ticket.notes.length === 0 && <p className="muted">{w.tickets.noNotes}</p>}
        <ol className="notes">
          {ticket.notes.map((note) => (
            <li key={note.id} data-internal={note.internal || undefined}>
              <p className="small">
                <strong>{note.who}</strong>{' '}
                <span className="muted">
                  {note.staff ? w.tickets.staff : w.tickets.customer} · {moment(note.when)}
                </span>
              </p>
              {note.internal && <Pill tone="warn">{w.tickets.internal}</Pill>}
              <p className="ticket-text">{note.text}</p>
            </li>
          ))}
        </ol>
      </section>
      <div className="record-part form">
        <Textarea
          label={w.tickets.answer}
          value={reply.text}
          autosize
          minRows={3}
          maxRows={12}
          error={reply.problem?.text}
          data-testid="ticket-answer"
          onChange={(event) => reply.setText(event.currentTarget.value)}
        />
        <Checkbox
          label={w.tickets.answerInternal}
          checked={reply.isInternal}
          onChange={(event) => reply.setInternal(event.currentTarget.checked)}
        />
        <div>
          <Button loading={reply.busy} onClick={reply.send} data-testid="ticket-send">
            {reply.isInternal ? w.tickets.keep : w.tickets.send}
          </Button>
        </div>
      </div>
    </>
  );
}
