/** 来信 †: what is kept of a mail, and what holds back two robots who write to each other. */
export const mailLimits = {
  /** Of one content item, which DynamoDB takes up to 400 KB of; the original has all of it. */
  textCharacters: 20_000,
  foldedCharacters: 20_000,
  htmlCharacters: 60_000,
  subjectCharacters: 500,
  /** Of a name or an address. */
  nameCharacters: 200,
  /** The same words of the same sender belong to their first ticket for so long. */
  repeatHours: 24,
  /** Receipts to one address within an hour. */
  receiptsAnHour: 3,
} as const
