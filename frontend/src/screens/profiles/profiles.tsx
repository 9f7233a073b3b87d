import { Button, UnstyledButton } from '@mantine/core';
import {
  IconCopy,
  IconListDetails,
  IconShieldLock,
  IconTrash,
  IconUsers,
} from '@tabler/icons-react';
import { useState } from 'react';
import { desk, type ProfileView, problemOf } from '../../api';
import { useAnswer } from '../../api/ask';
import { Pill } from '../../ui/facts';
import { Empty, Failed, Waiting } from '../../ui/states';
import { useWords } from '../../words';
import { useWay } from '../way';
import { Holders } from './holders';
import { PreviewAs } from './preview-as';
import type { Opened } from './profile.state';
import { ProfilePage } from './profile-page';
import './profiles.css';

/** Security Profiles: what each is for, what it allows, and how many hold it. */
export function Profiles() {
  const w = useWords();
  const profiles = useAnswer('profiles', () => desk.Profiles(), ['profile', 'user']);
  const [openId, setOpenId] = useState('');
  const [opened, setOpened] = useState<Opened | null>(null);
  const list = profiles.value ?? [];
  const open = list.find((p) => p.id === openId) ?? list[0];
  const close = (id: string) => {
    profiles.again();
    setOpenId(id);
    setOpened(null);
  };

  if (opened) return <ProfilePage key={opened.id + opened.from} opened={opened} onClose={close} />;
  return (
    <div className="list-side">
      <section className="list-main" aria-labelledby="profiles-title">
        <div className="page profiles">
          <h1 id="profiles-title">{w.profiles.title}</h1>
          <p className="muted">{w.profiles.lead}</p>
          {profiles.problem && (
            <Failed
              text={profiles.problem.text}
              again={profiles.again}
              againLabel={w.common.again}
            />
          )}
          {!profiles.value && !profiles.problem && <Waiting label={w.common.loading} />}
          {profiles.value?.length === 0 && (
            <Empty icon={<IconShieldLock size={36} stroke={1.4} />} title={w.profiles.empty} />
          )}
          <ul className="profiles-list">
            {list.map((profile) => (
              <li key={profile.id}>
                <UnstyledButton
                  className="profile"
                  aria-pressed={profile === open}
                  data-testid="profile-item"
                  onClick={() => setOpenId(profile.id)}
                >
                  <span className="profile-name">
                    {profile.name}
                    <Pill tone={profile.system ? 'plain' : 'info'}>
                      {profile.system ? w.profiles.system : w.profiles.custom}
                    </Pill>
                  </span>
                  <span className="muted profile-text">{profile.description}</span>
                  <span className="profile-holders">{w.profiles.holders(profile.holders)}</span>
                </UnstyledButton>
              </li>
            ))}
          </ul>
        </div>
      </section>
      <aside className="record" aria-label={open?.name ?? w.profiles.title}>
        {open ? (
          <ProfileRecord key={open.id} profile={open} onOpen={setOpened} />
        ) : (
          <Empty title={w.profiles.pick} />
        )}
      </aside>
    </div>
  );
}

interface Props {
  profile: ProfileView;
  onOpen: (opened: Opened) => void;
}

function ProfileRecord({ profile, onOpen }: Props) {
  const w = useWords();
  const [isAsked, setAsked] = useState(false);
  return (
    <div className="profile-record">
      <h2>{profile.name}</h2>
      <p className="muted">{profile.description}</p>
      <p>{w.profiles.holders(profile.holders)}</p>
      <Deeds profile={profile} onOpen={onOpen} onWho={() => setAsked(true)} />
      <PreviewAs profile={profile.id} />
      <h3>{w.profiles.allows}</h3>
      {profile.allows.length === 0 && <p className="muted">{w.profiles.allowsNothing}</p>}
      <dl className="profile-allows">
        {profile.allows.map(({ component, label, lines }) => (
          <div key={component}>
            <dt>{w.portal.components[component] ?? label}</dt>
            {lines.map((line) => (
              <dd key={line}>{line}</dd>
            ))}
          </div>
        ))}
      </dl>
      {isAsked && (
        <Holders
          title={`${w.profiles.who}: ${profile.name}`}
          profile={profile.id}
          permission=""
          onClose={() => setAsked(false)}
        />
      )}
    </div>
  );
}

/** What can be done with a profile. Only an administrator changes one. */
function Deeds({ profile, onOpen, onWho }: Props & { onWho: () => void }) {
  const w = useWords();
  const way = useWay();
  const isOwn = profile.canChange && !profile.system;
  const remove = () =>
    desk.RemoveProfile(profile.id).then(way.announce, (cause) => way.complain(problemOf(cause)));
  const looks = { variant: 'default', size: 'sm' } as const;
  return (
    <div className="profile-deeds">
      <Button
        {...looks}
        leftSection={<IconListDetails size={16} aria-hidden />}
        data-testid="profile-open"
        onClick={() => onOpen({ id: profile.id, from: '' })}
      >
        {isOwn ? w.profiles.change : w.profiles.open}
      </Button>
      <Button
        {...looks}
        leftSection={<IconUsers size={16} aria-hidden />}
        data-testid="profile-who"
        onClick={onWho}
      >
        {w.profiles.who}
      </Button>
      {profile.canChange && (
        <Button
          {...looks}
          leftSection={<IconCopy size={16} aria-hidden />}
          data-testid="profile-copy"
          onClick={() => onOpen({ id: '', from: profile.id })}
        >
          {w.profiles.copy}
        </Button>
      )}
      {isOwn && (
        <Button
          {...looks}
          leftSection={<IconTrash size={16} aria-hidden />}
          data-testid="profile-remove"
          onClick={remove}
        >
          {w.profiles.remove}
        </Button>
      )}
    </div>
  );
}
