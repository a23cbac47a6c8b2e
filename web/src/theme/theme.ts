import { createTheme, type CSSVariablesResolver } from '@mantine/core';

// Mantine's variables come from static files (default-css-variables.css, then tokens.css), because
// the provider would otherwise write a <style> element, which the page's policy forbids.
export const theme = createTheme({
  primaryColor: 'teal',
  fontFamily: 'var(--mantine-font-family)',
  defaultRadius: 'sm',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Modal: { defaultProps: { lockScroll: false, centered: true } },
    Tooltip: { defaultProps: { openDelay: 300, withArrow: true, fz: 'xs' } },
  },
});

export const noVariables: CSSVariablesResolver = () => ({ variables: {}, light: {}, dark: {} });
