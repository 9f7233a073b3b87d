// Sets the stage for a story: a server with the sample office, the released desktop program
// paired with it, and customers in Chromium; everything on loopback, in folders that are gone
// afterwards. Pictures are numbered, so that they tell the story in order.

import path from 'node:path';
import { openChromium } from './chromium.mjs';
import { needPrograms, programs, startServer, temporaryFolder } from './server.mjs';
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

  async close() {
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
