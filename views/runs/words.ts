/** What each job of the hourly run does, by its name. */
export const jobWords: Readonly<Record<string, string>> = {
  'mail.sweep': 'Queue mail again that was lost on its way',
  verification: 'Prompt and remind offices to verify their users, and suspend those that did not',
  'termination.due': 'End the access of people whose last day is over',
  'passwords.warned': 'Warn people whose password ends soon',
  'kept_forms.forgotten': 'Forget kept forms that nobody came back for',
  'federation.forgotten': 'Forget ways to identity providers that nobody came back from',
  'seals.renewed': 'Seal anew what a former key sealed',
  'audit.lists': 'Note the members of lists in the log',
  'audit.tally': 'Tally the log by day, for the charts',
  'approval.reminders': 'Remind of requests that wait',
  'registration.forgetting': 'Forget registrations that came to nothing',
  'staff.first': 'Invite the first Enterprise Administrator',
  'referrals.told': 'Tell people of new statuses of what they submitted',
  'training.prompts': 'Prompt people whose training is due soon',
  'dormancy.warned': 'Warn people who have not signed in for long',
}
