// Measures the first copy of an office's people with PouchDB: its server on loopback, and its
// replication into a LevelDB of its own.
//
//   node build/peers/pouchdb.mjs [RECORDS]

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import express from 'express';
import servePouch from 'express-pouchdb';
import PouchDB from 'pouchdb-node';

const records = Number(process.argv[2] ?? 100_000);
const folder = mkdtempSync(path.join(tmpdir(), 'peers-'));
try {
  const Server = PouchDB.defaults({ prefix: `${folder}/` });
  const source = new Server('people');
  for (let from = 0; from < records; from += 5000) {
    const some = Array.from({ length: Math.min(5000, records - from) }, (_, i) => ({
      _id: `p${String(from + i).padStart(14, '0')}`,
      number: 10_000_000 + from + i,
      ver: 2,
      account: 7,
      lead: false,
      first: 'Ann',
      last: `Miller ${from + i}`,
      email: `person${from + i}@example.com`,
      folded: `person${from + i}@example.com`,
      phone: '+49 30 1234567',
      mobile: '',
      job_title: '',
    }));
    await source.bulkDocs(some);
  }
  const app = express();
  app.use(servePouch(Server, { mode: 'minimumForPouchDB', inMemoryConfig: true, logPath: `${folder}/log` }));
  const listening = await new Promise((done) => {
    const server = app.listen(0, '127.0.0.1', () => done(server));
  });
  const start = performance.now();
  const copy = new Server('copy');
  const answer = await copy.replicate.from(`http://127.0.0.1:${listening.address().port}/people`, {
    batch_size: 2000,
    batches_limit: 10,
  });
  const seconds = (performance.now() - start) / 1000;
  if (answer.docs_written !== records) throw new Error(`${answer.docs_written} of ${records} came`);
  const rate = Math.round(records / seconds);
  console.log(`PouchDB     ${records} records in ${seconds.toFixed(2)} s: ${rate} records/s`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exit(0);
