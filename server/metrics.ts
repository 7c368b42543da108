import { Counter, Histogram, Registry } from 'prom-client'

/** Everything this process counts. Each process has its own, and is asked by itself. */
export const registry = new Registry()

/** Seconds from a few milliseconds to the patience of a reader. */
const buckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

export const requestSeconds = new Histogram({
  name: 'replydue_request_seconds',
  help: 'Time to answer a request, by route as it is declared',
  labelNames: ['method', 'route', 'status'],
  buckets,
  registers: [registry]
})

export const storeSeconds = new Histogram({
  name: 'replydue_store_seconds',
  help: 'Time of a command to the store',
  labelNames: ['command'],
  buckets,
  registers: [registry]
})

export const storeFailures = new Counter({
  name: 'replydue_store_failures_total',
  help: 'Commands that the store did not carry out or did not answer',
  labelNames: ['command'],
  registers: [registry]
})

export const jobSeconds = new Histogram({
  name: 'replydue_job_seconds',
  help: 'Time of one run of a job',
  labelNames: ['job', 'outcome'],
  buckets: [0.01, 0.1, 1, 10, 60, 600],
  registers: [registry]
})

export const mailOutcomes = new Counter({
  name: 'replydue_mail_outcomes_total',
  help: 'What became of mails this process tried to send',
  labelNames: ['outcome'],
  registers: [registry]
})
