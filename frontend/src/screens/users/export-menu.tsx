import { ActionIcon, Menu } from '@mantine/core';
import { IconDownload, IconFileSpreadsheet, IconFileTypeCsv } from '@tabler/icons-react';
import { useState } from 'react';
import { desk, problemOf, type UserQuery } from '../../api';
import { useWords } from '../../words';
import { useWay } from '../way';

/** Saves the list as it is asked for, whole, as CSV or as Excel (B10). */
export function ExportMenu({ query }: { query: UserQuery }) {
  const w = useWords();
  const way = useWay();
  const [busy, setBusy] = useState(false);
  const save = async (form: 'csv' | 'xlsx') => {
    setBusy(true);
    try {
      const path = await desk.ExportUsers(query, form);
      if (path) way.announce({ text: w.exporting.saved(path) });
    } catch (cause) {
      way.complain(problemOf(cause));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Menu position="bottom-end" width={280}>
      <Menu.Target>
        <ActionIcon
          variant="default"
          size="input-sm"
          aria-label={w.exporting.label}
          title={w.exporting.label}
          loading={busy}
          data-testid="user-export"
        >
          <IconDownload size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{w.exporting.hint}</Menu.Label>
        <Menu.Item
          leftSection={<IconFileSpreadsheet size={16} aria-hidden />}
          data-testid="user-export-xlsx"
          onClick={() => save('xlsx')}
        >
          {w.exporting.xlsx}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconFileTypeCsv size={16} aria-hidden />}
          data-testid="user-export-csv"
          onClick={() => save('csv')}
        >
          {w.exporting.csv}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
