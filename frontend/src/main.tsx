import '@mantine/core/styles.css';
import '@mantine/dates/styles.css';
import '@mantine/notifications/styles.css';
import '@mantine/spotlight/styles.css';
import './look/tokens.css';
import './look/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { openDoor } from './api';
import { followState } from './api/state';
import { Gatehouse } from './gatehouse';
import { currentLanguage } from './words';

async function start() {
  await openDoor();
  document.documentElement.lang = currentLanguage();
  const root = document.getElementById('root');
  if (!root) return;
  createRoot(root).render(
    <StrictMode>
      <Gatehouse />
    </StrictMode>,
  );
  await followState();
}

void start();
