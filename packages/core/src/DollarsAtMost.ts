/** An amount as a person is told it before they say yes: to the cent, and never less than it is. */
export const dollarsAtMost = (dollars: number): string =>
  (Math.ceil(Math.round(dollars * 1_000_000) / 10_000) / 100).toFixed(2)
