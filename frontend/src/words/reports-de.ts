import type { reportsEn } from './reports-en';

/** German: reports, and lists that are taken along. */
export const reportsDe: typeof reportsEn = {
  reports: {
    title: 'Berichte',
    lead: (all, having) => `${having} von ${all} Personen haben Portalzugang.`,
    empty: 'In diesem Büro gibt es noch niemanden, also nichts zu zählen.',
    levels: 'Wer welche Stufe hat',
    minimum: 'Kein Zugang: Minimum',
    endings: 'Zugang, der endet',
    endingsHint: 'Der Supportzeitraum oder der Zeitplan des Zugangs, was zuerst endet.',
    endingsNone: 'In den nächsten zwölf Monaten endet für niemanden der Zugang.',
    signIns: 'Letzte Anmeldung derer mit Zugang',
    spans: {
      month: 'In den letzten 30 Tagen',
      quarter: 'Vor 31 bis 90 Tagen',
      halfYear: 'Vor 91 bis 180 Tagen',
      longer: 'Länger her',
      never: 'Nie',
    },
    what: 'Was',
    people: 'Personen',
    print: 'Zugangsbericht (PDF)',
    printHint: 'Diese Zahlen und alle mit Zugang nach Firma, zum Drucken oder Ablegen.',
    showNever: 'Zeigen, wer sich nie angemeldet hat',
    showEnding: 'Zeigen, was in 30 Tagen endet',
  },
  exporting: {
    label: 'Diese Liste speichern',
    csv: 'Als CSV',
    xlsx: 'Als Excel',
    hint: 'Alle in dieser Ansicht und Suche, nicht nur, was zu sehen ist.',
    saved: (path) => `Gespeichert als ${path}`,
  },
};
