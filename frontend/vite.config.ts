import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  base: './',
  plugins: [react()],
  build: {
    target: ['safari15', 'chrome110'],
    outDir: 'dist',
    // The folder keeps a marker file, because Go embeds it even before the first build;
    // the plugin-free way to keep it is to clear only what a build writes.
    emptyOutDir: false,
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 2000,
    rolldownOptions: {
      // Fixed names, so that an older build's files are overwritten and never pile up.
      output: {
        entryFileNames: 'assets/gatehouse.js',
        chunkFileNames: 'assets/[name].js',
        assetFileNames: 'assets/[name][extname]',
      },
    },
  },
  test: {
    environment: 'happy-dom',
    setupFiles: ['src/setup.test-kit.ts'],
    include: ['src/**/*.test.{ts,tsx}'],
    css: false,
    // A busy computer makes no test fail; a test that hangs ends all the same.
    testTimeout: 30_000,
  },
});
