import { ActionIcon, Checkbox, Select, TextInput } from '@mantine/core';
import { IconSearch, IconUsers } from '@tabler/icons-react';
import { useState } from 'react';
import { desk, type PermissionView, type ProfileForm, type ProfileRecord } from '../../api';
import { useAnswer } from '../../api/ask';
import { Waiting } from '../../ui/states';
import { useWords } from '../../words';
import { reachOf } from '../../words/changing';
import { Holders } from './holders';

interface Props {
  form: ProfileForm;
  saved: ProfileRecord;
  isFixed: boolean;
  onScope: (permission: string, scope: string) => void;
}

/** Every permission with its reach, by component; beside another profile where one is chosen. */
export function Matrix({ form, saved, isFixed, onScope }: Props) {
  const w = useWords();
  const permissions = useAnswer('permissions', () => desk.Permissions());
  const profiles = useAnswer('profiles', () => desk.Profiles(), ['profile']);
  const components = useAnswer('components', () => desk.Components());
  const [text, setText] = useState('');
  const [beside, setBeside] = useState('');
  const [isOnly, setOnly] = useState(false);
  const [holds, setHolds] = useState<PermissionView | null>(null);
  const other = useAnswer(beside, () => desk.Profile(beside), ['profile']);
  const theirs = beside ? other.value : undefined;
  const differs = ({ key }: PermissionView) => form.scopes[key] !== theirs?.form.scopes[key];
  const typed = text.trim().toLocaleLowerCase();
  const rows = (permissions.value ?? []).filter(
    (row) => row.label.toLocaleLowerCase().includes(typed) && (!theirs || !isOnly || differs(row)),
  );
  const groups = (components.value ?? [])
    .map((component) => ({ component, rows: rows.filter((r) => r.component === component.key) }))
    .filter((group) => group.rows.length > 0);
  const isSame = theirs && isOnly && !typed;

  return (
    <section className="card profile-section" aria-labelledby="matrix-title">
      <h2 id="matrix-title">{w.profiles.matrix}</h2>
      <p className="muted">{w.profiles.matrixHint}</p>
      <div className="matrix-tools">
        <TextInput
          aria-label={w.profiles.find}
          placeholder={w.profiles.find}
          leftSection={<IconSearch size={16} aria-hidden />}
          value={text}
          data-testid="matrix-find"
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Select
          aria-label={w.profiles.compare}
          placeholder={w.profiles.compare}
          data={(profiles.value ?? [])
            .filter((p) => p.id !== form.id)
            .map((p) => ({ value: p.id, label: p.name }))}
          value={beside || null}
          clearable
          data-testid="matrix-compare"
          onChange={(value) => setBeside(value ?? '')}
        />
        {theirs && (
          <Checkbox
            label={w.profiles.onlyDifferences}
            checked={isOnly}
            data-testid="matrix-only"
            onChange={(event) => setOnly(event.currentTarget.checked)}
          />
        )}
      </div>
      {!permissions.value && <Waiting label={w.common.loading} />}
      {permissions.value && groups.length === 0 && (
        <p className="muted">{isSame ? w.profiles.same : w.profiles.findNone}</p>
      )}
      {groups.map(({ component, rows }) => (
        <table className="matrix" key={component.key} data-beside={theirs ? true : undefined}>
          <caption>{component.label}</caption>
          <colgroup>
            <col />
            <col className="matrix-reach" />
            {theirs && <col className="matrix-reach" />}
            <col className="matrix-who" />
          </colgroup>
          <thead>
            <tr>
              <th scope="col">
                <span className="sr">{w.profiles.permission}</span>
              </th>
              <th scope="col">
                <span className={theirs ? '' : 'sr'}>{saved.name || w.profiles.reach}</span>
              </th>
              {theirs && <th scope="col">{theirs.name}</th>}
              <th scope="col">
                <span className="sr">{w.profiles.who}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.key} data-differs={(theirs && differs(row)) || undefined}>
                <th scope="row">
                  {row.label}
                  {form.scopes[row.key] !== saved.form.scopes[row.key] && (
                    <span className="matrix-changed">{w.profiles.changed}</span>
                  )}
                </th>
                <td>
                  <Reach
                    row={row}
                    scope={form.scopes[row.key] ?? 'none'}
                    isFixed={isFixed}
                    onScope={onScope}
                  />
                </td>
                {theirs && <td>{reachOf(w, row, theirs.form.scopes[row.key])}</td>}
                <td>
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    aria-label={w.profiles.holds(row.label)}
                    title={w.profiles.holds(row.label)}
                    onClick={() => setHolds(row)}
                  >
                    <IconUsers size={16} aria-hidden />
                  </ActionIcon>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ))}
      {holds && (
        <Holders
          title={w.profiles.holds(holds.label)}
          profile=""
          permission={holds.key}
          onClose={() => setHolds(null)}
        />
      )}
    </section>
  );
}

interface ReachProps {
  row: PermissionView;
  scope: string;
  isFixed: boolean;
  onScope: (permission: string, scope: string) => void;
}

function Reach({ row, scope, isFixed, onScope }: ReachProps) {
  const w = useWords();
  if (isFixed) return <span>{reachOf(w, row, scope)}</span>;
  if (row.tick)
    return (
      <Checkbox
        aria-label={row.label}
        checked={scope !== 'none'}
        data-testid={`scope-${row.key}`}
        onChange={(event) =>
          onScope(row.key, event.currentTarget.checked ? (row.scopes[1]?.key ?? 'none') : 'none')
        }
      />
    );
  return (
    <Select
      size="xs"
      aria-label={row.label}
      data={row.scopes.map(({ key, label }) => ({ value: key, label }))}
      value={scope}
      allowDeselect={false}
      data-testid={`scope-${row.key}`}
      onChange={(value) => value && onScope(row.key, value)}
    />
  );
}
