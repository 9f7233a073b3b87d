import { Kbd } from '@mantine/core';
import { Dialog } from '../../ui/dialog';
import { useWords } from '../../words';

/** Every key that does something, in one list. */
export function Shortcuts({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const w = useWords();
  const keys = [
    [['Ctrl', 'K'], w.keys.palette],
    [['/'], w.keys.search],
    [['j'], w.keys.down],
    [['k'], w.keys.up],
    [['Enter'], w.keys.open],
    [['x'], w.keys.select],
    [['Esc'], w.keys.escape],
    [['?'], w.keys.help],
  ] as const;
  return (
    <Dialog opened={opened} onClose={onClose} title={w.keys.title} closeLabel={w.common.close}>
      <dl className="keys">
        {keys.map(([names, text]) => (
          <div key={text}>
            <dt>
              {names.map((name) => (
                <Kbd key={name}>{name}</Kbd>
              ))}
            </dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      <p className="muted small keys-note">{w.keys.note}</p>
    </Dialog>
  );
}
