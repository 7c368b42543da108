import { clusterHolds } from '../soak/cluster-holds.ts'

// With three of each: test/soak/cluster.soak.ts. A process takes two seconds to start.
describe('two web and two worker processes on one store', function () {
  this.timeout(300_000)
  clusterHolds(2, 2, 60)
})
