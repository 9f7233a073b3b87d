import { Button, Checkbox, Textarea, TextInput } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { type FormEvent, useEffect, useState } from 'react';
import { desk, type ProfileForm, type ProfileRecord, problemOf, type Saved } from '../../api';
import { HistoryList } from '../../ui/history-list';
import { LeaveDialog } from '../../ui/leave-dialog';
import { PeopleChange } from '../../ui/people-change';
import { Failed, Waiting } from '../../ui/states';
import { useWords } from '../../words';
import { changing, leaving } from '../../words/changing';
import { happening } from '../../words/happening';
import { useWay } from '../way';
import { Matrix } from './matrix';
import { PreviewAs } from './preview-as';
import { type Opened, useProfile, useProfileChange } from './profile.state';

interface Props {
  opened: Opened;
  onClose: (id: string) => void;
}

/** One security profile with its matrix: to look at, to compare and to change (A32 to A34, B8). */
export function ProfilePage({ opened, onClose }: Props) {
  const w = useWords();
  const way = useWay();
  const saved = (answer: Saved) => {
    way.hold(null);
    way.announce(answer);
    onClose(answer.id ?? opened.id);
  };
  const open = useProfile(opened, saved);
  const { record, form, isDirty, problem } = open;
  const [leave, setLeave] = useState<(() => void) | null>(null);
  useEffect(() => {
    way.hold(isDirty ? (deed) => setLeave(() => deed) : null);
    return () => way.hold(null);
  }, [way, isDirty]);
  const back = () => {
    const go = () => onClose(opened.id || opened.from);
    if (isDirty) setLeave(() => go);
    else go();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void open.save();
  };
  const title = opened.from ? w.profiles.newTitle(record?.baseName ?? '') : record?.name;

  return (
    <form className="page profile-page" noValidate onSubmit={submit}>
      <div className="page-narrow profile-body">
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<IconArrowLeft size={16} aria-hidden />}
          data-testid="profile-back"
          onClick={back}
        >
          {w.profiles.back}
        </Button>
        <h1>{title ?? w.profiles.title}</h1>
        {open.failure && (
          <Failed text={open.failure.text} again={open.again} againLabel={w.common.again} />
        )}
        {!form && !open.failure && <Waiting label={w.common.loading} />}
        {record?.system && <p className="muted">{w.profiles.systemFixed}</p>}
        {record && !record.canChange && <p className="warning">{w.profiles.readOnly}</p>}
        {problem && problem.field !== 'name' && <Failed text={problem.text} />}
        {record && form && (
          <>
            <Facts open={open} record={record} form={form} />
            <Matrix
              form={form}
              saved={record}
              isFixed={record.system || !record.canChange}
              onScope={open.setScope}
            />
            <section className="card profile-section">
              <h2>{w.profiles.see}</h2>
              <PreviewAs profile={form.id} form={isDirty || !form.id ? form : null} />
            </section>
            {form.id && <History record={record} />}
          </>
        )}
      </div>
      {record && form && (isDirty || opened.from) && (
        <div className="page-end">
          <Change record={record} form={form} />
          <Button type="submit" loading={open.busy} data-testid="profile-save">
            {w.profiles.save}
          </Button>
          <Button
            variant="default"
            data-testid="profile-discard"
            onClick={opened.from ? () => onClose(opened.from) : open.discard}
          >
            {w.profiles.discard}
          </Button>
        </div>
      )}
      {leave && (
        <LeaveDialog
          words={leaving(w)}
          testId="profile-leave"
          onAnswer={(isLeft) => (isLeft ? leave() : setLeave(null))}
        />
      )}
    </form>
  );
}

interface FactsProps extends Part {
  open: ReturnType<typeof useProfile>;
}

interface Part {
  record: ProfileRecord;
  form: ProfileForm;
}

/** What a profile is called and for what, and whether a Manager may give it. */
function Facts({ open, record, form }: FactsProps) {
  const w = useWords();
  const isFixed = record.system || !record.canChange;
  return (
    <section className="card profile-section">
      <h2>{w.profiles.facts}</h2>
      {isFixed ? (
        <p>{record.description}</p>
      ) : (
        <>
          <TextInput
            label={w.profiles.name}
            value={form.name}
            maxLength={200}
            data-autofocus
            data-testid="profile-name"
            error={open.problem?.field === 'name' ? open.problem.text : undefined}
            onChange={(event) => open.change({ name: event.currentTarget.value })}
          />
          <Textarea
            label={w.profiles.description}
            description={w.profiles.descriptionHint}
            value={form.description}
            autosize
            minRows={2}
            data-testid="profile-description"
            onChange={(event) => open.change({ description: event.currentTarget.value })}
          />
        </>
      )}
      <Checkbox
        label={w.profiles.assignable}
        description={w.profiles.assignableHint}
        checked={form.assignable}
        disabled={!record.canChange}
        data-testid="profile-assignable"
        onChange={(event) => open.change({ assignable: event.currentTarget.checked })}
      />
    </section>
  );
}

/** Who gains and who loses what, before the profile is saved (B7). */
function Change({ record, form }: Part) {
  const w = useWords();
  const change = changing(w, useProfileChange(record, form));
  return change ? <PeopleChange {...change} testId="profile-change" /> : null;
}

function History({ record }: { record: ProfileRecord }) {
  const w = useWords();
  const way = useWay();
  const undo = (uid: string) =>
    desk.Undo(uid).then(way.announce, (cause) => way.complain(problemOf(cause)));
  return (
    <section className="card profile-section">
      <h2>{w.portal.history}</h2>
      <HistoryList
        lines={record.history.map((line) => happening(w, line))}
        empty={w.profiles.historyEmpty}
        undoTip={w.common.undo}
        onUndo={undo}
      />
    </section>
  );
}
