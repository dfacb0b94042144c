import { defineConfig } from 'vite';

// One input per page: web/NAME.html becomes dist/NAME.html, everything it loads dist/assets/.
export default defineConfig({
  base: '/',
  build: {
    license: { fileName: 'licenses.md' }, // of everything bundled, for whoever passes dist/ on
    rolldownOptions: {
      input: ['explorer.html'],
      onwarn(warning, warn) {
        // framer-motion marks its files "use client" for servers; in a bundle that says nothing.
        if (warning.code !== 'MODULE_LEVEL_DIRECTIVE') warn(warning);
      },
    },
    chunkSizeWarningLimit: 2_000, // Monaco's core is one chunk of 1.9 MB
  },
});
