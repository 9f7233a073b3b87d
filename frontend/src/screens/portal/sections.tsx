import { Autocomplete, Checkbox, ColorInput, Radio, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { desk, type PortalForm } from '../../api';
import { useAnswer } from '../../api/ask';
import { DayField } from '../../ui/day-field';
import { useWords } from '../../words';
import { DoorPicture } from './door-picture';
import { zones } from './portal.state';

export interface SectionProps {
  form: PortalForm;
  isFixed: boolean;
  change: (part: Partial<PortalForm>) => void;
  errorOf: (field: keyof PortalForm) => string | undefined;
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="card portal-section">
      <h2>{title}</h2>
      {children}
    </section>
  );
}

type Switch = 'signInToSubmit' | 'secondFactor' | 'widget' | 'tab' | 'accountTickets';

type TickProps = SectionProps & Said & { of: Switch };

function Tick({ form, isFixed, change, of, label, description }: TickProps) {
  return (
    <Checkbox
      label={label}
      description={description}
      checked={form[of]}
      disabled={isFixed}
      data-testid={`portal-${of}`}
      onChange={(event) => change({ [of]: event.currentTarget.checked })}
    />
  );
}

interface Said {
  label: string;
  description?: string;
}

/** Who is let in, and what they find there to submit a request (Z1 to Z3, Z6). */
export function WayIn(p: SectionProps) {
  const w = useWords();
  const { form, isFixed, change } = p;
  return (
    <Section title={w.portal.way}>
      <Radio.Group
        aria-label={w.portal.way}
        value={form.registeredOnly ? 'registered' : 'all'}
        onChange={(value) => change({ registeredOnly: value === 'registered' })}
      >
        <div className="portal-choices">
          <Radio
            value="all"
            disabled={isFixed}
            label={w.portal.all}
            description={w.portal.allHint}
            data-testid="portal-all"
          />
          <Radio
            value="registered"
            disabled={isFixed}
            label={w.portal.registered}
            description={w.portal.registeredHint}
            data-testid="portal-registered"
          />
        </div>
      </Radio.Group>
      <Tick
        {...p}
        of="signInToSubmit"
        isFixed={isFixed || form.registeredOnly}
        label={w.portal.signIn}
      />
      <Tick
        {...p}
        of="secondFactor"
        label={w.portal.secondFactor}
        description={w.portal.secondFactorHint}
      />
      <Tick {...p} of="widget" label={w.portal.widget} />
      <Tick {...p} of="tab" label={w.portal.tab} />
      <DoorPicture form={form} />
    </Section>
  );
}

/** Whose requests people see, from when on, and who gives more access (Z4, A31, A35, A38). */
export function Rights(p: SectionProps) {
  const w = useWords();
  const { form, isFixed, change, errorOf } = p;
  const error = errorOf('cutOff');
  return (
    <Section title={w.portal.rights}>
      <Tick
        {...p}
        of="accountTickets"
        label={w.portal.accountTickets}
        description={w.portal.accountTicketsHint}
      />
      <fieldset disabled={isFixed} className="portal-short">
        <DayField
          label={w.portal.cutOff}
          hint={w.portal.cutOffHint}
          clearLabel={w.common.clear}
          shape={w.common.dayShape}
          value={form.cutOff}
          testId="portal-cutOff"
          {...(error ? { error } : {})}
          onChange={(cutOff) => change({ cutOff })}
        />
      </fieldset>
      <Radio.Group
        label={w.portal.raise}
        description={w.portal.raiseHint}
        value={form.managersRaise ? 'managers' : 'ask'}
        onChange={(value) => change({ managersRaise: value === 'managers' })}
      >
        <div className="portal-choices">
          <Radio value="ask" disabled={isFixed} label={w.portal.raiseAsk} />
          <Radio
            value="managers"
            disabled={isFixed}
            label={w.portal.raiseManagers}
            data-testid="portal-managers"
          />
        </div>
      </Radio.Group>
    </Section>
  );
}

/** The components that are open at all (Z5, C9). */
export function Modules({ form, isFixed, change }: SectionProps) {
  const w = useWords();
  const components = useAnswer('components', () => desk.Components()).value ?? [];
  const turn = (key: string, isOpen: boolean) => {
    const rest = form.closed.filter((one) => one !== key);
    const closed = isOpen ? rest : [...rest, key];
    // In the order of the tiles, so that a tick set and cleared again is no change.
    change({ closed: components.map((c) => c.key).filter((one) => closed.includes(one)) });
  };
  return (
    <Section title={w.portal.modules}>
      <p className="muted">{w.portal.modulesHint}</p>
      <div className="portal-modules">
        {components.map(({ key, label }) => (
          <Checkbox
            key={key}
            label={w.portal.components[key] ?? label}
            checked={!form.closed.includes(key)}
            disabled={isFixed}
            data-testid={`portal-open-${key}`}
            onChange={(event) => turn(key, event.currentTarget.checked)}
          />
        ))}
      </div>
    </Section>
  );
}

/** What the office is called, where its days begin, and addresses (O16, A40). */
export function Office({ form, isFixed, change, errorOf }: SectionProps) {
  const w = useWords();
  const input = (field: 'name' | 'oldTickets' | 'paymentLink', description?: string) => (
    <TextInput
      label={w.portal[field]}
      description={description}
      value={form[field]}
      error={errorOf(field)}
      disabled={isFixed}
      autoComplete="off"
      spellCheck={false}
      data-testid={`portal-${field}`}
      onChange={(event) => change({ [field]: event.currentTarget.value })}
    />
  );
  return (
    <Section title={w.portal.office}>
      {input('name')}
      <Autocomplete
        label={w.portal.zone}
        description={w.portal.zoneHint}
        data={zones()}
        limit={50}
        value={form.zone}
        error={errorOf('zone')}
        disabled={isFixed}
        data-testid="portal-zone"
        onChange={(zone) => change({ zone })}
      />
      <ColorInput
        label={w.portal.accent}
        description={w.portal.accentHint}
        placeholder="#ff922b"
        format="hex"
        swatches={['#ff922b', '#c92a2a', '#c2255c', '#6741d9', '#1c7ed6', '#0b7285', '#2b8a3e']}
        swatchesPerRow={7}
        value={form.accent}
        error={errorOf('accent')}
        disabled={isFixed}
        fixOnBlur={false}
        withEyeDropper={false}
        data-testid="portal-accent"
        onChange={(accent) => change({ accent })}
      />
      {input('oldTickets', w.portal.oldTicketsHint)}
      {input('paymentLink', w.portal.paymentLinkHint)}
    </Section>
  );
}
