import { Button } from '@mantine/core';
import { IconTrash, IconUsers } from '@tabler/icons-react';
import { useState } from 'react';
import type { DataNoun } from '../../api';
import { useWords } from '../../words';
import { deedCalled } from '../../words/called';
import { DeedDialog } from './deed-dialog';
import type { OpenRecord } from './record.state';
import { ShownPassword } from './shown-password';
import { Who } from './who';

interface Props {
  noun: DataNoun;
  id: string;
  open: OpenRecord;
}

/** What can be done with the record now; a deed with inputs asks for them first. */
export function Deeds({ noun, id, open }: Props) {
  const w = useWords();
  const [asking, setAsking] = useState<string | null>(null);
  const deeds = noun.deeds.filter((d) => open.record?.deeds.includes(d.key));
  const asked = deeds.find((d) => d.key === asking);
  const canDrop = noun.canDrop && !open.isNew;
  const ask = open.record?.ask ?? '';
  const [isWho, setWho] = useState(false);
  if (deeds.length === 0 && !canDrop && !ask) return null;
  return (
    <div className="data-deeds">
      {deeds.map((d) => (
        <Button
          key={d.key}
          size="xs"
          variant="default"
          loading={open.busy === d.key}
          data-testid={`deed-${d.key}`}
          onClick={() => (d.fields.length > 0 ? setAsking(d.key) : void open.run(d.key))}
        >
          {deedCalled(w, d.key)}
        </Button>
      ))}
      {open.record?.values.Password === 'true' && <ShownPassword item={id} />}
      {ask && (
        <Button
          size="xs"
          variant="default"
          leftSection={<IconUsers size={14} aria-hidden />}
          data-testid="data-who"
          onClick={() => setWho(true)}
        >
          {w.data.who}
        </Button>
      )}
      {isWho && <Who ask={ask} title={w.data.who} onClose={() => setWho(false)} />}
      {canDrop && (
        <Button
          size="xs"
          variant="default"
          className="data-drop"
          leftSection={<IconTrash size={14} aria-hidden />}
          loading={open.busy === 'drop'}
          data-testid="data-drop"
          onClick={open.drop}
        >
          {w.data.drop}
        </Button>
      )}
      {asked && (
        <DeedDialog
          kind={noun.kind}
          id={id}
          deed={asked}
          onClose={() => setAsking(null)}
          onDone={() => {
            setAsking(null);
            void open.again();
          }}
        />
      )}
    </div>
  );
}
