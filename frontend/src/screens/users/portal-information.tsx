import { Button, Checkbox, Collapse, TextInput, UnstyledButton } from '@mantine/core';
import { IconAlertTriangle, IconChevronRight } from '@tabler/icons-react';
import { useId, useState } from 'react';
import type { UserRecord } from '../../api';
import { DayField } from '../../ui/day-field';
import { Failed } from '../../ui/states';
import { useWords } from '../../words';
import { useWay } from '../way';
import { InitialPassword } from './initial-password';
import { LinkMail } from './link-mail';
import { useInformation } from './portal-information.state';
import { ResetPin } from './reset-pin';
import { SecondFactor } from './second-factor';

interface Props {
  record: UserRecord;
  onSaved: () => void;
}

/** Customer Portal Information (C2-C6): may they sign in, when, and under which name. */
export function PortalInformationPanel({ record, onSaved }: Props) {
  const w = useWords();
  const way = useWay();
  const panel = useId();
  const [opened, setOpened] = useState(false);
  const info = useInformation(record, (saved) => {
    way.announce(saved);
    onSaved();
  });
  const { form, change, errorOf } = info;
  const isBackwards = Boolean(
    form.supportStart && form.supportEnd && form.supportEnd < form.supportStart,
  );

  return (
    <section className="info">
      <h3>
        <UnstyledButton
          className="info-head"
          aria-expanded={opened}
          aria-controls={panel}
          onClick={() => setOpened(!opened)}
          data-testid="portal-information"
        >
          <IconChevronRight size={18} data-open={opened || undefined} aria-hidden />
          {w.info.title}
        </UnstyledButton>
      </h3>
      <Collapse expanded={opened} id={panel}>
        <div className="form info-body">
          {info.elsewhere && <Failed text={info.elsewhere.text} />}
          <Checkbox
            label={w.info.portalUser}
            description={w.info.portalUserHint}
            checked={form.portalUser}
            onChange={(event) => change({ portalUser: event.currentTarget.checked })}
          />
          <div className="form-pair">
            <DayField
              clearLabel={w.common.clear}
              shape={w.common.dayShape}
              label={w.info.supportStart}
              value={form.supportStart}
              error={errorOf('supportStart')}
              onChange={(supportStart) => change({ supportStart })}
            />
            <DayField
              clearLabel={w.common.clear}
              shape={w.common.dayShape}
              label={w.info.supportEnd}
              value={form.supportEnd}
              error={errorOf('supportEnd') ?? (isBackwards ? w.info.endBeforeStart : undefined)}
              onChange={(supportEnd) => change({ supportEnd })}
            />
          </div>
          <TextInput
            label={w.info.username}
            value={form.username}
            error={errorOf('username')}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => change({ username: event.currentTarget.value })}
          />
          <TextInput
            label={w.info.email}
            type="email"
            value={form.email}
            error={errorOf('email')}
            autoComplete="off"
            data-testid="info-email"
            onChange={(event) => change({ email: event.currentTarget.value })}
          />
          {form.email.trim() === '' && (
            <p className="warning" role="alert" data-testid="no-email-warning">
              <IconAlertTriangle size={18} aria-hidden />
              <span>{w.info.noEmailWarning}</span>
            </p>
          )}
          <div className="form-end">
            <Button
              disabled={!info.isDirty || isBackwards}
              loading={info.busy}
              onClick={info.save}
              data-testid="info-save"
            >
              {w.info.save}
            </Button>
            {info.isDirty && (
              <Button variant="default" onClick={info.reset}>
                {w.info.reset}
              </Button>
            )}
          </div>
          <LinkMail record={record} onSent={onSaved} />
          <InitialPassword record={record} />
          <ResetPin record={record} onReset={onSaved} />
          <SecondFactor record={record} onRemoved={onSaved} />
        </div>
      </Collapse>
    </section>
  );
}
