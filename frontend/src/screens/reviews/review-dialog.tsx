import { Button, NumberInput, Select, TextInput } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { desk, type ReviewForm, type ReviewRecord, type Saved } from '../../api';
import { useAnswer } from '../../api/ask';
import { DayField } from '../../ui/day-field';
import { Dialog } from '../../ui/dialog';
import { Failed, Waiting } from '../../ui/states';
import { useWords } from '../../words';
import { Pick } from './pick';
import { useReviewForm } from './reviews.state';

interface Props {
  /** Empty: a new one. */
  id: string;
  onClose: () => void;
  onSaved: (saved: Saved) => void;
}

/** Makes a review, or changes one, and says how many it covers. */
export function ReviewDialog({ id, onClose, onSaved }: Props) {
  const w = useWords();
  const opened = useAnswer(`form ${id}`, () => (id ? desk.Review(id) : desk.NewReview()));
  if (opened.value) return <Form record={opened.value} onClose={onClose} onSaved={onSaved} />;
  return (
    <Dialog
      opened
      onClose={onClose}
      closeLabel={w.common.close}
      title={id ? w.reviews.changeTitle : w.reviews.newTitle}
    >
      {opened.problem ? (
        <Failed text={opened.problem.text} again={opened.again} againLabel={w.common.again} />
      ) : (
        <Waiting label={w.common.loading} />
      )}
    </Dialog>
  );
}

/** After how many months a review comes back; 0 = it does not. */
const MONTHS = [0, 1, 2, 3, 6, 12, 24, 36];

function Form({ record, onClose, onSaved }: Omit<Props, 'id'> & { record: ReviewRecord }) {
  const w = useWords();
  const { form, change, errorOf, ...open } = useReviewForm(record, onSaved);
  const months = [...new Set([...MONTHS, form.months])].sort((a, b) => a - b);
  return (
    <Dialog
      opened
      onClose={onClose}
      size={620}
      testId="review-dialog"
      closeLabel={w.common.close}
      title={form.id ? w.reviews.changeTitle : w.reviews.newTitle}
      footer={
        <>
          <p className="push muted" role="status" data-testid="review-covers">
            {open.covers.problem?.text ??
              (open.covers.value !== undefined && w.reviews.covers(open.covers.value))}
          </p>
          <Button variant="default" onClick={onClose}>
            {w.common.cancel}
          </Button>
          <Button loading={open.busy} onClick={open.save} data-testid="review-save">
            {w.reviews.save}
          </Button>
        </>
      }
    >
      <div className="form">
        {open.elsewhere && <Failed text={open.elsewhere.text} />}
        <TextInput
          label={w.reviews.formName}
          value={form.name}
          error={errorOf('name')}
          data-autofocus
          data-testid="review-name"
          onChange={(event) => change({ name: event.currentTarget.value })}
        />
        <Whom record={record} form={form} change={change} />
        <div className="form-pair">
          <Select
            label={w.reviews.formMonths}
            data={months.map((n) => ({ value: String(n), label: w.reviews.every(n) }))}
            value={String(form.months)}
            allowDeselect={false}
            error={errorOf('months')}
            data-testid="review-months"
            onChange={(n) => change({ months: Number(n) })}
          />
          <NumberInput
            label={w.reviews.formDays}
            value={form.days}
            min={1}
            max={180}
            allowDecimal={false}
            allowNegative={false}
            error={errorOf('days')}
            data-testid="review-days"
            onChange={(days) => change({ days: Number(days) })}
          />
          <DayField
            clearLabel={w.common.clear}
            shape={w.common.dayShape}
            label={record.began ? w.reviews.formNextAgain : w.reviews.formNext}
            value={form.next}
            error={errorOf('next')}
            testId="review-next"
            onChange={(next) => change({ next })}
          />
        </div>
        <Select
          label={w.reviews.formSilence}
          description={w.reviews.formSilenceHint}
          data={(['keep', 'end'] as const).map((value) => ({
            value,
            label: w.reviews.silences[value],
          }))}
          value={form.silence}
          allowDeselect={false}
          error={errorOf('silence')}
          data-testid="review-silence"
          onChange={(silence) => change({ silence: silence === 'end' ? 'end' : 'keep' })}
        />
        {form.silence === 'end' && (
          <p className="warning">
            <IconAlertTriangle size={18} aria-hidden />
            <span>{w.reviews.formSilenceWarn}</span>
          </p>
        )}
        <Pick
          label={w.reviews.formStaff}
          none={w.reviews.nobody}
          value={form.staff}
          name={record.staffName}
          what="staff"
          find={(text) => desk.FindData('staff', text)}
          testId="review-staff"
          onChange={(staff) => change({ staff })}
        />
      </div>
    </Dialog>
  );
}

interface WhomProps {
  record: ReviewRecord;
  form: ReviewForm;
  change: (part: Partial<ReviewForm>) => void;
}

/** Whom a review covers: everybody, who holds a profile, who is at an account. */
function Whom({ record, form, change }: WhomProps) {
  const w = useWords();
  const profiles = useAnswer('profiles', () => desk.Profiles(), ['profile']);
  const accounts = async (text: string) =>
    (await desk.Accounts(text)).map(({ id, name, parent }) => ({ id, label: name, hint: parent }));
  const names = (profiles.value ?? []).map(({ id, name }) => ({ value: id, label: name }));
  return (
    <div className="form-pair">
      <Select
        label={w.reviews.formProfile}
        placeholder={w.reviews.any}
        data={names}
        value={form.profile || null}
        clearable
        clearButtonProps={{ 'aria-label': w.common.clear }}
        error={profiles.problem?.text}
        data-testid="review-profile"
        onChange={(profile) => change({ profile: profile ?? '' })}
      />
      <Pick
        label={w.reviews.formAccount}
        none={w.reviews.any}
        value={form.account}
        name={record.accountName}
        what="account"
        find={accounts}
        testId="review-account"
        onChange={(account) => change({ account })}
      />
    </div>
  );
}
