import { desk, type UserRecord } from '../../api';
import { useAnswer } from '../../api/ask';
import { Facts } from '../../ui/facts';
import { useWords, type Words } from '../../words';
import { day } from '../../words/format';

/** What this person has in the portal now. */
export function AccessFacts({ record }: { record: UserRecord }) {
  const w = useWords();
  const components = useAnswer('components', () => desk.Components());
  const access = record.access;
  if (!access) {
    return (
      <Facts
        items={[
          [w.record.profile, w.record.minimum],
          ['', w.record.minimumText],
        ]}
      />
    );
  }
  const labelOf = (key: string) => components.value?.find((c) => c.key === key)?.label ?? key;
  const yesNo = (yes: boolean) => (yes ? w.record.yes : w.record.no);
  return (
    <Facts
      items={[
        [w.record.profile, access.profileName],
        [w.record.period, period(access.start, access.end, w)],
        [w.record.closedComponents, access.closed.map(labelOf).join(', ')],
        [w.exceptions.short, access.exceptions.join('; ')],
        [w.record.canSign, yesNo(access.canSign)],
        [w.record.pinReset, yesNo(access.pinReset)],
        [w.record.grantedBy, access.grantedBy],
        [w.record.reason, access.reason],
      ]}
    />
  );
}

function period(start: string, end: string, w: Words): string {
  const parts = [start && w.record.from(day(start)), end && w.record.until(day(end))];
  return parts.filter(Boolean).join(' ') || w.record.always;
}
