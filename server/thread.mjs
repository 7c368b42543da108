// Runs a TypeScript module in a worker thread or a child process: the one place that needs a loader by hand.
import { workerData } from 'node:worker_threads'
import { register } from 'tsx/esm/api'

register()
await import(workerData?.module ?? process.argv[2])
