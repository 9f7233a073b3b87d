import { Select } from '@mantine/core';
import { desk, type PreviewRequest } from '../../api';
import { useAnswer } from '../../api/ask';
import { useWords } from '../../words';
import { AS_SAVED, isUnsaved, type PaneState } from './preview.state';

interface Props {
  request: PreviewRequest;
  value: string;
  onChange: (key: string) => void;
}

/** Chooses whose portal stands beside this one (B8): what is saved now, or a profile. */
export function Beside({ request, value, onChange }: Props) {
  const w = useWords();
  const profiles = useAnswer('profiles', () => desk.Profiles(), ['profile']).value ?? [];
  const options = [
    { value: '', label: w.preview.besideNone },
    ...(isUnsaved(request) ? [{ value: AS_SAVED, label: w.preview.asNow }] : []),
    ...profiles
      .filter((profile) => request.user !== '' || profile.id !== request.profile)
      .map(({ id, name }) => ({ value: id, label: name })),
  ];
  return (
    <Select
      className="preview-beside"
      aria-label={w.preview.beside}
      data={options}
      value={value}
      allowDeselect={false}
      comboboxProps={{ width: 230, position: 'bottom-end' }}
      data-testid="preview-beside"
      onChange={(key) => onChange(key ?? '')}
    />
  );
}

/** Whose portal a frame shows, where there are two. */
export function PaneHead({ pane, note = '' }: { pane: PaneState; note?: string }) {
  const opened = pane.view.value;
  return (
    <p className="preview-head">
      <strong>{opened?.title}</strong> {opened?.subtitle}
      {note && <em>{note}</em>}
    </p>
  );
}
