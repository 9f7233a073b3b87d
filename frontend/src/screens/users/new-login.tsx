import { Button, Checkbox, Select, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useState } from 'react';
import {
  desk,
  type LoginForm,
  type Problem,
  problemOf,
  type Saved,
  type UserRecord,
} from '../../api';
import { useAnswer } from '../../api/ask';
import { Dialog } from '../../ui/dialog';
import { Failed } from '../../ui/states';
import { useWords } from '../../words';

interface Props {
  /** Whose access is copied, and where the login begins; the person never is. */
  like?: UserRecord;
  onClose: () => void;
  onMade: (saved: Saved) => void;
}

const EMPTY: LoginForm = {
  username: '',
  email: '',
  consolidated: false,
  account: '',
  first: '',
  last: '',
  phone: '',
  lead: false,
  roleGroup: true,
  like: '',
  reason: '',
};

/** A new login (N1): name and e-mail, the type of user, its account, and what else is known. */
export function NewLogin({ like, onClose, onMade }: Props) {
  const w = useWords();
  const [form, setForm] = useState<LoginForm>({
    ...EMPTY,
    ...(like && { account: like.account, like: like.id }),
  });
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);
  const [typed, setTyped] = useState(like?.company ?? '');
  const [text] = useDebouncedValue(typed.trim(), 150);
  const accounts = useAnswer(`find ${text}`, () => desk.Accounts(text), ['account']);
  const rows = accounts.value ?? [];
  const names = rows.map(({ id, name }) => ({ value: id, label: name }));
  const own = like && { value: like.account, label: like.company };
  const data = own && !names.some((n) => n.value === own.value) ? [own, ...names] : names;

  const change = (part: Partial<LoginForm>) => {
    setForm((now) => ({ ...now, ...part }));
    if (problem && (!problem.field || problem.field in part)) setProblem(undefined);
  };
  const errorOf = (field: keyof LoginForm) => (problem?.field === field ? problem.text : undefined);
  const isBeside = problem?.field !== undefined && problem.field in form;
  const save = async () => {
    setBusy(true);
    setProblem(undefined);
    try {
      onMade(await desk.NewLogin(form));
    } catch (cause) {
      setProblem(problemOf(cause));
      setBusy(false);
    }
  };
  const input = (field: 'username' | 'email' | 'first' | 'last' | 'phone', hint?: string) => (
    <TextInput
      label={w.newLogin[field]}
      placeholder={hint}
      value={form[field]}
      error={errorOf(field)}
      autoComplete="off"
      spellCheck={false}
      data-autofocus={field === 'username' || undefined}
      data-testid={`login-${field}`}
      onChange={(event) => change({ [field]: event.currentTarget.value })}
    />
  );

  return (
    <Dialog
      opened
      onClose={onClose}
      title={like ? w.newLogin.likeTitle(like.name) : w.newLogin.title}
      closeLabel={w.common.close}
      testId="new-login"
      footer={
        <>
          <Button variant="default" onClick={onClose}>
            {w.common.cancel}
          </Button>
          <Button loading={busy} onClick={save} data-testid="login-save">
            {w.newLogin.go}
          </Button>
        </>
      }
    >
      <div className="form">
        {problem && !isBeside && <Failed text={problem.text} />}
        {like && <p className="muted">{w.newLogin.likeHint}</p>}
        <div className="form-pair">
          {input('username', form.email || w.newLogin.usernameHint)}
          {input('email')}
        </div>
        {form.email.trim() === '' && form.username !== '' && (
          <p className="warning" role="alert">
            <IconAlertTriangle size={18} aria-hidden />
            <span>{w.info.noEmailWarning}</span>
          </p>
        )}
        <Select
          label={w.newLogin.type}
          data={[
            { value: 'customer', label: w.newLogin.customer },
            { value: 'consolidated', label: w.newLogin.consolidated },
          ]}
          value={form.consolidated ? 'consolidated' : 'customer'}
          allowDeselect={false}
          data-testid="login-type"
          onChange={(type) => change({ consolidated: type === 'consolidated' })}
        />
        <Select
          label={w.newLogin.account}
          description={w.newLogin.accountHint}
          data={data}
          value={form.account || null}
          searchable
          allowDeselect={false}
          nothingFoundMessage={w.profiles.accountNone}
          error={errorOf('account')}
          // Go has already searched; only its answer is shown.
          filter={({ options }) => options}
          data-testid="login-account"
          onSearchChange={(value) => setTyped(data.some((d) => d.label === value) ? '' : value)}
          onChange={(account) => change({ account: account ?? '' })}
        />
        <div className="form-pair">
          {input('first')}
          {input('last')}
        </div>
        {input('phone')}
        <Checkbox
          label={w.newLogin.lead}
          checked={form.lead}
          onChange={(event) => change({ lead: event.currentTarget.checked })}
        />
        <Checkbox
          label={w.newLogin.roleGroup}
          description={w.newLogin.roleGroupHint}
          checked={form.roleGroup}
          onChange={(event) => change({ roleGroup: event.currentTarget.checked })}
        />
      </div>
    </Dialog>
  );
}
