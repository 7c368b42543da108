import { clusterHolds } from './cluster-holds.ts'

describe('three web and three worker processes on one store, which goes away for a minute', function () {
  this.timeout(600_000)
  clusterHolds(3, 3, 600, 60_000)
})
