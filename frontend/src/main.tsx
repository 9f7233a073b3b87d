import '@mantine/core/styles.css';
import '@mantine/dates/styles.css';
import '@mantine/notifications/styles.css';
import '@mantine/spotlight/styles.css';
import './look/tokens.css';
import './look/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { desk, openDoor } from './api';
import { followState } from './api/state';
import { Gatehouse } from './gatehouse';
import { currentLanguage, onLanguage } from './words';

/** Has Go answer in the language of the window. Where it cannot, it goes on in English. */
async function speak() {
  await desk.UseLanguage(currentLanguage()).catch(() => {});
}

async function start() {
  await openDoor();
  document.documentElement.lang = currentLanguage();
  await speak();
  onLanguage(speak);
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
