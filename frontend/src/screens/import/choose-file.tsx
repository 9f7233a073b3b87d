import { Button } from '@mantine/core';
import { IconFileUpload } from '@tabler/icons-react';
import { type DragEvent, useRef, useState } from 'react';
import { Waiting } from '../../ui/states';
import { useWords } from '../../words';
import type { useImport } from './import.state';

const KINDS = '.csv,.tsv,.txt,.xlsx,text/csv';

/** A file, dropped or chosen. */
export function ChooseFile({ wizard }: { wizard: ReturnType<typeof useImport> }) {
  const w = useWords();
  const field = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);
  const isReading = wizard.wizard.busy === 'reading';

  const take = (file: File | null | undefined) => {
    if (file) void wizard.read(file);
    // Emptied, so that choosing the same file again is heard.
    if (field.current) field.current.value = '';
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files.item(0));
  };
  return (
    <section
      className="drop"
      data-over={isOver || undefined}
      aria-label={w.import.drop}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <IconFileUpload size={44} stroke={1.3} aria-hidden />
      <p className="empty-title">{w.import.drop}</p>
      <p className="muted">{w.import.dropHint}</p>
      <Button loading={isReading} onClick={() => field.current?.click()}>
        {w.import.choose}
      </Button>
      <input
        ref={field}
        type="file"
        className="sr"
        tabIndex={-1}
        accept={KINDS}
        aria-label={w.import.choose}
        data-testid="import-file"
        onChange={(event) => take(event.currentTarget.files?.item(0))}
      />
      {isReading && <Waiting label={w.import.reading} />}
    </section>
  );
}
