// The index of the site for programs: where its files are, and which words lead to which of them.
export { INDEX };
