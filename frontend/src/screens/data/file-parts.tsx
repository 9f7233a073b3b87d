import { Button, Checkbox, FileButton } from '@mantine/core';
import { IconDownload, IconPaperclip } from '@tabler/icons-react';
import { useState } from 'react';
import { desk, problemOf } from '../../api';
import { toBase64 } from '../../api/base64';
import { useWords } from '../../words';
import { useWay } from '../way';

interface Props {
  kind: string;
  record: string;
  /** As people read them, the name first. */
  files: readonly { id: string; cells: readonly string[] }[];
  onChanged: () => void;
}

/** The files of a record: each can be saved, and more can be attached. */
export function FileParts({ kind, record, files, onChanged }: Props) {
  const w = useWords();
  const way = useWay();
  const [isInternal, setInternal] = useState(false);
  const [busy, setBusy] = useState(false);

  const attach = async (file: File | null) => {
    if (!file) return;
    setBusy(true);
    try {
      const content = toBase64(new Uint8Array(await file.arrayBuffer()));
      const made = { kind, record, type: '', name: file.name, content, internal: isInternal };
      way.announce(await desk.AttachFile(made));
      onChanged();
    } catch (cause) {
      way.complain(problemOf(cause));
    } finally {
      setBusy(false);
    }
  };
  const save = async (id: string) => {
    try {
      const path = await desk.SaveFile(id);
      if (path) way.announce({ text: w.data.fileSaved(path) });
    } catch (cause) {
      way.complain(problemOf(cause));
    }
  };

  return (
    <>
      {files.length === 0 && <p className="muted">{w.data.partNone}</p>}
      {files.map(({ id, cells }) => (
        <button
          key={id}
          type="button"
          className="data-part-row"
          data-testid="file-save"
          aria-label={`${w.data.fileSave}: ${cells[0]}`}
          onClick={() => save(id)}
        >
          <span>
            <strong>{cells[0]}</strong>{' '}
            <span className="muted small">{cells.slice(1).filter(Boolean).join(' · ')}</span>
          </span>
          <IconDownload size={16} aria-hidden />
        </button>
      ))}
      <div className="data-files-add">
        <FileButton onChange={attach} inputProps={{ 'aria-label': w.data.fileAttach }}>
          {(button) => (
            <Button
              {...button}
              size="compact-sm"
              variant="default"
              loading={busy}
              leftSection={<IconPaperclip size={14} aria-hidden />}
              data-testid="file-attach"
            >
              {w.data.fileAttach}
            </Button>
          )}
        </FileButton>
        <Checkbox
          size="xs"
          label={w.data.fileInternal}
          checked={isInternal}
          onChange={(event) => setInternal(event.currentTarget.checked)}
        />
      </div>
    </>
  );
}
