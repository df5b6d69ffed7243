/** How many rows a page has unless told. */
export const pageRows = 30
