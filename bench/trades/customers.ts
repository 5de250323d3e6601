export const CUSTOMERS = 1_000

export const customerIds = (): string[] =>
  Array.from({ length: CUSTOMERS }, (_, index) => `cus_bench_${index}`)
