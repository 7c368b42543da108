/** Something that is wrong, and the one thing to do about it. A note is no fault: nothing has to be done today. */
export interface Finding {
  readonly isNote?: boolean
  readonly what: string
  readonly toDo: string
  /** Puts it right, where that can be done without losing anything. */
  readonly repair?: () => Promise<void>
}

/** One thing the doctor looks at. */
export interface Check {
  readonly name: string
  look(): Promise<Finding[]>
}
