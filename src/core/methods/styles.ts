/** The styles of educational text; the default first. */
export const textStyles = ['academic', 'narrative', 'blog', 'how-to'] as const;
