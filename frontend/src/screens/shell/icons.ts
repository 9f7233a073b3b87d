import {
  IconBuilding,
  IconChartBar,
  IconClipboardCheck,
  IconDatabase,
  IconDoor,
  IconFileImport,
  IconHistory,
  IconHome,
  IconRefreshDot,
  IconShieldLock,
  IconUsers,
} from '@tabler/icons-react';
import type { Place } from '../way';

export const PLACE_ICONS: Record<Place, typeof IconHome> = {
  home: IconHome,
  users: IconUsers,
  accounts: IconBuilding,
  profiles: IconShieldLock,
  reviews: IconClipboardCheck,
  import: IconFileImport,
  data: IconDatabase,
  portal: IconDoor,
  reports: IconChartBar,
  history: IconHistory,
  sync: IconRefreshDot,
};
