import { Button } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { desk, type PortalForm, type PortalSettings, problemOf } from '../../api';
import { HistoryList } from '../../ui/history-list';
import { LeaveDialog } from '../../ui/leave-dialog';
import { PeopleChange } from '../../ui/people-change';
import { Failed, Waiting } from '../../ui/states';
import { useWords } from '../../words';
import { changing, leaving } from '../../words/changing';
import { happening } from '../../words/happening';
import { useWay } from '../way';
import { usePeopleChange, usePortal } from './portal.state';
import { Modules, Office, Rights, WayIn } from './sections';
import './portal.css';

/** Portal settings: what holds for every customer (Z1 to Z7, A31, A35, A38, A40, O16). */
export function Portal() {
  const w = useWords();
  const way = useWay();
  const page = useRef<HTMLFormElement>(null);
  const open = usePortal();
  const { settings, form, isDirty, elsewhere, errorOf, change } = open;
  const [leave, setLeave] = useState<(() => void) | null>(null);
  useEffect(() => {
    way.hold(isDirty ? (deed) => setLeave(() => deed) : null);
    return () => way.hold(null);
  }, [way, isDirty]);
  useEffect(() => {
    if (!open.problem) return;
    const wrong = page.current?.querySelector('[aria-invalid="true"], [role="alert"]');
    wrong?.scrollIntoView?.({ block: 'center' });
  }, [open.problem]);
  const of = form && settings && { form, isFixed: !settings.canChange, change, errorOf };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void open.save();
  };
  const undo = (uid: string) =>
    desk.Undo(uid).then(way.announce, (cause) => way.complain(problemOf(cause)));

  return (
    <form ref={page} className="page portal" noValidate onSubmit={submit}>
      <div className="page-narrow portal-body">
        <h1>{w.portal.title}</h1>
        <p className="muted">{w.portal.lead}</p>
        {open.failure && (
          <Failed text={open.failure.text} again={open.again} againLabel={w.common.again} />
        )}
        {!form && !open.failure && <Waiting label={w.common.loading} />}
        {settings && !settings.canChange && <p className="warning">{w.portal.readOnly}</p>}
        {elsewhere && <Failed text={elsewhere.text} />}
        {open.isOld && (
          <p className="portal-old" role="status">
            <span>{w.portal.meanwhile}</span>
            <Button
              size="compact-sm"
              variant="default"
              leftSection={<IconRefresh size={14} aria-hidden />}
              onClick={open.discard}
            >
              {w.portal.load}
            </Button>
          </p>
        )}
        {of && settings && (
          <>
            <WayIn {...of} />
            <Rights {...of} />
            <Modules {...of} />
            <Office {...of} />
            <section className="card portal-section">
              <h2>{w.portal.history}</h2>
              <HistoryList
                lines={settings.history.map((line) => happening(w, line))}
                empty={w.portal.historyEmpty}
                undoTip={w.common.undo}
                onUndo={undo}
              />
            </section>
          </>
        )}
      </div>
      {isDirty && (
        <div className="page-end">
          {settings && form && <Change settings={settings} form={form} />}
          <Button type="submit" loading={open.busy} data-testid="portal-save">
            {w.portal.save}
          </Button>
          <Button variant="default" onClick={open.discard} data-testid="portal-discard">
            {w.portal.discard}
          </Button>
        </div>
      )}
      {leave && (
        <LeaveDialog
          words={leaving(w)}
          testId="portal-leave"
          onAnswer={(isLeft) => (isLeft ? leave() : setLeave(null))}
        />
      )}
    </form>
  );
}

/** Who gains and who loses what, before the settings are saved (B7). */
function Change({ settings, form }: { settings: PortalSettings; form: PortalForm }) {
  const w = useWords();
  const change = changing(w, usePeopleChange(settings, form));
  return change ? <PeopleChange {...change} testId="portal-change" /> : null;
}
