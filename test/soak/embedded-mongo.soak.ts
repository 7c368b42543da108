// The long forms of the store's tests: 100 rounds of kill -9, 100,000 bent frames, 20,000 tries beside the naive store.
process.env.SOAK = '1'
for (const name of ['durability', 'wire', 'differential']) await import(`../embedded-mongo/${name}.test.ts`)
