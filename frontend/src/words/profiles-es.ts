import type { Words } from './en';

const count = (n: number) => n.toLocaleString('es');
const of = (n: number, one: string, many: string) => `${count(n)} ${n === 1 ? one : many}`;

/** Spanish: the words of security profiles, exceptions from them, and comparisons. */
export const profilesEs: Pick<Words, 'compare' | 'exceptions' | 'profiles'> = {
  compare: {
    go: 'Comparar',
    title: 'Dos personas lado a lado',
    all: 'Mostrar también lo que ambas pueden por igual',
  },

  exceptions: {
    title: 'Excepciones del perfil',
    short: 'Excepciones',
    lead: (profile) =>
      `Lo que esta persona puede de otro modo que lo que dice «${profile}». Las excepciones quedan si se da otro perfil.`,
    add: 'Añadir una excepción',
    profile: (reach) => `El perfil: ${reach}`,
    none: 'Sin excepciones: el perfil vale como es.',
    drop: (permission) => `Retirar la excepción: ${permission}`,
    readOnly: 'Solo un administrador cambia excepciones.',
  },

  profiles: {
    title: 'Perfiles',
    lead: 'Un perfil de seguridad reúne lo que sus titulares pueden hacer en el portal.',
    holders: (n) => of(n, 'titular', 'titulares'),
    system: 'Del sistema',
    custom: 'Propio',
    allows: 'Lo que permite',
    allowsNothing: 'Este perfil no permite nada más que el nivel mínimo.',
    preview: 'Vista previa con este perfil',
    account: 'En qué cliente',
    accountHint: 'La vista previa muestra los datos de este cliente.',
    accountNone: 'Ningún cliente coincide.',
    pick: 'Elija un perfil para ver lo que permite.',
    empty: 'Aún no hay perfiles.',
    open: 'Ver permisos',
    change: 'Cambiar',
    copy: 'Hacer una copia',
    remove: 'Eliminar',
    who: 'Quién lo tiene',
    back: 'Todos los perfiles',
    newTitle: (base) => `Perfil nuevo, copiado de ${base}`,
    systemFixed: 'Los permisos de un perfil del sistema son fijos. Haga una copia y cambie esa.',
    readOnly: 'Solo un administrador cambia perfiles.',
    facts: 'Nombre y uso',
    name: 'Nombre',
    description: 'Descripción',
    descriptionHint: 'Lo lee quien asigna el perfil.',
    assignable: 'Los gerentes de un cliente pueden darlo a su propia gente',
    assignableHint: 'Nunca dan más de lo que ellos mismos tienen.',
    matrix: 'Permisos',
    matrixHint:
      'Hasta dónde llega cada uno. Un alcance más amplio incluye todo lo que muestra uno menor.',
    permission: 'Permiso',
    reach: 'Alcance',
    given: 'permitido',
    notGiven: 'no permitido',
    find: 'Buscar un permiso',
    findNone: 'Ningún permiso coincide.',
    compare: 'Comparar con',
    onlyDifferences: 'Solo diferencias',
    same: 'Ambos permiten lo mismo.',
    changed: 'cambiado',
    holds: (permission) => `Quién tiene «${permission}»`,
    see: 'Ver el portal con él',
    save: 'Guardar perfil',
    discard: 'Descartar',
    historyEmpty: 'Todavía no se cambió nada.',
  },
};
