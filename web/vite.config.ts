import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

const server = process.env.QORGAN_URL ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [react()],
  // Everything from the same origin and no inline style or script: the server sends
  // Content-Security-Policy default-src 'self'.
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 900,
  },
  server: {
    proxy: {
      '/api': { target: server, ws: true, changeOrigin: false },
    },
  },
  test: {
    include: ['src/**/*.test.ts', 'src/**/*.test.tsx'],
    environment: 'node',
  },
});
