// Sets the stage for a story: a server with the sample office, the released desktop program
// paired with it, and customers in Chromium; everything on loopback, in folders that are gone
// afterwards. Pictures are numbered, so that they tell the story in order.

import path from 'node:path';
import { openChromium } from './chromium.mjs';
import { needPrograms, programs, startBridge, startServer, temporaryFolder } from './server.mjs';
import { openWindow } from './webkit.mjs';

export class Stage {
  /** `name` is the folder under build/out that takes the pictures. */
  constructor(name) {
    this.name = name;
    this.pictures = 0;
  }

  /** Starts everything. Call close() even when this fails half-way. */
  async open() {
    needPrograms('desk', 'server');
    this.server = await startServer();
    this.deskData = await temporaryFolder('desk');
    await this.openDesk(await this.server.invite());
    this.chromium = await openChromium();
  }

  /** Starts the server and Chromium only. */
  async openWithoutDesk() {
    needPrograms('bridge', 'server');
    this.server = await startServer();
    this.chromium = await openChromium();
  }

  async close() {
    await this.other?.bridge.stop();
    await this.desk?.close();
    await this.chromium?.close();
    await this.server?.stop();
    await this.deskData?.remove();
  }

  /** Opens the desk; a pairing code is only needed the first time. */
  async openDesk(code) {
    const pairing = code ? ['--pair', this.server.url, '--code', code] : [];
    const args = ['--data', this.deskData.folder, ...pairing];
    this.desk = await openWindow({ program: programs.desk, args });
    return this.desk;
  }

  /** Ends the desk and opens it again on the same data, as on the next morning. */
  async reopenDesk() {
    await this.desk.close();
    return this.openDesk();
  }

  /** A second desk, connected by hand: the same program behind the test bridge, in Chromium. */
  async otherDesk() {
    if (this.other?.page) return this.other;
    const bridge = await startBridge();
    this.other = { bridge }; // so that close() ends it also when what follows fails
    const page = await this.chromium.page({ url: bridge.url });
    await page.getByTestId('connect-address').fill(this.server.url);
    await page.getByTestId('connect-code').fill(await this.server.invite());
    await page.getByTestId('connect-go').click();
    await page.getByTestId('sync-badge').getByText('Online, all saved').waitFor();
    this.other = { bridge, page };
    return this.other;
  }

  /** Makes a call to the second desk as its own pages do. */
  async call(method, ...args) {
    const { page } = await this.otherDesk();
    return page.evaluate(([m, a]) => window.go.app.Desk[m](...a), [method, args]);
  }

  /** Somebody of the office with a new initial password, whose portal information can be changed. */
  async otherPerson(name, username) {
    const { rows } = await this.call('Users', { text: username, view: 'all', sort: 'name', desc: false, from: 0, size: 1 });
    const { id } = rows[0];
    const { password } = await this.call('NewPassword', id);
    await this.call('SyncNow');
    const record = await this.call('User', id);
    let now = { user: id, portalUser: true, username: record.username, supportStart: '', supportEnd: '', email: null };
    const change = async (to) => {
      now = { ...now, ...to };
      await this.call('SavePortalInformation', now);
      await this.call('SyncNow');
    };
    return { name, username: record.username, password, change };
  }

  /** Does some work while the server is down, as if the network were cut. */
  async withoutServer(work) {
    await this.server.pause();
    try {
      return await work();
    } finally {
      await this.server.resume();
    }
  }

  /** A page of the portal in a browser profile of its own: nobody is signed in there yet. */
  customerPage(where, options) {
    return this.chromium.page({ url: new URL(where, this.server.url).href, ...options });
  }

  deskPicture(name) {
    return this.desk.picture(this.pictureFile(name));
  }

  customerPicture(page, name) {
    return page.picture(this.pictureFile(name), { fullPage: true });
  }

  pictureFile(name) {
    this.pictures += 1;
    return path.join(this.name, `${String(this.pictures).padStart(2, '0')}-${name}.png`);
  }
}
