import type { Desk } from './desk';
import type { UserRecord } from './types';

type ReportDeeds = Pick<Desk, 'Report' | 'SaveReport' | 'ExportUsers'>;

/** The report over the people in memory. */
export function fakeReport(people: UserRecord[]): ReportDeeds {
  return {
    Report: async () => {
      const names = people.map((p) => p.access?.profileName ?? '');
      const having = people.filter((p) => p.access);
      const now = new Date();
      const months = Array.from({ length: 12 }, (_, i) => {
        const month = new Date(Date.UTC(now.getFullYear(), now.getMonth() + i, 1));
        const iso = month.toISOString().slice(0, 7);
        return { month: iso, people: having.filter((p) => p.access?.end.startsWith(iso)).length };
      });
      const never = having.filter((p) => !p.hasPassword).length;
      return {
        people: people.length,
        withAccess: having.length,
        levels: [...new Set(names)].map((profile) => ({
          profile,
          people: names.filter((name) => name === profile).length,
        })),
        months,
        signIns: { never, month: having.length - never, quarter: 0, halfYear: 0, longer: 0 },
      };
    },
    SaveReport: async () => '/home/anna/Documents/Access report.pdf',
    ExportUsers: async (_, form) => `/home/anna/Documents/Users.${form}`,
  };
}
