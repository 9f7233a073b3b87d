/** The product's mark: a gate, and the way through it. */
export function Mark({ size = 26 }: { size?: number }) {
  return (
    <svg className="mark" width={size} height={size} viewBox="0 0 26 26" aria-hidden>
      <rect width="26" height="26" rx="7" fill="var(--c-accent)" />
      <path
        d="M6 20.5V11a7 7 0 0 1 14 0v9.5M10.6 20.5v-8.7a2.4 2.4 0 0 1 4.8 0v8.7"
        fill="none"
        stroke="var(--c-on-accent)"
        strokeWidth="2.1"
        strokeLinecap="round"
      />
    </svg>
  );
}
