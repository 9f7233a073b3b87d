import type { MantineColorScheme } from '@mantine/core';
import type { SpotlightActionGroupData } from '@mantine/spotlight';
import type { DataNoun } from '../../api';
import { chooseLanguage, type Language, languages, type Words } from '../../words';
import { groupCalled, manyCalled } from '../../words/called';
import { PLACES, type Way } from '../way';
import type { Settings } from './shell.state';

interface Deeds {
  way: Way;
  settings: Settings;
  setColorScheme: (scheme: MantineColorScheme) => void;
  onShortcuts: () => void;
  syncNow: () => void;
  nouns: readonly DataNoun[];
}

/** Everything that Commands can do, apart from finding users. */
export function paletteGroups(w: Words, deeds: Deeds): SpotlightActionGroupData[] {
  const { way, settings, setColorScheme, onShortcuts, syncNow, nouns } = deeds;
  const action = (id: string, label: string, onClick: () => void, path = '') => ({
    id,
    label,
    onClick,
    // The names by which people knew a place elsewhere (Z8).
    ...(path ? { description: path, keywords: [path] } : {}),
  });
  const paths = {
    users: w.palette.usersPath,
    accounts: w.palette.accountsPath,
    profiles: w.palette.profilesPath,
    portal: w.palette.settingsPath,
  } as Record<string, string>;
  return [
    {
      group: w.palette.goTo,
      actions: PLACES.map((place) =>
        action(`go-${place}`, w.nav[place], () => way.go(place), paths[place]),
      ),
    },
    {
      group: w.palette.deeds,
      actions: [
        action('portal', w.palette.openPortal, way.openPortal, w.palette.portalPath),
        action('sync-now', w.palette.syncNow, syncNow),
        action('import-file', w.palette.importFile, () => way.go('import')),
        action('shortcuts', w.palette.shortcuts, onShortcuts),
      ],
    },
    {
      group: w.nav.data,
      actions: nouns
        .filter((noun) => !noun.inside)
        .map(({ kind, group }) =>
          action(
            `data-${kind}`,
            manyCalled(w, kind),
            () => way.go('data', { view: kind }),
            w.palette.dataPaths[kind] ?? `${w.nav.data} > ${groupCalled(w, group)}`,
          ),
        ),
    },
    {
      group: w.palette.settings,
      actions: [
        action('look-light', w.palette.lookLight, () => setColorScheme('light')),
        action('look-dark', w.palette.lookDark, () => setColorScheme('dark')),
        action('look-system', w.palette.lookSystem, () => setColorScheme('auto')),
        action('layout-classic', w.palette.layoutClassic, () => settings.setLayout('classic')),
        action('layout-touch', w.palette.layoutTouch, () => settings.setLayout('touch')),
        ...(Object.keys(languages) as Language[]).map((key) =>
          action(`language-${key}`, w.palette.languageTo(languages[key].languageName), () =>
            chooseLanguage(key),
          ),
        ),
      ],
    },
  ];
}
