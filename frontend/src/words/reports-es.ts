import type { reportsEn } from './reports-en';

/** Spanish: reports, and lists that are taken along. */
export const reportsEs: typeof reportsEn = {
  reports: {
    title: 'Informes',
    lead: (all, having) => `${having} de ${all} personas tienen acceso al portal.`,
    empty: 'Esta oficina aún no tiene personas, así que no hay nada que contar.',
    levels: 'Quién tiene qué nivel',
    minimum: 'Sin acceso: mínimo',
    endings: 'Accesos que terminan',
    endingsHint: 'El periodo de soporte o el calendario del acceso, lo que termine antes.',
    endingsNone: 'A nadie le termina el acceso en los próximos doce meses.',
    signIns: 'Última entrada de quienes tienen acceso',
    spans: {
      month: 'En los últimos 30 días',
      quarter: 'Hace de 31 a 90 días',
      halfYear: 'Hace de 91 a 180 días',
      longer: 'Hace más tiempo',
      never: 'Nunca',
    },
    what: 'Qué',
    people: 'Personas',
    print: 'Informe de accesos (PDF)',
    printHint: 'Estas cifras y todos los que tienen acceso por empresa, para imprimir o archivar.',
    showNever: 'Mostrar quién nunca ha entrado',
    showEnding: 'Mostrar lo que termina en 30 días',
  },
  exporting: {
    label: 'Guardar esta lista',
    csv: 'Como CSV',
    xlsx: 'Como Excel',
    hint: 'Todos los de esta vista y búsqueda, no solo lo que se ve.',
    saved: (path) => `Guardado como ${path}`,
  },
};
