import type { DoorView, PortalForm } from '../../api';
import { Pill } from '../../ui/facts';
import { useWords } from '../../words';
import { useDoors } from './portal.state';

/** Who meets what at the portal's door, before the settings are saved (Z1 to Z3, Z6). */
export function DoorPicture({ form }: { form: PortalForm }) {
  const w = useWords();
  const doors = useDoors(form);
  const offered = (isShown: boolean) => (
    <Pill tone={isShown ? 'good' : 'plain'}>{isShown ? w.portal.shown : w.portal.hidden}</Pill>
  );
  const rows: [string, (door: DoorView) => React.ReactNode][] = [
    [w.portal.widgetShort, (door) => offered(door.widget)],
    [w.portal.tabShort, (door) => offered(door.tab)],
    [w.portal.askedShort, (door) => w.portal.askedAt[door.asked]],
  ];
  return (
    <div className="door" aria-live="polite">
      <table data-testid="door">
        <caption>{w.portal.picture}</caption>
        <thead>
          <tr>
            <td />
            <th scope="col">
              {w.portal.visitor}
              <span className="muted small">{w.portal.visitorHint}</span>
            </th>
            <th scope="col">{w.portal.customer}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([label, cell]) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              {doors.map((door) => (
                <td key={String(door.signedIn)}>{cell(door)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {doors.some((door) => door.closed) && <p className="muted">{w.portal.formClosed}</p>}
    </div>
  );
}
