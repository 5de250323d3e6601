export default async function seed(): Promise<void> {}
