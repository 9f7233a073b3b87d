import { Button } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { desk, problemOf } from '../../api';
import { Dialog } from '../../ui/dialog';
import { HistoryList } from '../../ui/history-list';
import { Failed, Waiting } from '../../ui/states';
import { useWords } from '../../words';
import { happening } from '../../words/happening';
import { useWay } from '../way';
import { PeopleChange } from './people-change';
import { usePortal } from './portal.state';
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
        <div className="portal-end">
          {settings && form && <PeopleChange settings={settings} form={form} />}
          <Button type="submit" loading={open.busy} data-testid="portal-save">
            {w.portal.save}
          </Button>
          <Button variant="default" onClick={open.discard} data-testid="portal-discard">
            {w.portal.discard}
          </Button>
        </div>
      )}
      {leave && (
        <Dialog
          opened
          onClose={() => setLeave(null)}
          title={w.data.leaveTitle}
          closeLabel={w.common.close}
          size="sm"
          testId="portal-leave"
          footer={
            <>
              <Button variant="default" onClick={leave} data-testid="portal-leave-go">
                {w.data.leaveGo}
              </Button>
              <Button onClick={() => setLeave(null)} data-autofocus>
                {w.data.leaveStay}
              </Button>
            </>
          }
        >
          <p>{w.data.leaveText}</p>
        </Dialog>
      )}
    </form>
  );
}
