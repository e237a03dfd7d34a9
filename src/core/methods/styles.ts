/** The styles of educational text (paper on diversity, METHODS §2.1); the default first. */
export const textStyles = ['academic', 'narrative', 'blog', 'how-to'] as const;
