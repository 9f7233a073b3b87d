import { Button, CloseButton, Tabs } from '@mantine/core';
import {
  IconAdjustments,
  IconEye,
  IconKey,
  IconRefresh,
  IconTrash,
  IconUserPlus,
} from '@tabler/icons-react';
import { useState } from 'react';
import { desk, type Saved, type UserRecord } from '../../api';
import { useAnswer } from '../../api/ask';
import { BigButton } from '../../ui/big-button';
import { Facts, Pill } from '../../ui/facts';
import { Failed, Waiting } from '../../ui/states';
import { useWords } from '../../words';
import { useWay } from '../way';
import { AccessDialog } from './access-dialog';
import { AccessFacts } from './access-facts';
import { Standing } from './columns';
import { Exceptions } from './exceptions';
import { History } from './history';
import { NewLogin } from './new-login';
import { PortalInformationPanel } from './portal-information';
import { RemoveDialog } from './remove-dialog';

interface Props {
  id: string;
  onClose: () => void;
  /** Somebody with the same access was made. */
  onMade?: (saved: Saved) => void;
}

/** The ACL User record (O3): who it is, how they stand, and the big buttons. */
export function Record({ id, onClose, onMade = () => {} }: Props) {
  const w = useWords();
  const answer = useAnswer(id, () => desk.User(id), ['user', 'profile', 'account']);
  const record = answer.value;
  return (
    <aside className="record" aria-label={w.record.label}>
      <div className="record-head">
        <span className="record-kicker">{w.record.label}</span>
        <CloseButton aria-label={w.record.close} onClick={onClose} data-testid="record-close" />
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
      {!record && !answer.problem && <Waiting label={w.common.loading} />}
      {record && <Whole record={record} onClose={onClose} onMade={onMade} again={answer.again} />}
    </aside>
  );
}

type Asked = 'add' | 'update' | 'remove' | 'like' | 'exceptions';

interface WholeProps {
  record: UserRecord;
  onClose: () => void;
  onMade: (saved: Saved) => void;
  again: () => void;
}

function Whole({ record, onClose, onMade, again }: WholeProps) {
  const w = useWords();
  const way = useWay();
  const [dialog, setDialog] = useState<Asked | null>(null);
  const close = () => setDialog(null);
  const done = (then: (saved: Saved) => void) => (saved: Saved) => {
    way.announce(saved);
    close();
    then(saved);
  };
  const look = () =>
    way.preview({ user: record.id, profile: '', account: record.account, date: '', draft: null });

  return (
    <>
      <div className="record-part record-who">
        <h2>{record.name || w.common.unnamed}</h2>
        <p className="muted">{record.company}</p>
        <div className="record-pills">
          <Standing state={record.state} words={w} />
          <Pill>{record.kind === 'lead' ? w.record.kindLead : w.record.kindContact}</Pill>
          {record.badge === 'here' && <Pill tone="warn">{w.common.hereShort}</Pill>}
        </div>
        <p className={`standing standing-${record.state}`}>{record.standing}</p>
      </div>

      <div className="record-part record-buttons">
        <BigButton
          label={w.record.add}
          icon={<IconKey size={24} />}
          disabled={!record.canAdd}
          testId="big-add"
          onClick={() => setDialog('add')}
        />
        <BigButton
          label={w.record.update}
          icon={<IconRefresh size={24} />}
          disabled={!record.canUpdate}
          testId="big-update"
          onClick={() => setDialog('update')}
        />
        <BigButton
          label={w.record.remove}
          icon={<IconTrash size={24} />}
          disabled={!record.canRemove}
          testId="big-remove"
          onClick={() => setDialog('remove')}
        />
        <BigButton
          label={w.record.preview}
          icon={<IconEye size={24} />}
          testId="big-preview"
          onClick={look}
        />
        <Button
          variant="default"
          leftSection={<IconUserPlus size={16} aria-hidden />}
          data-testid="record-like"
          onClick={() => setDialog('like')}
        >
          {w.newLogin.like}
        </Button>
      </div>

      <PortalInformationPanel record={record} onSaved={again} />

      <Tabs defaultValue="access" className="record-tabs" keepMounted={false}>
        <Tabs.List>
          <Tabs.Tab value="access">{w.record.tabAccess}</Tabs.Tab>
          <Tabs.Tab value="history">{w.record.tabHistory}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="access" className="record-part">
          <AccessFacts record={record} />
          {record.access && (
            <Button
              size="xs"
              mt="xs"
              variant="default"
              leftSection={<IconAdjustments size={14} aria-hidden />}
              data-testid="record-exceptions"
              onClick={() => setDialog('exceptions')}
            >
              {w.exceptions.title}
            </Button>
          )}
          <h3 className="record-sub">{w.record.facts}</h3>
          <Facts
            items={[
              [
                w.record.account,
                record.company && (
                  <Button
                    key="account"
                    variant="subtle"
                    size="compact-sm"
                    className="record-account"
                    data-testid="record-account"
                    onClick={() => way.go('accounts', { id: record.account })}
                  >
                    {record.company}
                  </Button>
                ),
              ],
              [w.record.email, record.email || <span className="bad">{w.record.noEmail}</span>],
              [w.record.phone, record.phone],
              [w.record.username, record.username],
            ]}
          />
        </Tabs.Panel>
        <Tabs.Panel value="history" className="record-part">
          <History lines={record.history} />
        </Tabs.Panel>
      </Tabs>

      {(dialog === 'add' || dialog === 'update') && (
        <AccessDialog
          record={record}
          isNew={dialog === 'add'}
          onClose={close}
          // A new access closes the record (O5); a change leaves it open to read on.
          onSaved={done(dialog === 'add' ? onClose : again)}
        />
      )}
      {dialog === 'like' && <NewLogin like={record} onClose={close} onMade={done(onMade)} />}
      {dialog === 'exceptions' && (
        <Exceptions record={record} onClose={close} onSaved={done(again)} />
      )}
      {dialog === 'remove' && (
        <RemoveDialog record={record} onClose={close} onSaved={done(again)} />
      )}
    </>
  );
}
