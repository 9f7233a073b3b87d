import { UnstyledButton } from '@mantine/core';
import { IconShieldLock } from '@tabler/icons-react';
import { useState } from 'react';
import { desk, type ProfileView } from '../../api';
import { useAnswer } from '../../api/ask';
import { Pill } from '../../ui/facts';
import { Empty, Failed, Waiting } from '../../ui/states';
import { useWords } from '../../words';
import { PreviewAs } from './preview-as';
import './profiles.css';

/** Security Profiles: what each is for, what it allows, and how many hold it. */
export function Profiles() {
  const w = useWords();
  const profiles = useAnswer('profiles', () => desk.Profiles(), ['profile', 'user']);
  const [openId, setOpenId] = useState('');
  const list = profiles.value ?? [];
  const open = list.find((p) => p.id === openId) ?? list[0];

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
        {open ? <ProfileRecord key={open.id} profile={open} /> : <Empty title={w.profiles.pick} />}
      </aside>
    </div>
  );
}

function ProfileRecord({ profile }: { profile: ProfileView }) {
  const w = useWords();
  return (
    <div className="profile-record">
      <h2>{profile.name}</h2>
      <p className="muted">{profile.description}</p>
      <p>{w.profiles.holders(profile.holders)}</p>
      <PreviewAs profile={profile} />
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
    </div>
  );
}
