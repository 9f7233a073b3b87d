import { createTheme, type MantineColorsTuple } from '@mantine/core';

/** The product's orange; shade 5 is the one that buttons wear, always with dark text. */
const orange: MantineColorsTuple = [
  '#fff4e6',
  '#ffe8cc',
  '#ffd8a8',
  '#ffc078',
  '#ffa94d',
  '#ff922b',
  '#fd7e14',
  '#d9480f',
  '#b03a00',
  '#8a3d00',
];

export const theme = createTheme({
  colors: { orange },
  primaryColor: 'orange',
  primaryShade: { light: 5, dark: 5 },
  autoContrast: true,
  luminanceThreshold: 0.3,
  fontFamily: 'var(--font)',
  fontFamilyMonospace: 'var(--mono)',
  defaultRadius: 'md',
  focusRing: 'auto',
  cursorType: 'pointer',
  fontSizes: { xs: '12px', sm: '13.5px', md: '14.5px', lg: '16px', xl: '18px' },
  headings: { fontWeight: '650', textWrap: 'balance' },
  components: {
    Select: { defaultProps: { openOnFocus: false, checkIconPosition: 'right' } },
    Modal: { defaultProps: { overlayProps: { backgroundOpacity: 0.45 } } },
    Tooltip: { defaultProps: { openDelay: 400, withArrow: true } },
  },
});
