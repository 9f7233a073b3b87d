import { Button, Checkbox, Select, Textarea } from '@mantine/core';
import { IconEye } from '@tabler/icons-react';
import type { Saved, UserRecord } from '../../api';
import { DayField } from '../../ui/day-field';
import { Dialog } from '../../ui/dialog';
import { Failed } from '../../ui/states';
import { useWords } from '../../words';
import { useWay } from '../way';
import { givable, useAccessForm } from './access-form.state';
import { Allows, Changes } from './access-parts';

interface Props {
  record: UserRecord;
  isNew: boolean;
  onClose: () => void;
  onSaved: (saved: Saved) => void;
}

/** Client Portal Access and Update Portal Access (O4-O6): one form, and what it would change. */
export function AccessDialog({ record, isNew, onClose, onSaved }: Props) {
  const w = useWords();
  const way = useWay();
  const access = useAccessForm(record, isNew, onSaved);
  const { form, change, errorOf } = access;
  const profiles = givable(access.profiles.value);
  const chosen = profiles.find((p) => p.id === form.profile);
  const isBackwards = Boolean(form.start && form.end && form.end < form.start);
  const missing = [access.profiles, access.components].find((answer) => answer.problem);
  const look = () =>
    way.preview({ user: record.id, profile: '', account: record.account, date: '', draft: form });

  return (
    <Dialog
      opened
      onClose={onClose}
      size={820}
      testId="access-dialog"
      closeLabel={w.common.close}
      title={
        <>
          {isNew ? w.access.addTitle : w.access.updateTitle}
          <span className="dialog-whom">{w.access.forWhom(record.name, record.company)}</span>
        </>
      }
      footer={
        <>
          <Button
            className="push"
            variant="default"
            leftSection={<IconEye size={18} />}
            disabled={!form.profile}
            onClick={look}
            data-testid="access-look"
          >
            {w.access.look}
          </Button>
          <Button variant="default" onClick={onClose}>
            {w.common.cancel}
          </Button>
          <Button
            loading={access.busy}
            disabled={!form.profile || isBackwards}
            onClick={access.save}
            data-testid="access-save"
          >
            {isNew ? w.access.addGo : w.access.updateGo}
          </Button>
        </>
      }
    >
      <div className="access">
        <div className="form">
          {access.elsewhere && <Failed text={access.elsewhere.text} />}
          {missing?.problem && (
            <Failed text={missing.problem.text} again={missing.again} againLabel={w.common.again} />
          )}
          <Select
            label={w.access.profile}
            data={profiles.map((p) => ({ value: p.id, label: p.name }))}
            value={form.profile || null}
            allowDeselect={false}
            error={errorOf('profile')}
            data-testid="access-profile"
            data-autofocus
            onChange={(profile) => change({ profile: profile ?? '' })}
          />
          <Allows profile={chosen} />
          <div className="form-pair">
            <DayField
              clearLabel={w.common.clear}
              label={w.access.start}
              value={form.start}
              error={errorOf('start')}
              onChange={(start) => change({ start })}
            />
            <DayField
              clearLabel={w.common.clear}
              label={w.access.end}
              value={form.end}
              error={errorOf('end') ?? (isBackwards ? w.access.endBeforeStart : undefined)}
              onChange={(end) => change({ end })}
            />
          </div>
          <p className="form-hint">{w.access.dateHint}</p>
          <Changes answer={access.difference} isStale={access.isStale} />
        </div>
        <div className="form">
          <fieldset className="ticks">
            <legend>{w.access.components}</legend>
            <p className="form-hint">{w.access.componentsHint}</p>
            <div className="ticks-grid">
              {access.components.value?.map(({ key, label }) => (
                <Checkbox
                  key={key}
                  size="xs"
                  label={w.portal.components[key] ?? label}
                  checked={!form.closed.includes(key)}
                  onChange={(event) => access.setOpen(key, event.currentTarget.checked)}
                />
              ))}
            </div>
          </fieldset>
          <Checkbox
            size="sm"
            label={w.access.canSign}
            description={w.access.canSignHint}
            checked={form.canSign}
            onChange={(event) => change({ canSign: event.currentTarget.checked })}
          />
          <Checkbox
            size="sm"
            label={w.access.pinReset}
            description={w.access.pinResetHint}
            checked={form.pinReset}
            onChange={(event) => change({ pinReset: event.currentTarget.checked })}
          />
          <Textarea
            label={w.access.reason}
            description={w.access.reasonHint}
            value={form.reason}
            error={errorOf('reason')}
            autosize
            minRows={1}
            maxRows={4}
            onChange={(event) => change({ reason: event.currentTarget.value })}
          />
        </div>
      </div>
    </Dialog>
  );
}
