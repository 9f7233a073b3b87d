import { ActionIcon, Popover } from '@mantine/core';
import { IconCube, IconExternalLink } from '@tabler/icons-react';
import { useState } from 'react';
import { useWords } from '../../words';
import { PLACES, useWay } from '../way';
import { PLACE_ICONS } from './icons';

/** The cube at the upper left of every page (O13): big tiles, and the red Client Portal button. */
export function Launcher() {
  const w = useWords();
  const way = useWay();
  const [opened, setOpened] = useState(false);
  const leave = (deed: () => void) => {
    setOpened(false);
    deed();
  };
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      position="bottom-start"
      shadow="lg"
      trapFocus
      withinPortal={false}
      returnFocus
      width={430}
    >
      <Popover.Target>
        <ActionIcon
          size={44}
          variant="default"
          aria-label={w.shell.launcher}
          data-testid="launcher"
          onClick={() => setOpened(!opened)}
        >
          <IconCube size={28} stroke={1.6} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown aria-label={w.shell.launcherTitle}>
        <div className="tiles">
          {PLACES.map((place) => {
            const Icon = PLACE_ICONS[place];
            return (
              <button
                key={place}
                type="button"
                className="tile"
                data-testid={`tile-${place}`}
                onClick={() => leave(() => way.go(place))}
              >
                <Icon size={32} stroke={1.5} aria-hidden />
                <span>{w.nav[place]}</span>
              </button>
            );
          })}
          <button
            type="button"
            className="tile tile-red"
            data-testid="launcher-client-portal"
            onClick={() => leave(way.openPortal)}
          >
            <IconExternalLink size={28} stroke={1.7} aria-hidden />
            <span>{w.shell.clientPortal}</span>
          </button>
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
