import { currentLanguage } from '.';

/** 12345 as people write it. */
export function number(n: number): string {
  return n.toLocaleString(currentLanguage());
}

/** A day YYYY-MM-DD as people write it; '' stays ''. */
export function day(iso: string): string {
  // Noon, so that no time zone moves it to another day.
  return written(iso && `${iso.slice(0, 10)}T12:00:00`, { dateStyle: 'medium' });
}

/** A month YYYY-MM as people write it. */
export function month(iso: string): string {
  return written(iso && `${iso}-15T12:00:00`, { month: 'long', year: 'numeric' });
}

/** A moment as day and time of this computer; '' stays ''. */
export function moment(iso: string): string {
  return written(iso, { dateStyle: 'medium', timeStyle: 'short' });
}

function written(iso: string, how: Intl.DateTimeFormatOptions): string {
  if (!iso) return '';
  const at = new Date(iso);
  return Number.isNaN(at.getTime()) ? iso : at.toLocaleString(currentLanguage(), how);
}

/** Today on this computer as YYYY-MM-DD. */
export function today(): string {
  const now = new Date();
  const two = (n: number) => String(n).padStart(2, '0');
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

/** "1234.50 EUR" as people write it; what cannot be read stays as it is. */
export function money(text: string): string {
  const [amount = '', currency = ''] = text.trim().split(' ');
  if (amount === '' || Number.isNaN(Number(amount))) return text;
  try {
    return Number(amount).toLocaleString(currentLanguage(), { style: 'currency', currency });
  } catch {
    return text;
  }
}
