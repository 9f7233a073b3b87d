/** Connects the screens with each other; the only file that knows them all. */
import { MantineProvider } from '@mantine/core';
import { DatesProvider } from '@mantine/dates';
import { Notifications } from '@mantine/notifications';
import { useMemo, useRef, useState } from 'react';
import { desk, type PreviewRequest, type Problem, problemOf, type Saved } from './api';
import { useDeskState } from './api/state';
import { theme } from './look/theme';
import { Accounts } from './screens/accounts/accounts';
import { Anew } from './screens/connect/anew';
import { Connect } from './screens/connect/connect';
import { Data } from './screens/data/data';
import { History } from './screens/history/history';
import { Home } from './screens/home/home';
import { Import } from './screens/import/import';
import { Portal } from './screens/portal/portal';
import { Preview } from './screens/preview/preview';
import { Profiles } from './screens/profiles/profiles';
import { Reports } from './screens/reports/reports';
import { Reviews } from './screens/reviews/reviews';
import { Shell } from './screens/shell/shell';
import { useSettings } from './screens/shell/shell.state';
import { Sync } from './screens/sync/sync';
import { Undo } from './screens/undo/undo';
import { Users } from './screens/users/users';
import { type Arrival, type Place, type UndoRequest, type Way, WayContext } from './screens/way';
import { toast } from './ui/toast';
import { useLanguage, words } from './words';
import 'dayjs/locale/de';
import 'dayjs/locale/es';

export function Gatehouse() {
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto">
      <Notifications position="bottom-left" limit={4} zIndex={600} containerWidth={350} />
      <DatesProvider settings={{ locale: useLanguage() }}>
        <Window />
      </DatesProvider>
    </MantineProvider>
  );
}

function Window() {
  const { state, problem } = useDeskState();
  const settings = useSettings();
  const [at, setAt] = useState<{ place: Place; arrival: Arrival; visit: number }>({
    place: 'home',
    arrival: {},
    visit: 0,
  });
  const [undo, setUndo] = useState<UndoRequest | null>(null);
  const [preview, setPreview] = useState<PreviewRequest | null>(null);
  const holder = useRef<((leave: () => void) => void) | null>(null);
  const touch = settings.layout === 'touch';

  const way = useMemo<Way>(
    () => ({
      // Each arrival is a new visit, so that going to the same place again arrives there anew.
      go: (place, arrival = {}) => {
        const leave = () => setAt((old) => ({ place, arrival, visit: old.visit + 1 }));
        if (holder.current) holder.current(leave);
        else leave();
      },
      hold: (ask) => {
        holder.current = ask;
      },
      preview: setPreview,
      openPortal,
      announce,
      undo: setUndo,
      complain,
      touch,
    }),
    [touch],
  );

  if (state?.phase !== 'ready') return <Connect state={state} problem={problem} />;
  const screens: Record<Place, () => React.ReactNode> = {
    home: () => <Home />,
    users: () => <Users arrival={at.arrival} />,
    accounts: () => <Accounts arrival={at.arrival} />,
    profiles: () => <Profiles />,
    reviews: () => <Reviews arrival={at.arrival} />,
    import: () => <Import />,
    data: () => <Data arrival={at.arrival} />,
    portal: () => <Portal />,
    reports: () => <Reports />,
    history: () => <History />,
    sync: () => <Sync />,
  };
  return (
    <WayContext.Provider value={way}>
      <Shell
        place={at.place}
        state={state}
        settings={settings}
        notice={(state.need === 'pairing' || state.pairing) && <Anew state={state} />}
      >
        <Visit key={at.visit} draw={screens[at.place]} />
      </Shell>
      {undo && <Undo request={undo} onClose={() => setUndo(null)} />}
      {preview && <Preview request={preview} onClose={() => setPreview(null)} />}
    </WayContext.Provider>
  );
}

function Visit({ draw }: { draw: () => React.ReactNode }) {
  return draw();
}

async function openPortal() {
  try {
    await desk.OpenPortal();
    toast({ text: words().shell.portalOpening, closeLabel: words().common.dismiss });
  } catch (cause) {
    complain(problemOf(cause));
  }
}

function complain(problem: Problem) {
  toast({ text: problem.text, bad: true, closeLabel: words().common.dismiss });
}

const announce: Way['announce'] = ({ text, uid, canUndo, group }, undo) => {
  const whole = group ? () => desk.UndoGroup(group) : undefined;
  const back = undo ?? whole ?? (uid && canUndo ? () => desk.Undo(uid) : undefined);
  const run = async () => {
    try {
      const undone = (await back?.()) as Partial<Saved> | undefined;
      const said = undone?.text || words().common.undone;
      toast({ text: said, closeLabel: words().common.dismiss });
    } catch (cause) {
      complain(problemOf(cause));
    }
  };
  toast({
    text,
    closeLabel: words().common.dismiss,
    ...(back ? { action: { label: words().common.undo, testId: 'toast-undo', run } } : {}),
  });
};
