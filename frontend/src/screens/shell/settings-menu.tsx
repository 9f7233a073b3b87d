import { ActionIcon, Menu, useMantineColorScheme } from '@mantine/core';
import {
  IconCheck,
  IconDeviceDesktop,
  IconHandFinger,
  IconKeyboard,
  IconLayoutSidebar,
  IconMoon,
  IconSettings,
  IconSun,
} from '@tabler/icons-react';
import { chooseLanguage, type Language, languages, useLanguage, useWords } from '../../words';
import { useWay } from '../way';
import type { Settings } from './shell.state';

interface Props {
  settings: Settings;
  onShortcuts: () => void;
}

/** Language, appearance and layout, each with a tick at what is chosen. */
export function SettingsMenu({ settings, onShortcuts }: Props) {
  const w = useWords();
  const way = useWay();
  const language = useLanguage();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const looks = [
    ['light', w.shell.light, IconSun],
    ['dark', w.shell.dark, IconMoon],
    ['auto', w.shell.system, IconDeviceDesktop],
  ] as const;
  const layouts = [
    ['classic', w.shell.classic, IconLayoutSidebar],
    ['touch', w.shell.touch, IconHandFinger],
  ] as const;
  const tick = (on: boolean) => (on ? <IconCheck size={16} /> : null);

  return (
    <Menu
      withinPortal={false}
      withInitialFocusPlaceholder={false}
      position="bottom-end"
      width={240}
      shadow="md"
    >
      <Menu.Target>
        <ActionIcon
          variant="default"
          size={way.touch ? 42 : 36}
          aria-label={w.shell.settings}
          data-testid="settings"
        >
          <IconSettings size={19} stroke={1.7} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{w.shell.language}</Menu.Label>
        {(Object.keys(languages) as Language[]).map((key) => (
          <Menu.Item
            key={key}
            lang={key}
            rightSection={tick(key === language)}
            data-testid={`language-${key}`}
            onClick={() => chooseLanguage(key)}
          >
            {languages[key].languageName}
          </Menu.Item>
        ))}
        <Menu.Label>{w.shell.look}</Menu.Label>
        {looks.map(([key, label, Icon]) => (
          <Menu.Item
            key={key}
            leftSection={<Icon size={16} />}
            rightSection={tick(key === colorScheme)}
            onClick={() => setColorScheme(key)}
          >
            {label}
          </Menu.Item>
        ))}
        <Menu.Label>{w.shell.layout}</Menu.Label>
        {layouts.map(([key, label, Icon]) => (
          <Menu.Item
            key={key}
            leftSection={<Icon size={16} />}
            rightSection={tick(key === settings.layout)}
            data-testid={`layout-${key}`}
            onClick={() => settings.setLayout(key)}
          >
            {label}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<IconKeyboard size={16} />} onClick={onShortcuts}>
          {w.shell.shortcuts}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
