import { Menu } from '@mantine/core';
import { IconExternalLink } from '@tabler/icons-react';
import { useWords } from '../../words';
import { PLACES, type Place, useWay } from '../way';
import { PLACE_ICONS } from './icons';

/** The classic menu bar (O12). Home leads to the Client Portal. */
export function MenuBar() {
  const w = useWords();
  const way = useWay();
  const item = (place: Place) => {
    const Icon = PLACE_ICONS[place];
    return (
      <Menu.Item key={place} leftSection={<Icon size={16} />} onClick={() => way.go(place)}>
        {w.nav[place]}
      </Menu.Item>
    );
  };
  return (
    <div className="menu-bar">
      <Menu
        withinPortal={false}
        withInitialFocusPlaceholder={false}
        position="bottom-start"
        width={220}
        shadow="md"
        offset={2}
      >
        <Menu.Target>
          <button type="button" className="menu-top" data-testid="menu-home">
            {w.nav.home}
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          {item('home')}
          <Menu.Item
            leftSection={<IconExternalLink size={16} />}
            onClick={way.openPortal}
            data-testid="menu-client-portal"
          >
            {w.shell.clientPortal}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {PLACES.filter((place) => place !== 'home').map((place) => (
        <button key={place} type="button" className="menu-top" onClick={() => way.go(place)}>
          {w.nav[place]}
        </button>
      ))}
    </div>
  );
}
