/** Who may use the portal, counted. */
export interface ReportView {
  people: number;
  withAccess: number;
  /** By profile; without one: no access, and so Minimum. */
  levels: { profile: string; people: number }[];
  /** This month (YYYY-MM) and the eleven after it. */
  months: { month: string; people: number }[];
  /** Last sign-in of those with access: so many days ago at most. */
  signIns: { never: number; month: number; quarter: number; halfYear: number; longer: number };
}
