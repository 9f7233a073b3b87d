import type { DataField, DataInput, DataNoun, DataValues } from './types';

/** Some kinds of records for a plain browser: one of each input, with parts, deeds and lines. */
function field(key: string, input: DataInput = 'text', more: Partial<DataField> = {}): DataField {
  return {
    key,
    input,
    of: '',
    options: [],
    required: false,
    fixed: false,
    columns: [],
    ...more,
  };
}

type Sketch = Partial<Omit<DataNoun, 'columns'>> & { columns: string[]; fields: DataField[] };

function noun(kind: string, group: string, { columns, ...more }: Sketch): DataNoun {
  return {
    kind,
    group,
    parts: [],
    deeds: [],
    canMake: true,
    canDrop: true,
    inside: false,
    ...more,
    columns: columns.map((key) => more.fields.find((f) => f.key === key) ?? field(key)),
  };
}

const must = { required: true };
const account = field('Account', 'record', { of: 'account', ...must });
const created = field('Created', 'moment', { fixed: true });

export const NOUNS: DataNoun[] = [
  noun('queue', 'service', {
    columns: ['Name', 'Priority', 'Team', 'Public'],
    fields: [
      field('Name', 'text', must),
      field('Priority', 'choice', { options: ['low', 'normal', 'high', 'urgent'], ...must }),
      field('Team', 'records', { of: 'staff' }),
      field('Vendor', 'record', { of: 'account' }),
      field('Public', 'flag'),
      field('Start', 'moment'),
      field('Description', 'area'),
    ],
  }),
  noun('forum', 'service', {
    columns: ['Name', 'Audience', 'Created'],
    fields: [
      field('Name', 'text', must),
      field('Audience', 'choice', { options: ['all', 'active'], ...must }),
      field('Description', 'area'),
      created,
    ],
    parts: ['topic'],
    deeds: [{ key: 'hide', fields: [] }],
  }),
  noun('topic', 'service', {
    columns: ['Title', 'Forum', 'Author'],
    fields: [
      field('Title', 'text', must),
      field('Forum', 'record', { of: 'forum', ...must }),
      field('Author', 'text'),
      field('Text', 'area'),
    ],
    parts: ['post'],
    inside: true,
  }),
  noun('post', 'service', {
    columns: ['Text', 'Author'],
    fields: [
      field('Text', 'area', must),
      field('Topic', 'record', { of: 'topic', ...must }),
      field('Author', 'text'),
    ],
    inside: true,
  }),
  noun('invoice', 'sales', {
    columns: ['Number', 'Account', 'Total', 'DueDay', 'Status'],
    fields: [
      field('Number', 'text', must),
      account,
      field('Status', 'choice', { options: ['draft', 'sent', 'paid'], fixed: true }),
      field('DueDay', 'day'),
      field('Period', 'number'),
      field('Lines', 'lines', {
        columns: [
          field('Text', 'text', must),
          field('Quantity', 'number'),
          field('Price', 'money'),
          field('Period', 'choice', { options: ['month', 'year'] }),
        ],
      }),
      field('Total', 'money'),
      field('Note', 'area'),
      created,
    ],
    parts: ['payment'],
    deeds: [
      { key: 'send', fields: [] },
      {
        key: 'pay',
        fields: [field('Amount', 'money', must), field('Day', 'day'), field('reason', 'area')],
      },
    ],
  }),
  noun('payment', 'sales', {
    columns: ['Day', 'Amount'],
    fields: [
      field('Invoice', 'record', { of: 'invoice', ...must }),
      field('Amount', 'money', must),
      field('Day', 'day'),
    ],
    inside: true,
  }),
  noun('signature', 'sales', {
    columns: ['Person', 'Created'],
    fields: [field('Person', 'text', { fixed: true }), created],
    canMake: false,
    canDrop: false,
  }),
  noun('file type', 'settings', {
    columns: ['Name', 'Customer'],
    fields: [field('Name', 'text', must), field('Customer', 'flag')],
  }),
];

export const STAFF = ['Robin Hale', 'Sam Ortega', 'Kim Larsen', 'Toni Weber'].map((label, i) => ({
  id: `s${i}`,
  label,
}));

const LONG =
  'Questions about deliveries, customs papers, partial shipments and everything else that ' +
  'somehow concerns the warehouse in Rotterdam-Europoort';

/** What is there at the start, kind by kind. */
export function sampleRecords(invoices: number): Record<string, DataValues[]> {
  return {
    queue: [
      { Name: 'Support', Priority: 'normal', Team: 's0,s1', Vendor: '', Public: 'true' },
      { Name: LONG, Priority: 'urgent', Team: 's0,s1,s2,s3', Vendor: 'a2', Public: 'false' },
    ],
    forum: [
      {
        Name: 'Ideas',
        Audience: 'all',
        Description: 'What should come next?',
        Created: '2026-03-02T09:15:00Z',
      },
    ],
    topic: [{ Title: 'Dark reports', Forum: 'forum-0', Author: 'Ada Abbott', Text: 'Please!' }],
    post: [{ Text: 'I would use them daily.', Topic: 'topic-0', Author: 'Ben Brandt' }],
    invoice: Array.from({ length: invoices }, (_, i) => ({
      Number: `INV-${2001 + i}`,
      Account: `a${(i * 3) % 10}`,
      Status: ['draft', 'sent', 'paid'][i % 3] ?? 'draft',
      DueDay: `2026-${String((i % 12) + 1).padStart(2, '0')}-28`,
      Period: String(i % 5),
      Lines: JSON.stringify([
        ['Support, first level', '3', '120.00 EUR', 'month'],
        ['Licence for the warehouse module', '1', '890.50 EUR', 'year'],
      ]),
      Total: `${1250 + i * 37}.50 EUR`,
      Note: '',
      Created: '2026-02-11T14:30:00Z',
    })),
    payment: [{ Invoice: 'invoice-1', Amount: '200.00 EUR', Day: '2026-03-01' }],
    signature: [],
    'file type': ['Contract', 'Delivery note', 'Drawing'].map((Name, i) => ({
      Name,
      Customer: String(i !== 2),
    })),
  };
}
