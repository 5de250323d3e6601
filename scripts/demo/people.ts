/** Customers who bought from the demo's drop; none of them can log in. */
export const BUYERS = [
  { id: "cus_demo_mila", first_name: "Mila", last_name: "Jansen" },
  { id: "cus_demo_noor", first_name: "Noor", last_name: "de Wit" },
  { id: "cus_demo_sem", first_name: "Sem", last_name: "Bakker" },
]

/** Holds a unit and has not paid yet. */
export const HOLDER = { id: "cus_demo_tess", first_name: "Tess", last_name: "Visser" }

export const emailOf = ({ first_name }: { first_name: string }): string =>
  `${first_name.toLowerCase()}@holdfast.test`
